"""A field that narrows a list or looks for a text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from apiclient_gui.ui import icons

_LONGEST: Final = (
    1_000  # characters; Qt makes a regular expression of them, and prints a long one as invalid
)


class SearchField(QLineEdit):
    """A line with a magnifier and a cross. Esc empties it; in an empty one Esc is `left`; Down is `went_down`.

    `went_on` carries 1 for Enter and -1 for Shift+Enter.
    """

    went_on = Signal(int)
    left = Signal()
    went_down = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setMaxLength(_LONGEST)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        # Its words name the button that Qt makes of it, which is a picture only.
        sign = QAction(icons.icon("search"), placeholder, self)
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        for one in self.findChildren(QToolButton):
            one.setAccessibleName(placeholder)
        self._clear = QAction(icons.icon("close"), "Clear", self)
        self._clear.setToolTip("Clear (Esc)")
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(lambda words: self._clear.setVisible(bool(words)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        match event.key():
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.went_on.emit(-1 if back else 1)
            case Qt.Key.Key_Down:
                self.went_down.emit()
            case _:
                super().keyPressEvent(event)
