"""The thread that writes: a send never waits for the disk, and what waits is written together, in its order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

MOST_WAITING: Final = 256  # records
_MOST_BYTES: Final = 64 * 2**20  # bytes of bodies that wait in memory
_MOST_AT_ONCE: Final = 64  # records in one transaction
# Seconds. Written one by one beside the sends, records take the interpreter's lock from each of them: 500 sends in a
# row took twice the time (measured). Whoever reads, closes or asks for a flush does not wait for it.
_GATHERED: Final = 0.05

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Job(Generic[R]):
    """A record to be written with others, or a piece of work to be done between them."""

    record: R | None
    work: Callable[[], Any] | None = None
    size: int = 0
    done: Future[Any] = field(default_factory=Future)


class Writer(Generic[R]):
    """One daemon thread, started with the first record.

    `save` writes several records and returns the id of each, or what went wrong with it. `tidy` does a step of what has
    time until nothing waits, and says whether there is more to do. A thread of its own, because a commit waits for
    other processes and, at a checkpoint, for the disk; and because many quick sends then share one transaction.
    """

    def __init__(
        self, save: Callable[[list[R]], list[int | Exception]], tidy: Callable[[], bool]
    ) -> None:
        self._save = save
        self._tidy = tidy
        self._changed = threading.Condition()
        self._jobs: deque[_Job[R]] = deque()
        self._bytes = 0
        self._busy = False
        self._hurried = 0  # how many wait for it to be done
        self._thread: threading.Thread | None = None

    def put(self, record: R, size: int, patience: float = 10.0) -> Future[int] | None:
        """Have a record written and return its future id; None when for so many seconds there was no room for it.

        `size` is what it holds in memory. There is room for 256 records and 64 MB, so a slow disk slows sends down
        instead of filling the memory.
        """
        job: _Job[R] = _Job(record, size=size)
        with self._changed:
            if not self._changed.wait_for(lambda: self._has_room(size), patience):
                return None
            self._add(job)
        return job.done

    def do(self, work: Callable[[], Any]) -> Future[Any]:
        """Have some work done after the records that wait now."""
        job: _Job[R] = _Job(None, work)
        with self._changed:
            self._add(job)
        return job.done

    def flush(self, patience: float | None = None) -> bool:
        """Wait until nothing waits any more; say whether that was within so many seconds."""
        with self._changed:
            self._hurried += 1
            self._changed.notify_all()
            try:
                return self._changed.wait_for(lambda: not self._jobs and not self._busy, patience)
            finally:
                self._hurried -= 1

    def close(self, patience: float | None = None) -> bool:
        """Write what waits, and end the thread; say whether that was within so many seconds. It starts again if needed."""
        if not self.flush(patience):
            return False
        with self._changed:
            thread, self._thread = self._thread, None
            self._changed.notify_all()
        if thread is not None:
            thread.join()
        return True

    def _has_room(self, size: int) -> bool:
        return len(self._jobs) < MOST_WAITING and (
            not self._jobs or self._bytes + size <= _MOST_BYTES
        )

    def _add(self, job: _Job[R]) -> None:
        self._jobs.append(job)
        self._bytes += job.size
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="history", daemon=True)
            self._thread.start()
        # To wake it for each record would cost more than the gathering saves.
        if len(self._jobs) == 1 or self._is_urgent():
            self._changed.notify_all()

    def _is_urgent(self) -> bool:
        """Say whether what waits is written now, and not gathered a little longer."""
        return bool(
            self._hurried
            or len(self._jobs) >= _MOST_AT_ONCE
            or self._bytes > _MOST_BYTES // 2
            or any(job.work for job in self._jobs)
        )

    def _run(self) -> None:
        me = threading.current_thread()
        more = False
        while True:
            with self._changed:
                if not more:
                    self._changed.wait_for(lambda: self._jobs or self._thread is not me)
                if self._thread is not me:
                    return
                if self._jobs:
                    self._changed.wait_for(self._is_urgent, _GATHERED)
                batch = self._take()
                self._busy = bool(batch)
            if batch:
                self._write(batch)
            more = self._tidied()
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _take(self) -> list[_Job[R]]:
        """Return the next jobs: records that follow each other, or one piece of work."""
        taken: list[_Job[R]] = []
        while self._jobs and len(taken) < _MOST_AT_ONCE:
            if taken and (self._jobs[0].work or taken[0].work):
                break
            taken.append(self._jobs.popleft())
            self._bytes -= taken[-1].size
        return taken

    def _write(self, batch: list[_Job[R]]) -> None:
        """Do the jobs and tell who waits for them. Whatever goes wrong, the thread goes on to the next."""
        results: list[Any]
        try:
            if batch[0].work:
                results = [batch[0].work()]
            else:
                results = self._save([job.record for job in batch if job.record is not None])
        except Exception as error:  # noqa: BLE001  # it is handed to who waits for the result
            results = [error] * len(batch)
        for job, result in zip(batch, results, strict=True):
            if isinstance(result, Exception):
                job.done.set_exception(result)
            else:
                job.done.set_result(result)

    def _tidied(self) -> bool:
        try:
            return self._tidy()
        except Exception:  # noqa: BLE001  # it was of use to nobody yet: the next write tells of the trouble
            return False
