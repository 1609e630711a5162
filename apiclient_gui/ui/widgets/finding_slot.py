"""A place for one finding: empty and without room while all is well."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.ui.widgets.finding_card import FindingCard


class FindingSlot(QWidget):
    """Shows a finding as a card, or nothing. `action` carries the Action of whichever button was pressed."""

    action = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: FindingCard | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def finding(self) -> Finding | None:
        """What is shown."""
        return self._card.finding if self._card else None

    def show_finding(self, finding: Finding | None) -> None:
        """Show this instead; the same one again stays as it is, with its selection and focus."""
        if finding == self.finding:
            return
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None
        if finding is not None:
            self._card = FindingCard(finding)
            self._card.action.connect(self.action)
            self._column.addWidget(self._card)
        self.setVisible(finding is not None)
