"""The look, as a preference: as the system, light or dark."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Look
from apiclient_gui.ui.widgets import label

LOOKS: Final[tuple[tuple[Look, str], ...]] = (
    ("system", "As the system"),
    ("light", "Light"),
    ("dark", "Dark"),
)


class LookPage(QWidget):
    """`chosen` carries the look that was picked: it is meant to be seen at once."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(label.note("Seen at once; Cancel brings back what was."))
        self._group = QButtonGroup(self)
        self._choices: dict[Look, QRadioButton] = {}
        for key, name in LOOKS:
            choice = QRadioButton(name)
            choice.setChecked(key == look)
            choice.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))
            self._group.addButton(choice)
            self._choices[key] = choice
            column.addWidget(choice)
        column.addStretch()
        self.setFocusProxy(self._choices[look])

    @property
    def look(self) -> Look:
        """The look that is picked."""
        return next(key for key, choice in self._choices.items() if choice.isChecked())

    def show_look(self, look: Look) -> None:
        """Mark another one as picked, without a word."""
        self._choices[look].setChecked(True)
