"""That the clock is corrected, wherever one is in the composer, and one click to undo it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from apiclient_gui.core.spans import in_words
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button


class ClockLine(QWidget):
    """Shown while the correction is not nothing; `undone` when it is to go."""

    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label.text("", "warn", theme.NOTE, wrap=False)
        undo = button("Undo", "link")
        undo.setFont(theme.font(theme.NOTE))
        undo.setAccessibleName("Undo the correction of the clock")
        undo.setToolTip("Sign with this computer's own clock again")
        undo.clicked.connect(self.undone)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.M)
        line.addWidget(self.words)
        line.addWidget(undo)
        line.addStretch()
        self.hide()

    def show_offset(self, offset: float) -> None:
        """Say by how much the clock is corrected: seconds added to this computer's."""
        sign = "+" if offset > 0 else "−"
        self.words.setText(
            f"Signing with a corrected clock: {sign}{in_words(abs(offset))}, for this run"
        )
        self.setVisible(offset != 0)
