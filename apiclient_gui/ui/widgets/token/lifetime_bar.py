"""A token's life as a line: issued, now, expires, and when it was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from apiclient_gui.core.tokens import Lifetime
from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Tone
from apiclient_gui.ui.widgets.token.token_words import spoken

_START: Final = 0.10  # of the width: what lies before the token was issued
_END: Final = 0.78
_BAR: Final = 10
_LABEL: Final = 110


class LifetimeBar(QWidget):
    """Takes no room for a token that tells no end. Above the line issued and expires, below it now and sent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._life = Lifetime()
        self._now: datetime | None = None
        self._sent: datetime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_life(self, life: Lifetime, now: datetime, sent: datetime | None = None) -> None:
        """Draw another lifetime; `sent` is when the token went out, None when it did not."""
        self._life, self._now, self._sent = life, now, sent
        self.setAccessibleName(f"Lifetime: {spoken(life, now)}")
        self.setToolTip(spoken(life, now).replace(", ", "\n"))
        self.setVisible(life.expires_at is not None)
        self.update()

    def sizeHint(self) -> QSize:
        line = QFontMetrics(theme.font(theme.NOTE)).height()
        return QSize(240, 4 * line + _BAR + theme.M)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def place(self, when: datetime) -> float:
        """Return where a moment stands, 0 to 1: in scale from issued to expires, what lies beyond pressed together."""
        ends, begins = self._life.expires_at, _begins(self._life)
        assert ends is not None
        if begins is None or begins >= ends:
            return _START + (_END - _START) / 2 if when < ends else (_END + 1) / 2
        length = (ends - begins).total_seconds()
        at = (when - begins).total_seconds() / length
        if at < 0:
            return _START * (1 - min(1.0, -at))
        if at > 1:
            return _END + (0.97 - _END) * (1 - 1 / at)
        return _START + (_END - _START) * at

    def paintEvent(self, event: QPaintEvent) -> None:
        ends, now = self._life.expires_at, self._now
        if ends is None or now is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        line = QFontMetrics(theme.font(theme.NOTE)).height()
        bar = QRectF(0, 2 * line + theme.S - 2, self.width(), _BAR)
        begins = _begins(self._life)
        first = _START if begins is not None and begins < ends else 0.0
        over = now >= ends
        self._span(painter, bar, 0.0, 1.0, "border")
        self._span(painter, bar, first, _END, "bad_soft" if over else "accent_soft")
        if not over and (begins is None or now > begins):
            self._span(painter, bar, first, self.place(now), "accent")
        above, below = int(bar.top()) - 2 * line - 3, int(bar.bottom()) + 3
        if begins is not None and begins < ends:
            word = "begins" if begins == self._life.not_before != self._life.issued_at else "issued"
            self._mark(painter, bar, (_START, above), word, begins, "text")
        self._mark(painter, bar, (_END, above), "expires", ends, "bad" if over else "text")
        self._mark(painter, bar, (self.place(now), below), "now", now, "accent")
        if self._sent is not None:
            at = self.place(self._sent)
            apart = abs(at - self.place(now)) * self.width() > _LABEL
            self._mark(painter, bar, (at, below), "sent" if apart else "", self._sent, "muted")

    def _span(self, painter: QPainter, bar: QRectF, start: float, end: float, colour: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colour))
        left, width = start * bar.width(), (end - start) * bar.width()
        painter.drawRoundedRect(QRectF(left, bar.top(), width, bar.height()), 4, 4)

    def _mark(
        self,
        painter: QPainter,
        bar: QRectF,
        place: tuple[float, int],
        name: str,
        when: datetime,
        tone: Tone,
    ) -> None:
        x = int(place[0] * bar.width())
        painter.fillRect(QRectF(x - 1, bar.top() - 3, 2, bar.height() + 6), theme.colour(tone))
        if not name:
            return
        line = QFontMetrics(theme.font(theme.NOTE)).height()
        left = min(max(0, x - _LABEL // 2), self.width() - _LABEL)
        room = QRect(left, place[1], _LABEL, line)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour(tone))
        painter.setFont(theme.font(theme.NOTE, bold=True))
        painter.drawText(room, middle, name)
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.font(theme.NOTE))
        painter.drawText(room.translated(0, line), middle, self._clock(when))

    def _clock(self, when: datetime) -> str:
        assert self._now is not None
        try:
            local, today = when.astimezone(), self._now.astimezone().date()
        except (OverflowError, ValueError, OSError):
            return f"{when:%Y-%m-%d}"  # at the edge of the calendar no zone can be added
        if local.date() == today:
            return f"{local:%H:%M:%S}"
        return f"{local:%Y-%m-%d %H:%M}" if local.year >= 1000 else str(local.date())


def _begins(life: Lifetime) -> datetime | None:
    """Return when it begins to hold: the later of both times, as far as it tells them."""
    return max(filter(None, (life.not_before, life.issued_at)), default=None)
