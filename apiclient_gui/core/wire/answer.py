"""Responses as http.client reads them, kept as received, with an honest end of the header and no interim answers."""

from __future__ import annotations

import http.client
import re
import socket
from http import HTTPStatus
from typing import Any

from apiclient_gui.core.clock import Clock
from apiclient_gui.core.wire.task import Slot, Task

MOST_LINES = 200  # of a header; http.client stops at 100 that it can read
MOST_BYTES = 262_144  # of a header; http.client takes 65,536 a line, and servers send a few KB

# What http.client's parser takes for a header line. It gives up at the first other line and loses all that follow,
# Content-Length among them: such lines are kept for the person and not shown to it.
_FIELD = re.compile(rb"[!-9;-~]+:[^\r\n]*\r?\n")


class _Head:
    """The lines of a response's header on their way to http.client, which parses them: kept, and made safe for it."""

    def __init__(self, source: Any, task: Task) -> None:
        self.source = source
        self._task = task
        self._lines: list[bytes] | None = None

    def readline(self, limit: int) -> bytes:
        """Return the next line that http.client can read."""
        while True:
            line: bytes = self.source.readline(limit)
            if self._lines is None:  # a status line: http.client judges it
                self._lines = []
                return line
            if not line.endswith(b"\n") and len(line) < limit:
                message = "the connection was closed in the middle of the header"
                raise http.client.HTTPException(message)
            if line in {b"\r\n", b"\n"}:
                self._task.lines, self._lines = tuple(self._lines), None
                return line
            self._lines.append(line)
            if len(self._lines) > MOST_LINES:
                message = f"the header has more than {MOST_LINES} lines"
                raise http.client.HTTPException(message)
            if sum(map(len, self._lines)) > MOST_BYTES:
                message = f"the header has more than {MOST_BYTES >> 10} KB"
                raise http.client.HTTPException(message)
            if _FIELD.fullmatch(line) or len(line) >= limit:
                return line

    def close(self) -> None:
        """Close the stream beneath, as http.client does after a status line that is none."""
        self.source.close()


class Answer(http.client.HTTPResponse):
    """A response that notes its first byte and takes no interim answer (103) for the final one."""

    def __init__(self, slot: Slot, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._task = slot.now()

    def begin(self) -> None:
        """Read up to the end of the final header."""
        this: Any = self  # the stubs do not know what may be None before the header, or read by readline alone
        task, source = self._task, this.fp
        if source.peek(1):
            task.answered = True
            task.time("receive")
        this.fp = head = _Head(source, task)
        try:
            super().begin()
            # Taken for final, an interim answer leaves the real one in the stream, for the next request to find.
            while 100 <= self.status < 200 and self.status != HTTPStatus.SWITCHING_PROTOCOLS:
                this.headers = this.msg = None  # as before the first header
                super().begin()
        finally:
            if this.fp is head:
                this.fp = source
        task.received_at = Clock.computer()
        task.stage = "receive"
