"""A line over a request whose file others changed or deleted while something was typed, with the ways out of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import button, icon_button
from apiclient_gui.ui.widgets.label import ElideLabel

_CHANGED: Final = "Its file was changed outside; you see your own changes"
_GONE: Final = "Its file was deleted outside; what stands here is all there is"
_CHOICES: Final = {
    "mine": ("Keep mine", "Saving puts your changes over the file"),
    "theirs": ("Take theirs", "Your changes go, and what stands in the file is shown"),
    "show": ("Show", "Show the differences"),
    "save": ("Save again", "Write its file again"),
    "close": ("Close", "Close the tab"),
}


class OutsideNotice(QWidget):
    """Hidden as long as there is nothing to say. `chosen`: mine, theirs, show, save or close."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ElideLabel()
        self._said = ""
        strip = QFrame()
        strip.setProperty("card", "warn")
        sign = icon_button("warning", "Warning", tone="warn")
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(strip)
        row.setContentsMargins(theme.S, theme.XS, theme.S, theme.XS)
        row.setSpacing(theme.S)
        row.addWidget(sign)
        row.addWidget(self._words, 1)
        self.buttons: dict[str, QPushButton] = {}
        for key, (title, tip) in _CHOICES.items():
            made = button(title)
            made.setToolTip(tip)
            made.setAccessibleDescription(tip)
            made.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            row.addWidget(made)
            self.buttons[key] = made
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.S, theme.XL, 0)
        column.addWidget(strip)
        self.hide()

    def show_tab(self, *, gone: bool, changed: bool) -> None:
        """Say what happened to the file of the request that is shown; nothing for neither."""
        said = _GONE if gone else _CHANGED if changed else ""
        if said == self._said:
            return
        self._said = said
        for key, made in self.buttons.items():
            made.setVisible((key in {"save", "close"}) == gone)
        self._words.setText(said)
        self._words.setAccessibleName(said)
        self.setVisible(bool(said))
        if said:
            QAccessible.updateAccessibility(QAccessibleEvent(self._words, QAccessible.Event.Alert))
