from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from apiclient_gui.core.history import findings
from apiclient_gui.core.history.values import BodyNote

PATH = Path("folder") / "history.sqlite"


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("words of SQLite")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), "disk_full"),
        (sqlite_error(sqlite3.SQLITE_BUSY), "history_busy"),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), "history_busy"),
        (sqlite_error(sqlite3.SQLITE_READONLY), "history_unwritable"),
        (sqlite3.ProgrammingError("no code at all"), "history_unwritable"),
        (OSError(errno.EACCES, "no"), "file_not_permitted"),
    ],
)
def test_what_the_disk_says_is_one_finding(error: sqlite3.Error | OSError, key: str) -> None:
    problem = findings.unwritable(error, PATH)
    assert (problem.trouble, problem.finding.id) == ("storage", key)
    assert problem.finding.remedy


@pytest.mark.parametrize("state", ["masked", "login", "gone", "unsaved"])
def test_a_body_that_is_not_there_as_it_came_is_told(state: str) -> None:
    note = BodyNote(size=7, state=state)  # type: ignore[arg-type]  # one of them
    told = findings.body(note)
    assert told is not None
    assert (told.id, told.evidence[0].value) == (f"body_{state}", "7 bytes")


def test_a_body_as_it_came_is_nothing_to_tell() -> None:
    assert findings.body(BodyNote(size=7)) is None


def test_the_words_of_an_unexpected_error_are_not_repeated() -> None:
    told = findings.unkept(ValueError("planted-secret")).finding
    assert "planted-secret" not in repr(told)
    assert "ValueError" in told.detail
