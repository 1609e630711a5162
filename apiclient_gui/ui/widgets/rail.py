"""The rail: the pages of the window, icon over label, one of them chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.ui import icons, theme

_WIDTH = 75  # 76 with the line at its right
_ICON = QSize(22, 22)


class Rail(QFrame):
    """A column of exclusive buttons. `chosen` carries the key of the page; Ctrl+1, Ctrl+2 ... choose in order.

    `pressed` follows it when the person chose, who goes on in the page then.
    """

    chosen = Signal(str)
    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "rail")
        self.setAccessibleName("Pages")
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.S, theme.M, theme.S, theme.M)
        self._column.setSpacing(6)
        self._column.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def add_page(self, key: str, icon: str, name: str) -> None:
        """Add a page at the lower end; the first one added is chosen."""
        number = len(self._buttons) + 1
        button = QToolButton(self)
        button.setProperty("kind", "rail")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIcon(icons.icon(icon, "muted", "accent"))
        button.setIconSize(_ICON)
        button.setText(name)
        button.setFont(theme.font(theme.NOTE - 1))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # Room for the bold word of a chosen page, so that nothing moves and nothing is cut.
        bold = QFontMetrics(theme.font(theme.NOTE - 1, bold=True))
        room = bold.horizontalAdvance(name) + 2 * theme.XS
        button.setMinimumSize(max(_WIDTH - 2 * theme.S, room), 54)
        keys = QKeySequence(f"Ctrl+{number}")
        button.setShortcut(keys)
        button.setToolTip(f"{name} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})")
        button.clicked.connect(lambda: self.chosen.emit(key))
        button.clicked.connect(lambda: self.pressed.emit(key))
        self._group.addButton(button)
        self._buttons[key] = button
        self._column.insertWidget(self._column.count() - 1, button)
        if number == 1:
            button.setChecked(True)

    def choose(self, key: str) -> None:
        """Choose a page as if it had been clicked; KeyError for one that was never added."""
        self._buttons[key].setChecked(True)
        self.chosen.emit(key)

    @property
    def current(self) -> str:
        """The key of the chosen page; empty without pages."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")
