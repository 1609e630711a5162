"""How long each phase of a send took, and how the clocks of both sides stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from apiclient_gui.core.model import Exchange
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.card import Card, line
from apiclient_gui.ui.widgets.result import exchange_texts
from apiclient_gui.ui.widgets.result.lifetime_words import ends_at


@dataclass(frozen=True, slots=True)
class Phase:
    """One row. `start` and `length` in seconds from the beginning; `length` None: it did not take place."""

    name: str
    length: float | None
    start: float = 0.0
    remark: str = ""


def phases(exchange: Exchange) -> tuple[Phase, ...]:
    """Return the phases in order, the whole at the end, each with why it is missing."""
    timings, rows, at = exchange.timings, list[Phase](), 0.0
    arrived = exchange.response is not None
    kept = arrived and timings.connect is None
    plain = exchange.prepared.scheme == "http"
    missing = "kept connection" if kept else "did not get that far"
    for name, length, why in (
        ("Name lookup (DNS)", timings.dns, missing if kept or not arrived else "not needed"),
        ("Connection (TCP)", timings.connect, missing),
        ("Encryption (TLS)", timings.tls, "not encrypted: http" if plain else missing),
        ("First byte", timings.first_byte, "did not get that far"),
        ("Download", timings.download, "no body" if arrived else "did not get that far"),
    ):
        rows.append(Phase(name, length, at, "" if length is not None else why))
        at += length or 0.0
    return (*rows, Phase("Total", timings.total))


class TimingView(QScrollArea):
    """Rows with bars, one under another as the phases followed each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Timing")

    def show_exchange(self, exchange: Exchange) -> None:
        """Show the times of another exchange."""
        page = QWidget()
        page.setProperty("kind", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, theme.S)
        column.setSpacing(theme.M)
        column.addWidget(_phases_card(phases(exchange)))
        column.addWidget(_clock_card(exchange))
        column.addStretch()
        self.setWidget(page)


def _phases_card(rows: tuple[Phase, ...]) -> Card:
    card = Card()
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.L)
    grid.setVerticalSpacing(theme.S)
    grid.setColumnStretch(1, 1)
    whole = rows[-1].length or sum(row.length or 0.0 for row in rows) or 1.0
    for number, row in enumerate(rows):
        last = row is rows[-1]
        at = number + last
        if last:
            grid.addWidget(line(), number, 0, 1, 3)
        name = label.heading(row.name) if last else label.text(row.name, "muted", wrap=False)
        grid.addWidget(name, at, 0)
        if row.remark:
            grid.addWidget(label.note(row.remark), at, 1)
        elif not last:
            grid.addWidget(_Bar(row.start / whole, (row.length or 0.0) / whole), at, 1)
        value = label.text(exchange_texts.span(row.length), wrap=False)
        value.setFont(theme.mono(bold=last))
        value.setAccessibleName(
            f"{row.name}: {exchange_texts.span(row.length)} {row.remark}".strip()
        )
        grid.addWidget(value, at, 2, Qt.AlignmentFlag.AlignRight)
    card.body.addLayout(grid)
    return card


def _clock_card(exchange: Exchange) -> Card:
    card = Card()
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.L)
    grid.setVerticalSpacing(theme.S)
    grid.setColumnStretch(1, 1)
    received = exchange.response.received_at if exchange.response else None
    signature = exchange.authorisation.signature
    end = ends_at(signature) if signature else None
    for number, (name, words) in enumerate(
        (
            ("Started", _moment(exchange.sent_at)),
            (
                "Signed for",
                _moment(signature.signed_at, exact=False) if signature else "not signed",
            ),
            *((("URL holds until", _moment(end, exact=False)),) if end else ()),
            ("Received", _moment(received) if received else "nothing came"),
            ("Server's clock", exchange_texts.clock_words(exchange.clock_offset)),
        )
    ):
        value = label.text(words)
        value.setAccessibleName(f"{name}: {words}")
        grid.addWidget(label.text(name, "muted", wrap=False), number, 0)
        grid.addWidget(value, number, 1)
    card.body.addLayout(grid)
    return card


def _moment(at: datetime, *, exact: bool = True) -> str:
    fraction = f".{at.microsecond // 1000:03}" if exact else ""
    return f"{at:%Y-%m-%d %H:%M:%S}{fraction} UTC"


class _Bar(QWidget):
    def __init__(self, start: float, length: float) -> None:
        super().__init__()
        self._start, self._length = min(start, 1.0), min(length, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(80, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = QRectF(self.rect()).adjusted(0, 4, 0, -4)
        painter.setBrush(theme.colour("border"))
        painter.drawRoundedRect(room, 4, 4)
        # A phase of microseconds took place, too: it gets a dot.
        width = max(room.width() * self._length, room.height())
        left = min(room.width() * self._start, room.width() - width)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(left, room.top(), width, room.height()), 4, 4)
