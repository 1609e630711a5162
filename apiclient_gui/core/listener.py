"""The place on this computer that a browser is sent back to after a login (RFC 8252 §7.3): one answer, then no more.

Whoever can reach the loopback address may knock: other users of this computer, and any page that the browser shows. So
only a GET of the exact path counts, whose Host is this place and whose state is that of the login; all else is answered
with a plain page and waited on. Nothing of a request is echoed, logged or kept. One thread serves all connections: a
browser opens silent ones, too.
"""

from __future__ import annotations

import contextlib
import hmac
import re
import selectors
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final, Self
from urllib.parse import parse_qsl

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem

PATIENCE: Final = 300.0  # seconds that a person has for the pages of a login
_LARGEST: Final = (
    32_768  # bytes of a request: codes are long, and cookies of all ports of this host come along
)
_SLOWEST: Final = 10.0  # seconds that one connection has for its request
_MOST: Final = 32  # connections at a time; the oldest goes first
_MOST_ITEMS: Final = 60
_REQUEST: Final = re.compile(rb"([A-Z]{1,16}) (/[!-~]*) HTTP/1\.[01]")
_HOST: Final = re.compile(rb"(?i)host[ \t]*:[ \t]*([!-~]*)[ \t]*")

_HEADERS: Final = (
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cache-Control: no-store\r\n"
    "Connection: close\r\n"
)


@dataclass(frozen=True, slots=True)
class _Page:
    status: str
    title: str
    text: str


_DONE: Final = _Page("200 OK", "You can close this page", "The program goes on by itself.")
_REFUSED: Final = _Page(
    "200 OK", "The login was not finished", "The program says why. You can close this page."
)
_UNKNOWN: Final = _Page(
    "404 Not Found", "Nothing is here", "A login comes back to another address."
)
_NOT_GET: Final = _Page(
    "405 Method Not Allowed",
    "This answer was not taken",
    "A login comes back with GET: response_mode has to be query.",
)
_BARE: Final = _Page(
    "400 Bad Request",
    "This answer came without parameters",
    "They may stand behind a # in the address, which no program gets to see: response_mode has to be query.",
)
_OTHER: Final = _Page(
    "400 Bad Request",
    "This answer was not taken",
    "It does not belong to the login that is waited for. Begin the login in the program again.",
)


@dataclass(slots=True)
class _Connection:
    ends: float
    received: bytearray = field(default_factory=bytearray)


