"""A row of the history in words: when, what, as whom, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from apiclient_gui.core.history import Row, Size
from apiclient_gui.core.spans import in_words
from apiclient_gui.ui.widgets.pill import PillTone, status_tone
from apiclient_gui.ui.widgets.result import exchange_texts

COLUMNS: Final = (
    "Time",
    "Status",
    "Method",
    "URL",
    "Cause",
    "Identity",
    "Environment",
    "Duration",
    "Size",
)
TIME, STATUS, METHOD, URL, CAUSE, IDENTITY, ENVIRONMENT, DURATION, SIZE = range(len(COLUMNS))


def cell(row: Row, column: int) -> str:
    """Return what stands in a column; empty where there is nothing to say."""
    return _CELLS[column](row)


def tip(row: Row, column: int) -> str:
    """Return what a column says when the mouse rests on it."""
    if column == TIME:
        at = row.sent_at.astimezone()
        return f"{at:%Y-%m-%d %H:%M:%S %Z}, {ago(row.sent_at)}"
    if column == SIZE and row.size is not None:
        return f"{row.size:,} bytes of body"
    return cell(row, column)


def moment(at: datetime) -> str:
    """Return a time of this computer's zone: `09:41:22` of today, `2026-11-20 09:41` of another day."""
    local = at.astimezone()
    today = local.date() == datetime.now().astimezone().date()
    return f"{local:%H:%M:%S}" if today else f"{local:%Y-%m-%d %H:%M}"


def ago(at: datetime) -> str:
    """Return how long ago that was: `6 min 12 s ago`."""
    gone = (datetime.now().astimezone() - at).total_seconds()
    return f"{in_words(gone)} ago" if gone >= 1 else "just now"


def status(row: Row) -> tuple[str, PillTone]:
    """Return what came back, and its tone: `403 Forbidden`, `No response`, `Cancelled`."""
    if row.status is not None:
        return f"{row.status} {row.reason}".rstrip(), status_tone(row.status)
    return ("Cancelled", "plain") if row.failure == "cancelled" else ("No response", "bad")


def counted(number: int) -> str:
    """Return `1 exchange`, `1,204 exchanges`."""
    return f"{number:,} exchange{'' if number == 1 else 's'}"


def stock(size: Size) -> str:
    """Return how much is kept: `1,204 exchanges · 38.0 MB`."""
    return f"{counted(size.entries)} · {amount(size.bytes)}"


def amount(size: int) -> str:
    """Return a number of bytes with as few figures as do: `320 KB`, `38 MB`, `2.5 GB`."""
    if size < 1024:
        return exchange_texts.size(size)
    unit, value = "KB", size / 1024
    for larger in ("MB", "GB"):
        if value >= 1024:
            unit, value = larger, value / 1024
    return f"{value:,.0f} {unit}" if value >= 10 or value == int(value) else f"{value:.1f} {unit}"


def limits(keep: int, bytes_kept: int) -> str:
    """Return how much is kept at most."""
    return f"the newest {keep:,} are kept, up to {amount(bytes_kept)}"


_CELLS: Final[tuple[Callable[[Row], str], ...]] = (
    lambda row: moment(row.sent_at),
    lambda row: status(row)[0],
    lambda row: row.method,
    lambda row: row.url,
    lambda row: row.cause.title if row.cause else "",
    lambda row: row.identity,
    lambda row: row.environment,
    lambda row: exchange_texts.span(row.seconds),
    lambda row: "—" if row.size is None else exchange_texts.size(row.size),
)
