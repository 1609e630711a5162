"""Histories for tests: a store with so many exchanges in it, and the page over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.history import History
from apiclient_gui.core.model import Exchange
from apiclient_gui.core.program import Program
from apiclient_gui.core.redact import Redactor
from tests import factories

CLOCK = Finding(
    id="clock",
    severity="error",
    confidence="certain",
    title="The clock is wrong",
    actions=(Action("send_with_clock", "Correct it", {"offset": "60"}),),
)


def numbered(number: int, *, status: int = 200) -> Exchange:
    """Return an exchange whose path is its number; one that was refused has a cause."""
    request = factories.request(f"https://api.example.com/{number}")
    request = msgspec.structs.replace(request, name=f"Number {number}")
    sent = datetime.now(UTC) - timedelta(seconds=1)
    answer = factories.response(status, "Word", content=b'{"n":1}')
    found = (CLOCK,) if status >= 400 else ()
    return replace(factories.exchange(request, answer=answer, findings=found), sent_at=sent)


def fill(history: History, count: int, start: int = 0) -> None:
    """Record so many numbered exchanges, and wait until they are kept."""
    for number in range(start, start + count):
        history.record(numbered(number))
    assert history.flush(60)


@contextmanager
def history(folder: Path, count: int = 0) -> Iterator[History]:
    """Give a store with so many numbered exchanges."""
    made = History(folder / "history", Redactor())
    fill(made, count)
    yield made
    made.close()


@contextmanager
def program(data: Path, count: int = 0) -> Iterator[Program]:
    """Give a program whose history has so many numbered exchanges."""
    made = Program(data, environ={})
    fill(made.history, count)
    yield made
    made.close()
