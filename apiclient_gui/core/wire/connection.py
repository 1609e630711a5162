"""Connections that send a Prepared byte for byte, tell their phases, and can be shut down at every moment.

The names that begin with an underscore are urllib3's and http.client's own places for such changes (SOCKS uses them).
"""

from __future__ import annotations

import errno
import http.client
import os
import socket
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.wait import wait_for_write

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Body
from apiclient_gui.core.wire.answer import Answer
from apiclient_gui.core.wire.task import Slot, Task

PIECE = 65_536  # bytes handed to the socket at once: a send's time-out is for each piece, not for the whole body
SLICE = 0.05  # seconds between two looks at the cancel while a connection is being made

_UNDER_WAY = frozenset({0, errno.EINPROGRESS, errno.EWOULDBLOCK})


class Exact(HTTPConnection):
    """A connection that sends the thread's Prepared, byte for byte, and whose socket a cancel can shut down.

    `handle` is a second descriptor of its socket: shutting that down ends the connection too. The socket itself
    is no use for it: TLS detaches it before the handshake, and `SSLSocket.shutdown` drops the encryption first, so
    that a write at the same moment would go out in clear.
    """

    def __init__(self, *args: Any, slot: Slot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot = slot
        self.handle: socket.socket | None = None
        self.response_class = partial(Answer, slot)  # type: ignore[assignment]  # http.client only calls it
        self._held: list[Any] | None = None

    def _new_conn(self) -> socket.socket:
        task = self.slot.now()
        task.enter("dns")
        task.proxied = self.proxy is not None
        try:
            found = socket.getaddrinfo(
                self._dns_host.strip("[]"), self.port, type=socket.SOCK_STREAM
            )
        except (OSError, UnicodeError) as error:
            raise NameResolutionError(self.host, self, error) from error  # type: ignore[arg-type]  # a name too long is a UnicodeError
        task.cancel.check()  # a name that is being looked up cannot be ended, only left alone
        task.enter("connect")
        try:
            sock = _connect_first(found, self.socket_options or [], task)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, str(error)) from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error
        try:
            self.handle = sock.dup()
        except OSError as error:
            sock.close()
            raise NewConnectionError(self, str(error)) from error
        task.watch(self, self.handle)
        return sock

    def putrequest(self, method: str, _url: str, *_skips: bool, **_more: bool) -> None:  # type: ignore[override]  # what urllib3 passes is not used
        """Put the prepared request line and headers, whatever urllib3 made of the URL."""
        prepared = self.slot.now().prepared
        target = prepared.target
        if self.proxy_is_forwarding:
            target = f"{prepared.scheme}://{prepared.host}{target}"
        super().putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for line in prepared.lines():
            # Past urllib3, for which one value means "leave this header out".
            http.client.HTTPConnection.putheader(self, line.name, line.value)

    def putheader(self, header: str, *values: str) -> None:  # type: ignore[override]  # as urllib3 declares it
        """Drop what urllib3 adds of its own, but for the one line that is the proxy's and not the server's."""
        if header.lower() == "proxy-authorization":
            super().putheader(header, *values)

    def endheaders(self, *_body: Any, **_more: Any) -> None:
        """Send header and body, as one packet where they fit."""
        task = self.slot.now()
        self._held = []
        super().endheaders()
        head, self._held = b"".join(self._held), None
        if self.sock is None:
            self.connect()
        else:
            task.reused = task.stage == "dns"  # a TLS connection is made before this
            if task.reused and self.handle is not None:
                task.watch(self, self.handle)
        task.enter("send")
        self.sock.settimeout(task.silence)
        # One piece behind: a file that changed is noticed at its end, and the server must not have got all of it.
        held: Any = head
        for piece in _cut(task.prepared.body):
            if held is head:
                held = head + piece
                continue
            self.send(held)
            held = piece
        self.send(held)

    def send(self, data: Any) -> None:
        """Send, or hold the header back until the body is there."""
        if self._held is not None:
            self._held.append(data)
        else:
            super().send(data)

    def getresponse(self) -> Any:
        """Wait for the response and read its header."""
        task = self.slot.now()
        task.stage = "wait"  # not timed apart from sending: both are time to the first byte
        return super().getresponse()

    def close(self) -> None:
        """Close both descriptors; the second one later when a body still comes through it."""
        super().close()
        handle, self.handle = self.handle, None
        if handle is not None and not (self.slot.task and self.slot.task.holds(handle)):
            handle.close()


class ExactTls(Exact, HTTPSConnection):
    """The same over TLS."""

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        if not self.proxy_is_tunneling:
            self.slot.now().enter("tls")
        return sock

    def _tunnel(self) -> None:
        super()._tunnel()
        self.slot.now().enter("tls")


def _cut(body: Body) -> Iterator[memoryview]:
    for block in body.blocks():
        view = memoryview(block)
        for start in range(0, len(view), PIECE):
            yield view[start : start + PIECE]


def _connect_first(found: list[Any], options: Any, task: Task) -> socket.socket:
    # The first address that answers. All of them share the patience: each gets half of what is left, the last all.
    error: OSError | None = None
    ends = None if task.patience is None else time.monotonic() + task.patience
    for index, (family, kind, protocol, _, address) in enumerate(found, 1):
        left = None if ends is None else max(ends - time.monotonic(), 0.0)
        share = left if left is None or index == len(found) else left / 2
        sock = socket.socket(family, kind, protocol)
        try:
            for option in options:
                sock.setsockopt(*option)
            _connect(sock, address, share, task.cancel)
        except OSError as failed:
            error = failed
            sock.close()
        except BaseException:
            sock.close()
            raise
        else:
            sock.settimeout(task.patience)
            return sock
    raise error or OSError("the name has no address")


def _connect(sock: socket.socket, address: Any, seconds: float | None, cancel: Cancel) -> None:
    # In slices: Linux alone lets a socket be shut down that is not connected yet.
    sock.setblocking(False)
    if (code := sock.connect_ex(address)) not in _UNDER_WAY:
        raise OSError(code, os.strerror(code))
    ends = None if seconds is None else time.monotonic() + seconds
    while not wait_for_write(sock, timeout=SLICE):
        cancel.check()
        if ends is not None and time.monotonic() >= ends:
            raise TimeoutError
    if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        raise OSError(code, os.strerror(code))
