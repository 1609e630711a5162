"""Limits: the oldest go in small steps, the newest never, and orphans are looked for once a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from apiclient_gui.core.history import retention
from apiclient_gui.core.history.database import Database
from apiclient_gui.core.history.retention import Limits

PLENTY = 2**40


@pytest.fixture
def open_(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    database = Database(tmp_path / "history.sqlite", pytest.fail)
    yield database.run(lambda connection: connection)
    database.close()


def fill(connection: sqlite3.Connection, count: int, size: int = 10) -> None:
    for _ in range(count):
        id_ = connection.execute(
            "INSERT INTO entry (sent_at, status, method, identity, environment, bytes, words)"
            " VALUES (0, 200, 'GET', '', '', ?, x'00')",
            (size,),
        ).lastrowid
        connection.execute("INSERT INTO kept VALUES (?, x'', x'', NULL, ?)", (id_, f"file-{id_}"))


def left(connection: sqlite3.Connection) -> list[int]:
    ids = [id_ for (id_,) in connection.execute("SELECT id FROM entry ORDER BY id")]
    assert ids == [id_ for (id_,) in connection.execute("SELECT id FROM kept ORDER BY id")]
    totals = connection.execute("SELECT entries FROM totals").fetchone()
    assert totals == (len(ids),)
    return ids


def test_within_the_limits_nothing_is_due(open_: sqlite3.Connection) -> None:
    fill(open_, 101)
    assert not retention.is_due(open_, Limits(100, PLENTY)), "a hundredth more is not worth a step"
    assert not retention.is_due(open_, Limits(PLENTY, 1010))
    assert retention.is_due(open_, Limits(99, PLENTY))
    assert retention.is_due(open_, Limits(PLENTY, 999))


def test_the_oldest_go_with_their_files(open_: sqlite3.Connection) -> None:
    fill(open_, 5)
    assert retention.step(open_, Limits(3, PLENTY)) == (("file-1", "file-2"), None)
    assert left(open_) == [3, 4, 5]


def test_bytes_count_as_well(open_: sqlite3.Connection) -> None:
    fill(open_, 5, size=100)
    files, _ = retention.step(open_, Limits(PLENTY, 250))
    assert files == ("file-1", "file-2", "file-3")
    assert left(open_) == [4, 5]


def test_the_newest_stays_however_large_it_is(open_: sqlite3.Connection) -> None:
    fill(open_, 3, size=1000)
    retention.step(open_, Limits(0, 0))
    assert left(open_) == [3]
    assert not retention.is_due(open_, Limits(0, 0))
    assert retention.step(open_, Limits(0, 0)) == ((), None)


def test_a_step_is_small(open_: sqlite3.Connection) -> None:
    fill(open_, 500)
    files, _ = retention.step(open_, Limits(10, PLENTY))
    assert len(files) == 200
    assert left(open_)[0] == 201


@pytest.mark.parametrize("swept_at", [0, 2**40])
def test_orphans_are_looked_for_once_a_day_and_after_the_clock_was_set_back(
    open_: sqlite3.Connection, swept_at: int
) -> None:
    limits = Limits(10, PLENTY)
    fill(open_, 2)
    assert not retention.is_due(open_, limits), "not on the first day: a damaged one may be saved"
    open_.execute("UPDATE totals SET swept_at = ?", (swept_at,))
    assert retention.is_due(open_, limits)
    assert retention.step(open_, limits) == ((), frozenset({"file-1", "file-2"}))
    assert not retention.is_due(open_, limits)
