"""A line at the lower edge that says what was done, with the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import button, icon_button
from apiclient_gui.ui.widgets.label import ElideLabel

_SHOWN_MS = 8000


class Toast(QFrame):
    """Floats over its parent. `undone` when the person takes it back; it stays while the mouse or the focus is on it."""

    undone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setProperty("card", "toast")
        self._words = ElideLabel()
        self._own: Callable[[], None] | None = None
        self._undo = button("Undo")
        self._undo.clicked.connect(self._take_back)
        close = icon_button("close", "Dismiss", tone="faint")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.L, theme.XS, theme.S, theme.XS)
        row.setSpacing(theme.S)
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self._leave)
        parent.installEventFilter(self)
        self.hide()

    def say(self, words: str, *, undo: bool = False) -> None:
        """Show a line, for eight seconds; `undo` adds the button."""
        self._words.setText(words)
        self._own = None
        self._undo.setVisible(undo)
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def offer(self, words: str, take_back: Callable[[], None]) -> None:
        """Show a line with the button, which does this instead of telling `undone`."""
        self.say(words, undo=True)
        self._own = take_back

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if watched is self._around and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:  # Qt's name
        super().enterEvent(event)
        self._timer.start()

    def _place(self) -> None:
        around = self._around.rect()
        width = min(self.sizeHint().width(), around.width() - 2 * theme.XXL)
        height = self.sizeHint().height()
        self.setGeometry(
            (around.width() - width) // 2, around.height() - height - theme.XXL, width, height
        )

    def _leave(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start()
            return
        self.hide()

    def _take_back(self) -> None:
        self.hide()
        if self._own is not None:
            self._own()
        else:
            self.undone.emit()
