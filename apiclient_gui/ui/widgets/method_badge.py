"""The HTTP method as a small coloured word, alike in lists, tables and labels."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Tone

_TONES: Final[dict[str, Tone]] = {
    "GET": "ok",
    "HEAD": "ok",
    "OPTIONS": "muted",
    "POST": "warn",
    "PUT": "accent",
    "PATCH": "accent",
    "DELETE": "bad",
}
_MOST = 6  # longer ones are cut, so that the names behind them stay in line


def method_tone(method: str) -> Tone:
    """Return the tone of a method; `text` for one that is not in RFC 9110 or RFC 5789."""
    return _TONES.get(method.upper(), "text")


def short(method: str) -> str:
    """Return the method as it is shown in a list: DELETE and OPTIONS become DEL and OPT."""
    known = {"DELETE": "DEL", "OPTIONS": "OPT"}
    return known.get(method.upper(), method.upper()[:_MOST])


def badge_width() -> int:
    """Return the room in px that a badge takes in a list."""
    return QFontMetrics(theme.mono(theme.NOTE - 1)).horizontalAdvance("PATCH") + theme.M


def paint_badge(painter: QPainter, room: QRect, method: str) -> None:
    """Paint the method at the left of `room`, centred in its height: for delegates."""
    painter.save()
    painter.setFont(theme.mono(theme.NOTE - 1))
    painter.setPen(theme.colour(method_tone(method)))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, flags, short(method))
    painter.restore()


class MethodBadge(QLabel):
    """The method as a label."""

    def __init__(self, method: str = "GET", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.mono(theme.NOTE, bold=True))
        self.show_method(method)

    def show_method(self, method: str) -> None:
        """Change the method."""
        self.setText(method.upper())
        theme.mark(self, tone=method_tone(method))
