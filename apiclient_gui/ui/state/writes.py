"""Changes to the workspace, one after the other: what is saved, moved and deleted never crosses on the disk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.program import Program
from apiclient_gui.ui.tasks import Tasks

T = TypeVar("T")


class Writes(QObject):
    """A queue of work on the workspace. `idle` when the last is done, or has failed: then it is to be read anew."""

    idle = Signal()
    failed = Signal(object)  # Finding of one that nobody else takes

    def __init__(self, program: Program, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._program = program
        self._tasks = tasks
        self._waiting: deque[Callable[[], None]] = deque()
        self.busy = False

    def run(
        self,
        work: Callable[[Program], T],
        done: Callable[[T], None],
        name: str,
        failed: Callable[[Finding], None] | None = None,
    ) -> None:
        """Do `work` off this thread when those before it are done; then `done`, or `failed`, on this one."""
        program = self._program

        def begin() -> None:
            self._tasks.start(
                lambda _stop: work(program), lambda value: self._end(done, value), fail, name=name
            )

        def fail(finding: Finding) -> None:
            self._end(failed or self.failed.emit, finding)

        self._waiting.append(begin)
        if not self.busy:
            self._next()

    def _end(self, taker: Callable[[Any], None], value: object) -> None:
        try:
            taker(value)
        finally:
            self._next()

    def _next(self) -> None:
        self.busy = bool(self._waiting)
        if self._waiting:
            self._waiting.popleft()()
        else:
            self.idle.emit()


def nothing(_value: object) -> None:
    """Take a result that says no more than that it is done."""
