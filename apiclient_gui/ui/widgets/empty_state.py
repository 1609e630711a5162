"""What an empty page says: what belongs here, and the buttons that bring it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button

_WIDTH = 420


class EmptyState(QWidget):
    """Icon, title, a sentence, and buttons as (key, text); the first is the main one. `chosen` carries the key."""

    chosen = Signal(str)

    def __init__(
        self,
        icon: str,
        title: str,
        words: str,
        buttons: tuple[tuple[str, str], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XXL, theme.XXL, theme.XXL, theme.XXL)
        column.setSpacing(theme.S)
        column.addStretch(2)
        column.addWidget(_Picture(icon, self), alignment=Qt.AlignmentFlag.AlignHCenter)
        self._title = label.heading(title, theme.TITLE)
        self._words = label.text(words, "muted")
        for line in (self._title, self._words):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            line.setWordWrap(True)
            line.setMaximumWidth(_WIDTH)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(line, 100)
            row.addStretch(1)
            column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addStretch()
        for number, (key, text) in enumerate(buttons):
            made = button(text, "plain" if number else "primary")
            made.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            row.addWidget(made)
        row.addStretch()
        column.addSpacing(theme.S)
        column.addLayout(row)
        column.addStretch(3)

    def say(self, title: str, words: str) -> None:
        """Change title and sentence."""
        self._title.setText(title)
        self._words.setText(words)


class _Picture(QWidget):
    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFixedSize(QSize(64, 64))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawEllipse(self.rect())
        size = QSize(28, 28)
        picture = icons.pixmap(self._icon, "accent", size, self.devicePixelRatio())
        painter.drawPixmap(18, 18, picture)
