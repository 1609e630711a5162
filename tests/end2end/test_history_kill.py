"""A process that writes history is killed with SIGKILL: what it reported as saved is there, whole, and the store opens.

APICLIENT_KILLS says how often; 20 by default.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from apiclient_gui.core.history import History
from apiclient_gui.core.redact import Redactor

ROUNDS = int(os.environ.get("APICLIENT_KILLS", "20"))
PARALLEL = 10  # children one after the other share a store, so it also grows

# Bodies of three sizes: beside the row, in a file, in a larger one. The number in it tells whose it is.
CHILD = """
import sys
from dataclasses import replace
from pathlib import Path
from apiclient_gui.core.history import History
from apiclient_gui.core.redact import Redactor
from tests import factories

history = History(Path(sys.argv[1]), Redactor(), keep=100_000)
sizes = (10, 5_000, 60_000)
waiting = []
for number in range(100_000):
    body = f"{sys.argv[2]}:{number};".encode() * (sizes[number % 3] // 4)
    one = replace(factories.exchange(), response=factories.response(content=body))
    waiting.append((number, history.record(one)))
    if number % 7 == 6:  # several share a transaction
        history.flush()
        for number, saved in waiting:
            print(saved.result(), number, flush=True)
        waiting = []
"""


def written_by_killed_child(folder: Path, name: str, lines: int) -> dict[int, int]:
    """Run a child until it has reported so many records, kill it at once, and return all it reported: id -> number."""
    root = Path(__file__).resolve().parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), name],
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert child.stdout is not None
    heard = [child.stdout.readline() for _ in range(lines)]
    child.send_signal(signal.SIGKILL)
    heard += child.stdout.readlines()  # what it said before it was hit
    child.stdout.close()
    assert child.wait(30) == -signal.SIGKILL
    whole = [line.split() for line in heard if line.endswith(b"\n")]
    return {int(id_): int(number) for id_, number in whole}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.timeout(60 + 5 * ROUNDS)
def test_nothing_that_was_reported_as_saved_is_lost(tmp_path: Path) -> None:
    chance = random.Random()  # noqa: S311  # when to kill, no secret
    expected: dict[int, tuple[str, int]] = {}
    for round_ in range(ROUNDS):
        folder = tmp_path / str(round_ // PARALLEL)
        if round_ % PARALLEL == 0:
            expected = {}
        name = f"child-{round_}"
        reported = written_by_killed_child(folder, name, chance.randrange(1, 60))
        assert reported
        assert not expected.keys() & reported.keys(), "an id was given twice"
        expected |= {id_: (name, number) for id_, number in reported.items()}
        check(folder, expected)


def check(folder: Path, expected: dict[int, tuple[str, int]]) -> None:
    with sqlite3.connect(folder / "history.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    history = History(folder, Redactor())
    for id_, (name, number) in expected.items():
        response = history.show(id_).exchange.response
        assert response is not None
        length = (10, 5_000, 60_000)[number % 3] // 4
        assert response.body.content == f"{name}:{number};".encode() * length
    assert history.page(limit=1).total >= len(expected)
    assert history.findings() == ()
    history.close()
