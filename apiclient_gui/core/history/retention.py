"""Keeping within the limits: the oldest exchanges go, in small steps, their files with them; orphaned files are swept."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import Final

_MOST: Final = 200  # rows removed in one transaction: some 5 ms
_DAY: Final = 86_400.0  # seconds
_SLACK: Final = 1.01  # so that it is not done at every append


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept: exchanges, and bytes of records and bodies. The newest exchange always is."""

    entries: int
    bytes: int


def is_due(connection: sqlite3.Connection, limits: Limits) -> bool:
    """Say whether `step` has something to do: a limit is passed by a hundredth, or orphans were not looked for since a day."""
    entries, size, swept_at = _totals(connection)
    too_many = entries > limits.entries * _SLACK and entries > 1
    too_much = size > limits.bytes * _SLACK and entries > 1
    return too_many or too_much or _is_long_ago(swept_at)


def step(
    connection: sqlite3.Connection, limits: Limits
) -> tuple[tuple[str, ...], frozenset[str] | None]:
    """Remove the oldest exchanges beyond the limits, at most 200, and return the names of their body files.

    When orphans have to be looked for: the names of all body files that are left, too. Within a transaction; the files
    are deleted after it, so that a kill in between leaves a file without a record and not the reverse.
    """
    entries, size, swept_at = _totals(connection)
    surplus, too_much = entries - limits.entries, size - limits.bytes
    last = 0
    oldest = connection.execute(
        "SELECT id, bytes FROM entry ORDER BY id LIMIT ?", (min(_MOST, entries - 1),)
    )
    for id_, bytes_ in oldest if entries > 1 else ():
        if surplus <= 0 and too_much <= 0:
            break
        last, surplus, too_much = id_, surplus - 1, too_much - bytes_
    named = connection.execute(
        "SELECT file FROM kept WHERE id <= ? AND file IS NOT NULL", (last,)
    ).fetchall()
    connection.execute("DELETE FROM entry WHERE id <= ?", (last,))
    known = None
    if _is_long_ago(swept_at):
        connection.execute("UPDATE totals SET swept_at = ?", (int(time.time()),))
        kept = connection.execute("SELECT file FROM kept WHERE file IS NOT NULL")
        known = frozenset(name for (name,) in kept)
    return tuple(name for (name,) in named), known


def _totals(connection: sqlite3.Connection) -> tuple[int, int, int]:
    entries, size, swept_at = connection.execute(
        "SELECT entries, bytes, swept_at FROM totals"
    ).fetchone()
    return int(entries), int(size), int(swept_at)


def _is_long_ago(moment: int) -> bool:
    return not 0 <= time.time() - moment < _DAY  # a clock that was set back counts, too
