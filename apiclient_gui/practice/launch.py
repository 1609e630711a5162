"""Starts the practice gateway as a child process, follows what it judges, and ends it: it cannot stall the window."""

from __future__ import annotations

import collections
import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Final

import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.practice import state
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.judgement import Judgement
from apiclient_gui.practice.state import ALREADY_RUNNING

PATIENCE: Final = 20.0  # seconds until the first line; an import from a cold disk takes a few
_GRACE: Final = 3.0
_TAIL: Final = 20
_WITHOUT_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only


class _Failure(msgspec.Struct, frozen=True):
    error: Finding


class Child:
    """A practice gateway to send to. Without a process it is one that somebody else started: `stop` leaves it."""

    def __init__(self, description: Description, process: _Process | None) -> None:
        self.description = description
        self._process = process

    @property
    def owned(self) -> bool:
        """Whether this program started it, and hears what it judges."""
        return self._process is not None

    @property
    def running(self) -> bool:
        """Whether its process lives; True for one that is not ours, of which nothing is known."""
        return self._process is None or self._process.running

    @property
    def loss(self) -> Finding | None:
        """What is said when its process ended by itself or was killed; None while it lives and after `stop`."""
        return self._process.loss if self._process else None

    def stop(self) -> None:
        """End it if it is ours, within a few seconds. A second call does nothing."""
        if self._process:
            self._process.end()


def launch(
    folder: Path,
    *,
    judged: Callable[[Judgement], None],
    ended: Callable[[], None] = lambda: None,
    fresh: bool = False,
    port: int | None = None,
    command: Sequence[str] | None = None,
    patience: float = PATIENCE,
) -> Child:
    """Start the practice gateway of a folder in a process of its own and return it once it serves.

    `folder` is `<data folder>/practice`, as `apiclient practice` has it. `judged` is called on a thread of this module
    for each request judged, `ended` once when the process ends unasked: `Child.loss` says it. `command` replaces `apiclient practice`; it gets `--fresh` and `--port` as well. If one
    runs on that folder already, that one is returned, not owned. Raises Problem("storage") when the child ends, says
    something else, or nothing within `patience` seconds.
    """
    whole = [*(command or _command(folder)), *(["--fresh"] if fresh else [])]
    if port is not None:
        whole += ["--port", str(port)]
    until = time.monotonic() + patience
    while True:
        process = _Process(whole, judged)
        described = _first_line(process, until)
        if isinstance(described, Description):
            process.attend(ended)
            return Child(described, process)
        process.end()
        if described.id != ALREADY_RUNNING:
            raise Problem("storage", described)
        if running := state.announced(folder):
            return Child(running, None)
        # It is just starting, or just ending: then the next try succeeds.
        if time.monotonic() >= until:
            raise Problem("storage", described)


def _command(folder: Path) -> list[str]:
    cli = [sys.executable, "-m", "apiclient_gui.cli", "--data-dir", str(folder.parent)]
    # --until-eof: its standard input closes with this process, however that ends, so no orphan is left.
    return [*cli, "practice", "--json", "--until-eof"]


class _Process:
    """The child, with one thread for what it prints and one for what it complains of."""

    def __init__(self, command: Sequence[str], judged: Callable[[Judgement], None]) -> None:
        self.first: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.complaints: collections.deque[bytes] = collections.deque(maxlen=_TAIL)
        self.loss: Finding | None = None
        self._judged = judged
        self._asked = False  # to end
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own program, no shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                creationflags=_WITHOUT_WINDOW,
            )
        except (OSError, ValueError) as error:
            raise Problem("storage", _failed("could not be started", str(error))) from error
        stdin, stdout, stderr = self._process.stdin, self._process.stdout, self._process.stderr
        assert stdin is not None
        assert stdout is not None
        assert stderr is not None
        self._pipes: tuple[IO[bytes], ...] = (stdin, stdout, stderr)
        self._threads = tuple(
            threading.Thread(target=work, args=(pipe,), name="practice", daemon=True)
            for work, pipe in ((self._follow, stdout), (self._collect, stderr))
        )
        for thread in self._threads:
            thread.start()

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """Close the child's input, which ends it; kill it when it does not heed."""
        self._asked = True
        with contextlib.suppress(OSError):
            self._pipes[0].close()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            # Whoever stops from within `judged` is that thread; a grandchild may hold a pipe open.
            if thread is not threading.current_thread():
                thread.join(_GRACE)
            if thread.is_alive():
                return
        for pipe in self._pipes:
            pipe.close()

    def attend(self, ended: Callable[[], None]) -> None:
        """Have `ended` called when it ends without having been asked to."""
        threading.Thread(target=self._await, args=(ended,), name="practice", daemon=True).start()

    def _await(self, ended: Callable[[], None]) -> None:
        self._threads[0].join()  # what it prints comes to an end with it
        if not self._asked:
            self.loss = _lost(self.last_words())
            ended()

    def last_words(self) -> str:
        """Return the end of what it printed to standard error, once it has ended."""
        self._threads[1].join(_GRACE)
        return b"".join(self.complaints).decode("utf-8", "replace").strip()

    def _follow(self, pipe: IO[bytes]) -> None:
        self.first.put(pipe.readline())
        for line in pipe:
            # A line of a later program may hold words that this one does not know.
            with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
                self._judged(msgspec.json.decode(line, type=Judgement))

    def _collect(self, pipe: IO[bytes]) -> None:
        self.complaints.extend(pipe)


def _first_line(process: _Process, until: float) -> Description | Finding:
    try:
        line = process.first.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        process.end()
        return _failed("said nothing in time", process.last_words())
    with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
        return msgspec.json.decode(line, type=Description)
    with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
        return msgspec.json.decode(line, type=_Failure).error
    process.end()
    what = "said something else than expected" if line else "ended before it served"
    words = "\n".join(filter(None, [line.decode("utf-8", "replace").strip(), process.last_words()]))
    return _failed(what, words)


def _failed(what: str, words: str) -> Finding:
    return Finding(
        id="practice_failed",
        severity="error",
        title="The practice gateway did not start",
        detail=f"Its process {what}.",
        evidence=_said(words),
        remedy="Try again; `apiclient practice` in a terminal shows more.",
    )


def _lost(words: str) -> Finding:
    return Finding(
        id="practice_ended",
        severity="error",
        title="The practice gateway has ended",
        detail="Its process ended by itself or was killed, so requests to it get no answer.",
        evidence=_said(words),
        remedy="Start it again on the page Practice; keys, ids and, if it is still free, the port stay the same.",
    )


def _said(words: str) -> tuple[Evidence, ...]:
    # The end of a complaint says the most.
    said = "\n".join(files.printable(one) for one in words.splitlines()[-_TAIL:])
    return (Evidence("It said", said),) if said else ()
