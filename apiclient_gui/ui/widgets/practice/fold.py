"""A card that folds: its title stands there, what belongs to it is opened by a click or a key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.disclosure import Disclosure


class Fold(QFrame):
    """`body` is the layout to add to; `turned` carries whether it is open now. `aside` is a word at the right."""

    turned = Signal(bool)

    def __init__(self, title: str, aside: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self.setAccessibleName(title)
        self.head = Disclosure(title, aside)
        self.head.setCheckable(True)
        self.head.setToolTip("")
        self.head.toggled.connect(self._turn)
        self._inner = QWidget(self)
        self._inner.hide()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(theme.L, 0, theme.L, theme.L)
        self.body.setSpacing(theme.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._inner)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.head.text()

    @property
    def is_open(self) -> bool:
        """Whether what belongs to it is shown."""
        return self.head.isChecked()

    def open(self, *, on: bool = True) -> None:
        """Open or close it."""
        self.head.setChecked(on)

    def _turn(self, on: bool) -> None:
        self._inner.setVisible(on)
        self.turned.emit(on)
