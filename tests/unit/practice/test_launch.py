from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.practice.launch import Child, launch
from apiclient_gui.practice.server import Judgement, serve

# What `apiclient practice --json --until-eof` does, without the command line around it.
SCRIPT = """
import sys
from pathlib import Path
import msgspec
from apiclient_gui.core.finding import Problem
from apiclient_gui.practice.server import serve

def say(value):
    print(msgspec.json.encode(value).decode(), flush=True)

port = int(sys.argv[sys.argv.index("--port") + 1]) if "--port" in sys.argv else None
try:
    with serve(Path(sys.argv[1]), port=port, fresh="--fresh" in sys.argv, judged=say, introduced=say):
        sys.stdin.read()
except Problem as problem:
    say({"error": problem.finding})
    sys.exit(9)
"""


class Log:
    """Judgements as they come in, and a way to wait for the next."""

    def __init__(self) -> None:
        self.judgements: list[Judgement] = []
        self._came = threading.Semaphore(0)

    def __call__(self, judgement: Judgement) -> None:
        self.judgements.append(judgement)
        self._came.release()

    def next(self) -> Judgement:
        assert self._came.acquire(timeout=20)
        return self.judgements[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "practice"


def start(folder: Path, log: Log | None = None, **how: bool | int) -> Child:
    command = [sys.executable, "-c", SCRIPT, str(folder)]
    return launch(folder, judged=log or Log(), command=command, **how)  # type: ignore[arg-type]  # fresh and port as given


def ask(child: Child) -> bytes:
    port = int(child.description.base_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"GET /x?secret HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        return line.makefile("rb").read()


def test_it_serves_tells_what_it_judges_and_ends(folder: Path) -> None:
    log = Log()
    child = start(folder, log)
    try:
        assert child.owned
        assert child.running
        assert b"Missing Authentication Token" in ask(child)
        judgement = log.next()
        assert (judgement.reason, judgement.path, judgement.status) == ("no_such_method", "/x", 403)
        assert judgement.time.tzinfo
    finally:
        child.stop()
    child.stop()
    assert not child.running
    assert not (folder / "running.json").exists()
    with pytest.raises(ConnectionRefusedError):
        ask(child)


def test_options_go_through(folder: Path) -> None:
    first = start(folder)
    first.stop()
    port = int(first.description.base_url.rpartition(":")[2])
    second = start(folder, fresh=True, port=port)
    second.stop()
    assert second.description.base_url == first.description.base_url
    assert second.description.account != first.description.account


def test_one_that_runs_already_is_used_and_left(folder: Path) -> None:
    with serve(folder, port=None, fresh=False, judged=lambda _: None) as practice:
        child = start(folder)
        assert not child.owned
        assert child.running
        assert child.description == practice.description
        child.stop()
        assert b"403" in ask(child)


def test_one_that_holds_the_folder_and_says_nothing_is_told(folder: Path) -> None:
    with serve(folder, port=None, fresh=False, judged=lambda _: None):
        (folder / "running.json").unlink()
        with pytest.raises(Problem) as caught:
            launch(
                folder,
                judged=Log(),
                command=[sys.executable, "-c", SCRIPT, str(folder)],
                patience=0.5,
            )
    assert caught.value.trouble == "storage"
    assert caught.value.finding.id in {"practice_already_running", "practice_failed"}


def test_a_finding_of_the_child_is_handed_on(folder: Path) -> None:
    folder.mkdir()
    (folder / "state.json").write_text("{")
    with pytest.raises(Problem) as caught:
        start(folder)
    assert caught.value.finding.id == "practice_state_damaged"


@pytest.mark.parametrize(
    ("script", "what", "said"),
    [
        ("import sys; sys.exit('no such\\x1b module')", "ended before it served", "no such\\x1b module"),
        ("print('Welcome!')", "said something else", "Welcome!"),
        ("print('{}')", "said something else", "{}"),
        ("import sys; sys.stdout.buffer.write(b'\\xff' * 100000)", "said something else", "\N{REPLACEMENT CHARACTER}"),
        ("1/0", "ended before it served", "ZeroDivisionError"),
        ("import sys; sys.stdin.read()", "said nothing in time", ""),
    ],
)  # fmt: skip
def test_a_child_that_says_something_else_is_told(
    folder: Path, script: str, what: str, said: str
) -> None:
    patience = 0.2 if "nothing" in what else 20.0
    with pytest.raises(Problem) as caught:
        launch(folder, judged=Log(), command=[sys.executable, "-c", script], patience=patience)
    finding = caught.value.finding
    assert (caught.value.trouble, finding.id) == ("storage", "practice_failed")
    assert what in finding.detail
    shown = finding.evidence[0].value if finding.evidence else ""
    assert len(shown) < 30_000
    assert said in shown


def test_a_program_that_there_is_not(folder: Path) -> None:
    with pytest.raises(Problem) as caught:
        launch(folder, judged=Log(), command=[str(folder / "none")])
    assert caught.value.finding.id == "practice_failed"


def test_lines_that_are_no_judgement_are_passed_over(folder: Path) -> None:
    first = start(folder)
    first.stop()
    log = Log()
    script = (
        "import sys; print(sys.argv[1]); print('rubbish'); print('{\"time\": 1}')\n"
        "print(sys.argv[2], flush=True); sys.stdin.read()"
    )
    line = (
        b'{"time":"2026-10-01T00:00:00Z","method":"GET","path":"/","api_id":"","verdict":"allowed",'
        b'"reason":"allowed","status":200,"detail":"","more":1}'
    )
    command = [
        sys.executable,
        "-c",
        script,
        msgspec.json.encode(first.description).decode(),
        line.decode(),
    ]
    child = launch(folder, judged=log, command=command)
    try:
        assert log.next().reason == "allowed"
        assert len(log.judgements) == 1
    finally:
        child.stop()


def test_a_child_that_is_killed_is_noticed(folder: Path) -> None:
    noticed = threading.Event()
    described = start(folder)
    described.stop()
    script = (
        # Its words before its first line: once that is read, it is killed.
        "import os, sys; print('no more \\x1b memory', file=sys.stderr, flush=True)\n"
        "print(sys.argv[1], flush=True); sys.stdin.read(1); os._exit(3)"
    )
    line = msgspec.json.encode(described.description).decode()
    child = launch(
        folder,
        judged=Log(),
        ended=noticed.set,
        command=[sys.executable, "-c", script, line],
    )
    assert child.loss is None
    assert child._process is not None
    child._process._process.kill()
    assert noticed.wait(20)
    assert child.loss is not None
    assert child.loss.id == "practice_ended"
    assert child.loss.evidence[0].value == "no more \\x1b memory"
    child.stop()


def test_one_that_is_asked_to_end_is_no_loss(folder: Path) -> None:
    ends: list[None] = []
    command = [sys.executable, "-c", SCRIPT, str(folder)]
    others = set(threading.enumerate())  # the gateway of this session's other tests is one of them
    child = launch(folder, judged=Log(), ended=lambda: ends.append(None), command=command)
    its = set(threading.enumerate()) - others
    child.stop()
    for one in its:
        one.join(20)
    assert (child.loss, ends) == (None, [])


def test_a_child_that_does_not_heed_is_killed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apiclient_gui.practice.launch._GRACE", 0.2)
    first = start(folder)
    first.stop()
    script = "import sys, threading; print(sys.argv[1], flush=True); threading.Event().wait()"
    described = msgspec.json.encode(first.description).decode()
    child = launch(folder, judged=Log(), command=[sys.executable, "-c", script, described])
    assert child.running
    child.stop()
    assert not child.running


def test_the_child_ends_when_its_owner_is_killed(folder: Path) -> None:
    owner = (
        "import sys, threading\nfrom pathlib import Path\n"
        "from apiclient_gui.practice.launch import launch\n"
        "child = launch(Path(sys.argv[1]), judged=lambda _: None, command=sys.argv[2:])\n"
        "print(child.description.base_url, flush=True)\nthreading.Event().wait()"
    )
    command = [sys.executable, "-c", SCRIPT, str(folder)]
    with subprocess.Popen(
        [sys.executable, "-c", owner, str(folder), *command], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        port = int(process.stdout.readline().rpartition(b":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            process.kill()
            # The gateway ends its connections when it ends: an end or a reset, but no time-out.
            with contextlib.suppress(ConnectionResetError):
                assert line.recv(1) == b""
