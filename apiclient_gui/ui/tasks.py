"""Work off the window's thread: the only place for threads in the window.

One daemon thread a task: QThreadPool and ThreadPoolExecutor delay the exit by the task's length, and a running QThread
aborts it (measured). What a task brings is handed over by a queued signal, and dropped when nobody waits for it any more.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Finding, Problem

T = TypeVar("T")
log = logging.getLogger(__name__)


class _Sender(QObject):
    # Without a parent, and held by the worker: no other thread can delete it while the worker emits.
    sent = Signal(object)


class Task(QObject):
    """One piece of work under way. `ended` comes once: when it is done, has failed, or was cancelled."""

    ended = Signal()

    def __init__(self, parent: QObject, name: str) -> None:
        super().__init__(parent)
        self.name = name
        self.stop = Cancel()
        self.running = True

    def cancel(self) -> None:
        """Ask the work to stop, and want nothing of it any more; a second call does nothing."""
        if self.running:
            self.stop.request()
            self._end()

    def _end(self) -> None:
        self.running = False
        self.ended.emit()
        self.deleteLater()


class _Receiver(QObject):
    # Lives on the window's thread; a slot of a QObject is what makes Qt queue the call to its thread.

    def __init__(self, parent: QObject, take: Callable[[Any], None]) -> None:
        super().__init__(parent)
        self._take = take

    @Slot(object)
    def receive(self, outcome: object) -> None:
        self._take(outcome)


class Tasks(QObject):
    """The tasks of one owner. When the owner goes, they are asked to stop and their results are dropped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._running: set[Task] = set()
        stops: set[Cancel] = set()
        self._stops = stops
        # A plain function over a plain set: at that moment nothing of this object can be used.
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
        log only. After `cancel` neither is called. `work` gets the Cancel and must not touch a widget.
        """
        task = Task(self, name)
        self._running.add(task)
        self._stops.add(task.stop)
        task.ended.connect(lambda: self._forget(task))

        # `work` most often holds the owner. The thread borrows it from here and never has the last reference: a QObject
        # deleted on a thread that is not its own crashes the program (measured).
        loan = [work]

        def take(outcome: Any) -> None:
            loan.clear()
            receiver.deleteLater()
            if not task.running:
                return
            task._end()  # noqa: SLF001  # the two classes are one mechanism
            match outcome:
                case _Done(value=value):
                    done(value)
                case Finding():
                    failed(outcome)

        receiver = _Receiver(self, take)
        hand_over = _call(receiver)
        stop = task.stop
        threading.Thread(target=lambda: _run(loan, stop, hand_over), name=name, daemon=True).start()
        return task

    def bridge(self, function: Callable[[T], None]) -> Callable[[T], None]:
        """Return a function for workers: each call runs `function` on this thread, unless the owner is gone.

        For what a task has to say before it is done: progress, a page to open, a question.
        """
        return _bridge(self, function)

    def cancel_all(self) -> None:
        """Cancel every task under way."""
        for task in self.running:
            task.cancel()

    def _forget(self, task: Task) -> None:
        self._running.discard(task)
        self._stops.discard(task.stop)


class _Done:
    # Tells a result that is itself a Finding from a failure.
    __match_args__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def _bridge(owner: QObject, function: Callable[[T], None]) -> Callable[[T], None]:
    return _call(_Receiver(owner, function))


def _call(receiver: _Receiver) -> Callable[[Any], None]:
    sender = _Sender()
    sender.sent.connect(receiver.receive, Qt.ConnectionType.QueuedConnection)

    def call(value: object) -> None:
        sender.sent.emit(value)

    return call


def _stop(stops: set[Cancel]) -> None:
    for stop in tuple(stops):
        stop.request()


def _run(
    loan: list[Callable[[Cancel], T]], stop: Cancel, hand_over: Callable[[object], None]
) -> None:
    outcome: object
    try:
        outcome = _Done(loan[0](stop))
    except Cancelled:
        outcome = None
    except Problem as problem:
        outcome = problem.finding
    except Exception as error:  # noqa: BLE001  # the last defence of a thread
        # As the message, not as exc_info: the record factory masks secrets in messages only.
        log.error("unexpected error in a task:\n%s", traceback.format_exc())  # noqa: TRY400  # see above
        outcome = _unexpected(error)
    hand_over(outcome)


def _unexpected(error: Exception) -> Finding:
    return Finding(
        id="unexpected_error",
        severity="error",
        title="Something went wrong that this program does not know",
        detail=f"The work stopped with {type(error).__name__}. What it had done until then stands.",
        remedy="Try again; if it happens again, report it with the lines that the log holds.",
    )