class Listener:
    """A port of 127.0.0.1 that is listened on from the beginning on. Used by one thread; close it in the end."""

    def __init__(self, port: int = 0, path: str = "/callback", host: str = "127.0.0.1") -> None:
        """Listen. `port` 0 is any that is free. Raises Problem("storage") when the port is not to be had."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            # A port that was just used can be had again; on Windows the option would let others share it.
            if sys.platform == "win32":
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind(("127.0.0.1", port))
            self._socket.listen()
        except (OSError, OverflowError) as error:
            self._socket.close()
            raise _taken(port, error) from None
        self._socket.setblocking(False)
        self._path = path
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{host}:{self.port}{path}"
        self._hosts = {f"{name}:{self.port}".encode() for name in ("127.0.0.1", "localhost")}
        if self.port == 80:
            self._hosts |= {b"127.0.0.1", b"localhost"}
        self._odd = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()

    def wait(self, state: str, cancel: Cancel, patience: float = PATIENCE) -> Mapping[str, str]:
        """Return the parameters of the first request with this state; blocks until then, `patience` seconds at most.

        One with a doubled parameter is not taken. Raises Problem("login") when none came, Cancelled.
        """
        waits, wakes = socket.socketpair()
        ends = time.monotonic() + patience
        with selectors.DefaultSelector() as selector, contextlib.ExitStack() as open_:
            open_.callback(waits.close)
            open_.callback(wakes.close)
            open_.callback(_close_all, selector, (self._socket, waits))
            open_.callback(cancel.forget, waits)
            selector.register(self._socket, selectors.EVENT_READ)
            selector.register(waits, selectors.EVENT_READ)
            cancel.watch(waits)  # it is shut down by a cancel, and so can be read
            while True:
                cancel.check()
                now = time.monotonic()
                if now >= ends:
                    raise _nobody_came(self.url, self._odd)
                _drop_slow(selector, now)
                for key, _ in selector.select(min(1.0, ends - now)):
                    if key.fileobj is waits:
                        raise Cancelled
                    if key.fileobj is self._socket:
                        self._accept(selector)
                    elif (found := self._read(selector, key, state)) is not None:
                        return found

    def _accept(self, selector: selectors.BaseSelector) -> None:
        try:
            connection, _ = self._socket.accept()
        except OSError:
            return  # it went away meanwhile
        connection.setblocking(False)
        waiting = [key for key in selector.get_map().values() if key.data is not None]
        if len(waiting) >= _MOST:
            _drop(selector, min(waiting, key=lambda key: key.data.ends))
        ends = time.monotonic() + _SLOWEST
        selector.register(connection, selectors.EVENT_READ, _Connection(ends))

    def _read(
        self, selector: selectors.BaseSelector, key: selectors.SelectorKey, state: str
    ) -> Mapping[str, str] | None:
        connection, data = key.fileobj, key.data
        assert isinstance(connection, socket.socket)
        try:
            more = connection.recv(8192)
        except BlockingIOError:
            return None
        except OSError:
            more = b""
        if not more:
            _drop(selector, key)
            return None
        data.received += more
        if b"\r\n\r\n" not in data.received and len(data.received) <= _LARGEST:
            return None
        try:
            page, found = self._judged(bytes(data.received[: _LARGEST + 1]), state)
            _answer(connection, page)
        finally:
            _drop(selector, key)
        return found

    def _judged(self, request: bytes, state: str) -> tuple[_Page, Mapping[str, str] | None]:
        """Return what a request is answered with, and its parameters when it is the one that is waited for."""
        head, whole, _ = request.partition(b"\r\n\r\n")
        first, *lines = head.split(b"\r\n")
        asked = _REQUEST.fullmatch(first)
        named = [found[1] for line in lines if (found := _HOST.fullmatch(line))]
        if not whole or asked is None or len(named) != 1 or named[0].lower() not in self._hosts:
            return _OTHER, None
        path, _, query = asked[2].decode("ascii").partition("?")
        if path != self._path:
            return _UNKNOWN, None
        if asked[1] != b"GET":
            self._odd = "A request came back that was no GET, as with response_mode=form_post."
            return _NOT_GET, None
        if not query:
            self._odd = "A request came back without parameters, as with response_mode=fragment."
            return _BARE, None
        return self._taken(query, state)

    def _taken(self, query: str, state: str) -> tuple[_Page, Mapping[str, str] | None]:
        try:
            items = parse_qsl(
                query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_ITEMS
            )
        except ValueError:
            return _OTHER, None
        expected = state.encode()
        ours = [hmac.compare_digest(v.encode(), expected) for n, v in items if n == "state"]
        if not any(ours):
            return _OTHER, None
        found = dict(items)
        if len(found) != len(items):
            self._odd = "A request came back with a parameter twice."
            return _OTHER, None
        return (_REFUSED if "error" in found else _DONE), found


def _answer(connection: socket.socket, page: _Page) -> None:
    title, text = escape(page.title), escape(page.text)
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    ).encode()
    head = f"HTTP/1.1 {page.status}\r\n{_HEADERS}Content-Length: {len(body)}\r\n\r\n"
    with contextlib.suppress(OSError):  # who does not read it has not earned it
        connection.send(head.encode() + body)  # it fits into the buffer of any socket
        connection.shutdown(socket.SHUT_WR)


def _drop(selector: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
    selector.unregister(key.fileobj)
    assert isinstance(key.fileobj, socket.socket)
    key.fileobj.close()


def _drop_slow(selector: selectors.BaseSelector, now: float) -> None:
    for key in list(selector.get_map().values()):
        if key.data is not None and key.data.ends <= now:
            _drop(selector, key)


def _close_all(selector: selectors.BaseSelector, kept: tuple[socket.socket, ...]) -> None:
    for key in list((selector.get_map() or {}).values()):
        if key.fileobj not in kept:
            _drop(selector, key)


def _taken(port: int, error: Exception) -> Problem:
    return Problem(
        "storage",
        Finding(
            id="redirect_port_taken",
            severity="error",
            title=f"The login cannot come back to port {port} of this computer",
            detail=f"The port is not to be had: {getattr(error, 'strerror', None) or error}.",
            evidence=(Evidence("Port", str(port)),),
            source="RFC 8252 §7.3",
            remedy="End the program that uses it (another login, perhaps), or register another port at the provider "
            "and write it into the identity; 0 is any that is free.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _nobody_came(url: str, odd: str) -> Problem:
    return Problem(
        "login",
        Finding(
            id="redirect_not_answered",
            severity="error",
            title="The browser did not come back from the login",
            detail=odd or "The page was closed or left, or the provider refused it there.",
            evidence=(Evidence("Waited for at", url),),
            source="RFC 8252 §7.3",
            remedy="Log in again. If the provider's page speaks of the redirect URI, register this address there.",
            actions=(
                Action("log_in", "Log in again"),
                Action("open_identity", "Open the identity"),
            ),
        ),
    )
