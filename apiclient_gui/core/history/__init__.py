"""Every exchange, kept in SQLite: masked, searched, shown again, compared, limited and cleared."""

from __future__ import annotations

from apiclient_gui.core.history.heads import Comparison, Pair, compare
from apiclient_gui.core.history.store import BYTES_KEPT, KEEP, History
from apiclient_gui.core.history.values import (
    BodyNote,
    Cause,
    Choices,
    FileNote,
    Kept,
    Page,
    Query,
    Row,
    Size,
)

__all__ = [
    "BYTES_KEPT",
    "KEEP",
    "BodyNote",
    "Cause",
    "Choices",
    "Comparison",
    "FileNote",
    "History",
    "Kept",
    "Page",
    "Pair",
    "Query",
    "Row",
    "Size",
    "compare",
]
