"""Finding exchanges: a query as SQL, and a page of what it finds.

The words are searched from front to back with `instr`: 100,000 exchanges take some 30 ms, and an index of all their
triples of letters would cost every append more than the whole append costs now.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from apiclient_gui.core.history.values import Choices, Page, Query, Row

LONGEST_PAGE: Final = 1000  # rows
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DECODER: Final = msgspec.json.Decoder(Row)


def micros(moment: datetime) -> int:
    """Return an aware time in whole microseconds since 1970: exact, and in order."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def page(connection: sqlite3.Connection, query: Query, before: int | None, limit: int) -> Page:
    """Return the newest rows that the query finds, of those with an id below `before`."""
    limit = max(1, min(limit, LONGEST_PAGE))
    condition, values = _condition(query)
    older = f"{condition} AND id < ?" if before is not None else condition
    ids = [
        found[0]
        for found in connection.execute(
            f"SELECT id FROM entry WHERE {older} ORDER BY id DESC LIMIT ?",  # noqa: S608  # conditions of ours, values apart
            (*values, *(() if before is None else (before,)), limit + 1),
        )
    ]
    more = len(ids) > limit
    counted = len(ids) if before is None and not more else _count(connection, condition, values)
    return Page(tuple(_rows(connection, ids[:limit])), more, counted)


def choices(connection: sqlite3.Connection) -> Choices:
    """Return the values that occur and can be filtered for."""
    found = connection.execute("SELECT DISTINCT method, identity, environment FROM entry")
    columns = [sorted(set(column) - {""}) for column in zip(*found, strict=True)] or [[], [], []]
    return Choices(*map(tuple, columns))


def _count(connection: sqlite3.Connection, condition: str, values: tuple[object, ...]) -> int:
    if not values and condition == "1":
        return int(connection.execute("SELECT entries FROM totals").fetchone()[0])
    sql = f"SELECT count(*) FROM entry WHERE {condition}"  # noqa: S608  # conditions of ours, values apart
    return int(connection.execute(sql, values).fetchone()[0])


def _rows(connection: sqlite3.Connection, ids: list[int]) -> list[Row]:
    marks = ",".join("?" * len(ids))
    found = connection.execute(
        f"SELECT id, row FROM kept WHERE id IN ({marks}) ORDER BY id DESC",  # noqa: S608  # question marks only
        ids,
    )
    return [msgspec.structs.replace(_DECODER.decode(row), id=id_) for id_, row in found]


def _condition(query: Query) -> tuple[str, tuple[object, ...]]:
    """Return the WHERE of a query and its values: the cheap tests first, the words last."""
    parts: list[str] = []
    values: list[object] = []
    for column, wanted in (
        ("method", query.methods),
        ("identity", query.identities),
        ("environment", query.environments),
    ):
        if wanted:
            parts.append(f"{column} IN ({','.join('?' * len(wanted))})")
            values += wanted
    if query.statuses:
        # A class is the range of its hundred; 0 stands for no response.
        spans = [
            (one * 100, one * 100 + 99) if 0 < one < 10 else (one, one) for one in query.statuses
        ]
        parts.append("(" + " OR ".join("status BETWEEN ? AND ?" for _ in spans) + ")")
        values += [bound for span in spans for bound in span]
    if query.failed:
        parts.append("(status = 0 OR status >= 400)")
    if query.since is not None:
        parts.append("sent_at >= ?")
        values.append(micros(query.since))
    if query.until is not None:
        parts.append("sent_at < ?")
        values.append(micros(query.until))
    for word in query.text.casefold().split():
        parts.append("instr(words, ?)")
        values.append(word.encode("utf-8", "replace"))
    return " AND ".join(parts) or "1", tuple(values)
