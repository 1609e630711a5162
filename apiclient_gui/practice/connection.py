"""One connection to the practice gateway: requests are read, judged, logged and answered until either side ends it."""

from __future__ import annotations

import contextlib
import socket
import socketserver
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.practice import refusals, wire
from apiclient_gui.practice.judge import Gateway
from apiclient_gui.practice.judgement import Judgement
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.verdict import Verdict, refuse
from apiclient_gui.practice.wire import Received

__all__ = ["Bench", "Connection", "Judgement"]

IDLE: Final = 60.0  # seconds a connection may be silent
_LINGER: Final = 1.0
_LINGER_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bench:
    """What a connection needs to judge: the gateway as it stands, who is told of each judgement, and the time (UTC)."""

    gateway: Gateway
    judged: Callable[[Judgement], None]
    clock: Callable[[], datetime]

    def judge(self, request: Received) -> Verdict:
        """Return the verdict on a request; a fault of ours is a 500, not the end of the server."""
        now = self.clock()
        try:
            verdict = self.gateway.judge(request, now)
        except Exception as error:  # noqa: BLE001  # whatever it is, the next request must be answered
            verdict = refuse(refusals.internal_error(type(error).__name__))
        self.tell(request, verdict, now)
        return verdict

    def tell(self, request: Received | None, verdict: Verdict, now: datetime) -> None:
        """Log a verdict."""
        self.judged(
            Judgement(
                time=now,
                method=request.method if request else "",
                path=_shown(request.path) if request else "",
                api_id=verdict.api_id,
                verdict="allowed" if verdict.allowed else "refused",
                reason=verdict.reason,
                status=verdict.reply.status,
                detail=files.printable(verdict.detail),
            )
        )


def _shown(path: bytes) -> str:
    # It goes to terminals, as the detail does: no control characters, whatever somebody put on the wire.
    return files.printable(path.decode("utf-8", "replace"), wire.TARGET_LIMIT)


class Connection(socketserver.StreamRequestHandler):
    """Made by the server for each connection, with the bench it judges from."""

    timeout = IDLE
    disable_nagle_algorithm = True

    def __init__(
        self,
        request: socket.socket,
        client_address: tuple[str, int],
        server: socketserver.BaseServer,
        *,
        bench: Bench,
    ) -> None:
        self._bench = bench
        super().__init__(request, client_address, server)

    def handle(self) -> None:
        """Answer one request after the other."""
        # A client that went away, or sent half a body: there is nobody to answer.
        with contextlib.suppress(OSError, EOFError):
            while self._answer_next():
                pass

    def _answer_next(self) -> bool:
        head: Received | None = None
        try:
            head = wire.read_head(self.rfile)
            if head is None:
                return False
            body = wire.read_body(head, self.rfile, self._go_on)
            request = replace(head, body=body, source_ip=self.client_address[0])
        except Refused as refused:
            verdict = refuse(refused.refusal)
            self._bench.tell(head, verdict, self._bench.clock())
            self._send(verdict, head, keep_alive=False)
            self._linger()
            return False
        self._send(self._bench.judge(request), request, keep_alive=request.keep_alive)
        return request.keep_alive

    def _send(self, verdict: Verdict, request: Received | None, *, keep_alive: bool) -> None:
        bodiless = request is not None and request.method == "HEAD"
        # The Date is that of the clock by which was judged.
        at = self._bench.clock()
        self.connection.sendall(
            wire.render(verdict.reply, at, keep_alive=keep_alive, bodiless=bodiless)
        )

    def _go_on(self) -> None:
        self.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _linger(self) -> None:
        # To close with unread bytes resets the connection, and the client may lose the reply (RFC 9112 §9.6).
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(_LINGER)
        left = _LINGER_BYTES
        while left > 0 and (more := self.rfile.read1(65536)):
            left -= len(more)
