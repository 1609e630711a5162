"""The head of a page: its title, pills that say its state, and its buttons at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.label import ElideLabel
from apiclient_gui.ui.widgets.pill import Pill


class PageHead(QWidget):
    """One line; a title too long for it ends in an ellipsis."""

    def __init__(
        self,
        title: str = "",
        pills: Sequence[Pill] = (),
        buttons: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = ElideLabel()
        self._title.setFont(theme.font(theme.PAGE, bold=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        row.setSpacing(theme.S)
        row.addWidget(self._title)
        row.addSpacing(theme.XS)
        for pill in pills:
            row.addWidget(pill)
        row.addStretch(1)
        for one in buttons:
            row.addWidget(one)
        self._title.setMinimumHeight(theme.FIELD_HEIGHT)  # with and without buttons alike
        self.set_title(title)

    @property
    def title(self) -> str:
        """The whole title."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
