"""A long task under way: what is done, for how long, and the button that ends it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.label import ElideLabel

_FRAME_MS = 40
_ROUND_MS = 1400


class BusyBar(QWidget):
    """A thin moving line over a text and Cancel. It keeps its room while hidden, so nothing jumps.

    Without `cancel` the button is left out: where another one beside it does that.
    """

    cancelled = Signal()

    def __init__(self, *, cancel: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        room = self.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        room.setVerticalPolicy(QSizePolicy.Policy.Fixed)
        self.setSizePolicy(room)
        self._words = ElideLabel()
        self._seconds = label.text("", "muted", theme.NOTE, wrap=False)
        self._cancel = button("Cancel")
        self._cancel.clicked.connect(self.cancelled)
        self.setFocusProxy(self._cancel)
        self._strip = _Strip(self)
        self._since = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(_FRAME_MS)
        self._tick.timeout.connect(self._advance)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self._strip)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(self._words, 1)
        row.addWidget(self._seconds)
        row.addWidget(self._cancel)
        if not cancel:
            self._cancel.hide()
        column.addLayout(row)
        self.hide()

    def start(self, words: str) -> None:
        """Show the bar with what is being done."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self._since.start()
        self._advance()
        self._tick.start()
        self.show()

    def say(self, words: str) -> None:
        """Change the words ("Waiting for your keyring")."""
        self._words.setText(words)
        self.setAccessibleName(words)

    def stop(self) -> None:
        """Hide the bar."""
        self._tick.stop()
        self.hide()

    def _advance(self) -> None:
        gone = self._since.elapsed()
        # A figure from the first moment would flicker at every quick answer.
        self._seconds.setText(f"{gone // 1000} s" if gone >= 1000 else "")
        self._strip.move_to(gone % _ROUND_MS / _ROUND_MS)


class _Strip(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(3)
        self._at = 0.0

    def move_to(self, at: float) -> None:
        self._at = at
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawRoundedRect(self.rect(), 1.5, 1.5)
        part = self.width() * 0.3
        painter.setBrush(theme.colour("accent"))
        start = (self.width() + part) * self._at - part
        painter.drawRoundedRect(QRectF(start, 0, part, 3), 1.5, 1.5)
