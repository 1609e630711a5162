"""The history: search and the first page over 100,000 exchanges."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from apiclient_gui.core.history import History, Query
from apiclient_gui.core.redact import Redactor
from tests import factories
from tests.bench.rig import Line

COUNT = 100_000


def measure() -> Iterator[Line]:
    """Yield the lines about the history."""
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder), Redactor(), keep=COUNT + 1)
        began = time.perf_counter()
        fill(history)
        history.flush()
        spent = (time.perf_counter() - began) / COUNT
        yield Line("history: time to keep one exchange, of 100,000", spent * 1000, "ms")
        for name, query in (
            ("first page", Query()),
            ("search that finds few", Query(text="pets/99999")),
            ("search that finds none", Query(text="nowhere-to-be-found")),
            ("filter by status and words", Query(text="get pets", statuses=(4,))),
        ):
            times = []
            for _ in range(5):
                began = time.perf_counter()
                history.page(query)
                times.append(time.perf_counter() - began)
            yield Line(f"history: {name}, 100,000 exchanges", statistics.median(times) * 1000, "ms")
        history.close()


def fill(history: History) -> None:
    """Keep so many exchanges."""
    for number in range(COUNT):
        request = factories.request(f"https://h.example/prod/pets/{number}")
        answer = factories.response(200 if number % 3 else 403, content=b'{"message": "ok"}')
        exchange = factories.exchange(request, answer=answer)
        history.record(replace(exchange, sent_at=factories.NOW + timedelta(seconds=number)))
        if number % 1000 == 999:
            history.flush()
