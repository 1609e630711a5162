"""Work off the window's thread: the only place for threads in the window.

One daemon thread a task: QThreadPool and ThreadPoolExecutor delay the exit by the task's length, and a running QThread
aborts it (measured). A worker never holds a QObject, not even to emit a signal: one that is freed on another thread
while Qt uses it ends the program (seen: 2 of 8 starts, inside ~QObject). It puts its result into a mailbox instead;
and ui/garbage.py sees to it that no worker collects the window's garbage.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import queue
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QSocketNotifier
from shiboken6 import isValid

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Finding, Problem

T = TypeVar("T")

GIVEN_UP = "given_up"
"""The id of the finding of work that a person ended where it asked for something."""
log = logging.getLogger(__name__)


class Task:
    """One piece of work under way; `running` until it is done, has failed, or was cancelled."""

    def __init__(self, name: str, let_go: Callable[[Task], None]) -> None:
        self.name = name
        self.stop = Cancel()
        self.running = True
        self._let_go = let_go

    def cancel(self) -> None:
        """Ask the work to stop, and want nothing of it any more; a second call does nothing."""
        self.stop.request()
        self.end()

    def end(self) -> None:
        """Take it off the list of what runs; a second call does nothing."""
        if self.running:
            self.running = False
            self._let_go(self)


class Tasks(QObject):
    """The tasks of one owner. When the owner goes, they are asked to stop and their results are dropped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._running: set[Task] = set()
        self._keys = itertools.count()
        self._takers: dict[int, Callable[[Any], None]] = {}
        # The work of each task, kept until its worker has let go of it: what it holds is then freed on this thread.
        self._work: dict[int, Callable[[Cancel], Any]] = {}
        self._stops: set[Cancel] = set()
        self._mailbox = _Mailbox()
        notifier = QSocketNotifier(self._mailbox.reader.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._deliver)
        # Plain functions over plain values: at that moment nothing of this object can be used.
        notifier.destroyed.connect(self._mailbox.close)
        stops = self._stops
        self.destroyed.connect(lambda: _stop(stops))

    @property
    def running(self) -> tuple[Task, ...]:
        """The tasks under way."""
        return tuple(self._running)

    def start(
        self,
        work: Callable[[Cancel], T],
        done: Callable[[T], None],
        failed: Callable[[Finding], None],
        *,
        name: str = "task",
    ) -> Task:
        """Run `work` on a thread of its own; then `done` or `failed` on this one.

        A Problem becomes its finding; any other exception the finding `unexpected_error`, with the traceback in the
        log only. After `cancel` neither is called; work that was ended by its Cancel in another way gets to `failed`
        with the finding `given_up`. `work` gets the Cancel and must not touch a widget.
        """
        task = Task(name, self._forget)
        key = next(self._keys)
        self._running.add(task)
        self._stops.add(task.stop)

        def take(outcome: Any) -> None:
            self._work.pop(key)
            self._takers.pop(key)
            if not task.running:
                return
            task.end()
            match outcome:
                case _Done(value=value):
                    done(value)
                case Finding():
                    failed(outcome)
                case None:
                    failed(_given_up())

        self._takers[key] = take
        self._work[key] = work
        worker = threading.Thread(
            target=_run, args=([work], task.stop, self._mailbox, key), name=name, daemon=True
        )
        worker.start()
        return task

    def bridge(self, function: Callable[[T], None]) -> Callable[[T], None]:
        """Return a function for workers: each call runs `function` on this thread, unless the owner is gone.

        For what a task has to say before it is done: progress, a page to open, a question.
        """
        key, mailbox = next(self._keys), self._mailbox
        self._takers[key] = function
        return lambda value: mailbox.put(key, value)

    def cancel_all(self) -> None:
        """Cancel every task under way."""
        for task in self.running:
            task.cancel()

    def _forget(self, task: Task) -> None:
        self._running.discard(task)
        self._stops.discard(task.stop)

    def _deliver(self) -> None:
        for key, value in self._mailbox.letters():
            if not isValid(self):
                return  # what was delivered last has closed the owner
            taker = self._takers.get(key)
            if taker is None:
                continue
            try:
                taker(value)
            except Exception:  # noqa: BLE001  # as Qt does with an error in a slot; the other letters are delivered
                sys.excepthook(*sys.exc_info())


class _Mailbox:
    """What workers write to: a queue, and a socket that wakes the window's thread. Any thread may hold it."""

    def __init__(self) -> None:
        self._letters: queue.SimpleQueue[tuple[int, object]] = queue.SimpleQueue()
        self.reader, self._writer = socket.socketpair()
        self.reader.setblocking(False)
        self._writer.setblocking(False)

    def put(self, key: int, value: object) -> None:
        self._letters.put((key, value))
        # Full: it is awake already. Closed: nobody waits any more.
        with contextlib.suppress(OSError):
            self._writer.send(b".")

    def letters(self) -> Iterator[tuple[int, object]]:
        with contextlib.suppress(OSError):
            self.reader.recv(65_536)
        while True:
            try:
                yield self._letters.get_nowait()
            except queue.Empty:
                return

    def close(self) -> None:
        self.reader.close()
        self._writer.close()

    def __del__(self) -> None:
        # An owner that Python frees first has no signals left to say so.
        self.close()


class _Done:
    # Tells a result that is itself a Finding from a failure.
    __match_args__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def _given_up() -> Finding:
    return Finding(
        id=GIVEN_UP, severity="note", title="It was cancelled", detail="Nothing was sent."
    )


def _stop(stops: set[Cancel]) -> None:
    for stop in tuple(stops):
        stop.request()


def _run(box: list[Callable[[Cancel], object]], stop: Cancel, mailbox: _Mailbox, key: int) -> None:
    outcome: object
    work = box.pop()
    try:
        outcome = _Done(work(stop))
    except Cancelled:
        outcome = None
    except Problem as problem:
        outcome = problem.finding
    except Exception as error:  # noqa: BLE001  # the last line of defence of a thread: it must be shown
        # As the message, not as exc_info: the record factory masks secrets in messages only.
        log.error("unexpected error in a task:\n%s", traceback.format_exc())  # noqa: TRY400  # as the message, which is masked; exc_info would bring the secret along
        outcome = _unexpected(error)
    del work
    mailbox.put(key, outcome)


def _unexpected(error: Exception) -> Finding:
    return Finding(
        id="unexpected_error",
        severity="error",
        title="Something went wrong that this program does not know",
        detail=f"The work stopped with {type(error).__name__}. What it had done until then stands.",
        remedy="Try again; if it happens again, report it with the lines that the log holds.",
    )
