"""One send under way: what goes out, how far it got, how long each phase took, and what a cancel has to shut down."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Prepared, Stage


class Line(Protocol):
    """A connection: `handle` is the descriptor to shut down, None when it is closed."""

    handle: socket.socket | None


class Task:
    """One send under way: what goes out, how far it got, and the socket that a cancel has to shut down.

    `patience` and `silence` are seconds (None: no limit) for the connection and for each wait after that. `tls` and
    `proxy` (a URL, empty for none) say how the server is reached.
    """

    tls: ssl.SSLContext | None = None
    proxy: str = ""

    def __init__(
        self, prepared: Prepared, cancel: Cancel, patience: float | None, silence: float | None
    ) -> None:
        self.prepared = prepared
        self.cancel = cancel
        self.patience = patience
        self.silence = silence
        self.begin()

    def again(self) -> None:
        """Start anew; the pool gives the place that a lost connection left empty, thus a new one."""
        self.leave()
        self.begin()

    def begin(self) -> None:
        """Set out: nothing known yet."""
        self.stage: Stage = "dns"
        self.seconds: dict[str, float] = {}
        self.proxied = bool(self.proxy)
        self.reused = False
        self.answered = False
        self.lines: tuple[bytes, ...] = ()
        self.received_at: datetime | None = None
        self._clock: tuple[str, float] | None = None
        self._watched: tuple[Line, socket.socket] | None = None

    def enter(self, stage: Stage) -> None:
        """Note that a stage begins, and time it under its name."""
        self.stage = stage
        self.time(stage)

    def time(self, phase: str | None) -> None:
        """End the running phase and begin this one; None: no further."""
        now = time.perf_counter()
        if self._clock is not None:
            name, since = self._clock
            self.seconds[name] = self.seconds.get(name, 0.0) + now - since
        self._clock = None if phase is None else (phase, now)

    def watch(self, connection: Line, handle: socket.socket) -> None:
        """Let the cancel end this connection while it is used here."""
        self.leave()
        self._watched = (connection, handle)
        self.cancel.watch(handle)

    def holds(self, handle: socket.socket) -> bool:
        """Whether the handle is still needed here, though its connection is closed: a body is being read to its end."""
        return self._watched is not None and self._watched[1] is handle

    def leave(self) -> None:
        """Take the connection out of the cancel's reach: it goes back to the pool, or is done."""
        if self._watched is None:
            return
        (connection, handle), self._watched = self._watched, None
        self.cancel.forget(handle)
        if connection.handle is not handle:
            handle.close()

    @property
    def keeps_frame(self) -> bool:
        """Whether the server must find the end of this request where we see it: else its connection is not used again."""
        lengths = [h.value for h in self.prepared.headers if h.name.lower() == "content-length"]
        if any(h.name.lower() == "transfer-encoding" for h in self.prepared.headers):
            return False
        return set(lengths or ["0"]) == {str(self.prepared.body.size)}


class Slot(threading.local):
    """The task of this thread: urllib3 has no way to hand something from the caller to the connection."""

    task: Task | None = None

    def now(self) -> Task:
        """Return the task that is being sent."""
        assert self.task is not None
        return self.task

    @contextmanager
    def hold(self, task: Task) -> Iterator[None]:
        """Make this the thread's task for a while, and let go of its connection at the end."""
        self.task = task
        try:
            yield
        finally:
            task.time(None)
            task.leave()
            self.task = None
