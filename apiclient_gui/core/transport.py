"""The only door to requests: sends a Prepared byte for byte, timed by phase, and stops at once when cancelled."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from apiclient_gui.core import hosts, redact
from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.model import Body, Failure, Prepared, Response, Settings, Timings

if TYPE_CHECKING:
    from apiclient_gui.core.wire.pool import Adapter
    from apiclient_gui.core.wire.task import Slot, Task

# RFC 9110 §9.2.2: to send one of these twice does no more than to send it once.
IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
MOST_RECEIVED: Final = 256 * 2**20  # bytes; a server may send without end
MOST_UNPACKED: Final = 256 * 2**20  # bytes; some kilobytes of gzip can unpack to gigabytes
LONGEST_WAIT: Final = 86_400.0  # seconds; more does not fit into every system's timer
_LONGEST_MESSAGE = 300
_PIECE = 2**20  # bytes

# RFC 9110 §5.6.2 and §5.5, RFC 9112 §3.2: what may stand in a request. All else could end a line and begin another.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_TARGET = re.compile(r"/[!-~]*")
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]+\]|[0-9A-Za-z._~!$&'()*+,;=%-]+)(?::[0-9]*)?")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a send: a response or a failure, never both. `started_at` is this computer's time, UTC."""

    response: Response | None
    failure: Failure | None
    timings: Timings
    started_at: datetime


class Transport:
    """Connections that several threads share; those that servers keep open are used again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: tuple[Slot, Adapter] | None = None

    def send(self, prepared: Prepared, settings: Settings, cancel: Cancel) -> Delivery:
        """Send exactly these bytes and return what came back. Blocks; `cancel` ends it at every stage but DNS.

        Follows no redirect. A kept connection that the server closed meanwhile is replaced once, if nothing was
        answered and the method is idempotent. Raises Problem "refused", before anything is sent, for what
        cannot stand in an HTTP message and for a CA file that is none.
        """
        check(prepared)
        slot, adapter = self._open()
        from apiclient_gui.core.wire.task import Task  # noqa: PLC0415  # start-up time

        started_at, began = Clock.computer(), time.perf_counter()
        task = Task(prepared, cancel, _limit(settings.connect_timeout), _limit(settings.timeout))
        with slot.hold(task):
            answer = _attempt(adapter, task, settings)
            if isinstance(answer, Failure) and _is_stale(task, answer):
                task.again()
                answer = _attempt(adapter, task, settings)
        total = time.perf_counter() - began
        response, failure = (None, answer) if isinstance(answer, Failure) else (answer, None)
        return Delivery(response, failure, _timings(task, total), started_at)

    def close(self) -> None:
        """Close the connections that are kept open."""
        with self._lock:
            parts, self._parts = self._parts, None
        if parts is not None:
            parts[1].close()

    def _open(self) -> tuple[Slot, Adapter]:
        with self._lock:
            if self._parts is None:
                from apiclient_gui.core.wire.pool import Adapter  # noqa: PLC0415  # requests: 0.1 s
                from apiclient_gui.core.wire.task import Slot  # noqa: PLC0415  # start-up time

                slot = Slot()
                self._parts = slot, Adapter(slot)
            return self._parts


def check(prepared: Prepared) -> None:
    """Raise Problem "refused" for what cannot stand in an HTTP message: the second line of defence after prepare."""
    if not _TOKEN.fullmatch(prepared.method):
        raise _refused("method_not_sendable", "The method cannot be sent", prepared.method)
    if not _HOST.fullmatch(prepared.host) or not _TARGET.fullmatch(prepared.target):
        raise _refused("url_not_sendable", "The URL cannot be sent", redact.url(prepared.url))
    for header in prepared.headers:
        if not _TOKEN.fullmatch(header.name):
            raise _refused("header_not_sendable", "A header name cannot be sent", header.name)
        if not _VALUE.fullmatch(header.value):
            raise _refused("header_not_sendable", f"The value of {header.name} cannot be sent", "")


def _refused(id_: str, title: str, value: str) -> Problem:
    evidence = (Evidence("as it stands", ascii(value)[:_LONGEST_MESSAGE]),) if value else ()
    return Problem(
        "refused",
        Finding(
            id=id_,
            severity="error",
            title=title,
            detail="It holds a character that would end the line, or that HTTP has no place for.",
            evidence=evidence,
            source="RFC 9110 §5.5, RFC 9112 §3.2",
            remedy="Remove line breaks, control characters and letters that are not Latin-1 from it.",
        ),
    )


def _limit(seconds: float) -> float | None:
    return min(seconds, LONGEST_WAIT) if seconds > 0 else None


def _attempt(adapter: Adapter, task: Task, settings: Settings) -> Response | Failure:
    from urllib3.exceptions import HTTPError  # noqa: PLC0415  # start-up time

    try:
        task.cancel.check()
        raw = _request(adapter, task, settings)
        if raw.status == HTTPStatus.SWITCHING_PROTOCOLS:
            raw.close()  # what follows is not HTTP
            content = b""
        else:
            content = _content(raw)
        # A shut socket looks like the end of a body that has no length.
        task.cancel.check()
        return _response(task, raw, content)
    # requests' exceptions are OSErrors.
    except (OSError, ValueError, HTTPError, http.client.HTTPException, Cancelled) as error:
        return _failure(task, settings, _root(error))


def _content(raw: Any) -> bytes:
    # In pieces: read as a whole, the length that the server claims would be allocated at once.
    pieces: list[bytes] = []
    left = MOST_RECEIVED
    while piece := raw.read(_PIECE, decode_content=False):
        pieces.append(piece)
        left -= len(piece)
        if left < 0:
            raw.close()  # what is left of it would be taken for the next answer
            message = f"the body is larger than {MOST_RECEIVED >> 20} MB"
            raise ValueError(message)
    return b"".join(pieces)


def _request(adapter: Adapter, task: Task, settings: Settings) -> Any:
    from requests import PreparedRequest  # noqa: PLC0415  # start-up time
    from requests.structures import CaseInsensitiveDict  # noqa: PLC0415  # start-up time

    prepared = task.prepared
    request = PreparedRequest()
    request.method = prepared.method
    # The connection knows path, headers and body itself (wire/connection.py): nothing here may parse and rewrite them.
    request.url = f"{prepared.scheme}://{prepared.host}/"
    request.headers = CaseInsensitiveDict()
    return adapter.send(
        request,
        stream=True,
        timeout=(task.patience, task.silence),  # type: ignore[arg-type]  # the stubs know one of the two Nones
        verify=(settings.ca_file or True) if settings.verify else False,
        proxies=_proxies(task, request.url),
    ).raw


def _proxies(task: Task, url: str) -> dict[str, str]:
    from requests.utils import get_environ_proxies, select_proxy  # noqa: PLC0415  # start-up time

    if hosts.is_loopback(task.prepared.host):
        return {}
    proxy = select_proxy(url, get_environ_proxies(url))
    if not proxy:
        return {}
    task.proxied = True  # what fails from here on, the URL is not to blame for
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:  # its text may hold a password, and the libraries would quote it
        message = "the proxy address in the environment is not a valid one"
        raise ValueError(message)
    return {task.prepared.scheme: proxy}


def _is_stale(task: Task, failure: Failure) -> bool:
    lost = failure.stage in {"send", "wait"} and not failure.timed_out and not task.answered
    return lost and task.reused and task.prepared.method in IDEMPOTENT


# ---------------------------------------------------------------- what came back


def _response(task: Task, raw: Any, content: bytes) -> Response:
    headers = _headers(task.lines)
    assert task.received_at is not None
    codings = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    return Response(
        status=raw.status,
        reason=raw.reason or "",
        headers=headers,
        body=Body(_unpacked(content, codings)),
        received_at=task.received_at,
    )


def _headers(lines: tuple[bytes, ...]) -> tuple[tuple[str, str], ...]:
    # As received, also what is no header: the person looks for exactly that. A folded line belongs to the one before.
    found: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("latin-1").rstrip("\r\n")
        if text[:1] in {" ", "\t"} and found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {text.strip()}")
        else:
            name, _, value = text.partition(":")
            found.append((name, value.strip(" \t")))
    return tuple(found)


def _unpacked(content: bytes, codings: str) -> bytes:
    # RFC 9110 §8.4: named in the order applied. One that is not known leaves the body as it came.
    for coding in reversed([part.strip().lower() for part in codings.split(",")]):
        if not content or coding not in {"gzip", "x-gzip", "deflate"}:
            break
        try:
            content = _inflate(content, coding)
        except zlib.error:
            message = f"the body is not what its Content-Encoding ({coding}) says"
            raise ValueError(message) from None
    return content


def _inflate(content: bytes, coding: str) -> bytes:
    if coding == "deflate":
        # Some servers leave out the zlib header (RFC 1950), whose first byte says method 8.
        zlib_header = content[0] & 0x0F == 8 and int.from_bytes(content[:2], "big") % 31 == 0
        bits = zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS
    else:
        bits = 16 + zlib.MAX_WBITS
    pieces: list[bytes] = []
    left = MOST_UNPACKED
    while content:  # gzip may come in several members
        stream = zlib.decompressobj(bits)
        pieces.append(stream.decompress(content, left))
        left -= len(pieces[-1])
        if stream.unconsumed_tail or left <= 0:
            message = f"the body is larger than {MOST_UNPACKED >> 20} MB when unpacked"
            raise ValueError(message)
        if not stream.eof:
            message = "incomplete"
            raise zlib.error(message)
        content = stream.unused_data if stream.unused_data.startswith(b"\x1f\x8b") else b""
    return b"".join(pieces)


def _timings(task: Task, total: float) -> Timings:
    spent = task.seconds.get
    return Timings(
        dns=spent("dns"),
        connect=spent("connect"),
        tls=spent("tls"),
        first_byte=spent("send"),
        download=spent("receive"),
        total=total,
    )


# ---------------------------------------------------------------- what went wrong


def _root(error: BaseException) -> BaseException:
    # The libraries wrap an error up to four times, each with the repr of an object or the URL.
    while True:
        wrapped = (error.__cause__, getattr(error, "reason", None), *error.args)
        inner = next((one for one in wrapped if isinstance(one, BaseException)), None)
        if inner is None or isinstance(error, http.client.IncompleteRead):
            return error
        error = inner


def _failure(task: Task, settings: Settings, error: BaseException) -> Failure:
    if task.cancel.requested:
        return Failure("cancelled", "cancelled")
    early = task.stage in {"dns", "tls"}  # requests looks for the file before anything else
    if early and task.prepared.scheme == "https" and settings.verify and settings.ca_file:
        _check_ca_file(settings.ca_file)
    timed_out = isinstance(error, TimeoutError)
    message = _silence(task) if timed_out else redact.url(_words(error))
    if task.proxied and task.stage in {"dns", "connect"}:
        message = f"proxy: {message}"
    return Failure(task.stage, message[:_LONGEST_MESSAGE], timed_out)


def _check_ca_file(path: str) -> None:
    if Path(path).is_dir():  # the library takes a folder of hashed certificates as well
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except (OSError, ValueError) as error:
        raise Problem(
            "refused",
            Finding(
                id="ca_file_unusable",
                severity="error",
                title="The CA file cannot be used",
                detail=f"It should hold certificates in PEM form, but: {_words(error)}.",
                evidence=(Evidence("file", ascii(path)[1:-1]),),
                remedy="Choose another file in the request's settings, or none for the usual authorities.",
            ),
        ) from error


def _silence(task: Task) -> str:
    early = task.stage in {"dns", "connect", "tls"}
    limit = task.patience if early else task.silence
    what = {
        "connect": "no connection",
        "tls": "no TLS handshake",
        "send": "the server took nothing more",
        "wait": "no answer",
    }.get(task.stage, "nothing more came")
    return what if limit is None else f"{what} within {limit:g} s"


def _words(error: BaseException) -> str:  # noqa: PLR0911  # one for each kind of error
    match error:
        case http.client.IncompleteRead():
            return _cut(error)
        case http.client.RemoteDisconnected():
            return "the server closed the connection without an answer"
        case http.client.BadStatusLine():
            return f"the answer is not HTTP: {ascii(str(error.args[0]))[:80]}"
        case ssl.SSLError():
            return re.sub(r"^\[[^\]]*\] | ?\(_ssl\.c:\d+\)$", "", str(error.args[-1]))
        case OSError(strerror=str(words)) | socket.gaierror(strerror=str(words)):
            return words
        case UnicodeError():
            return "the host name is not a valid one"
    # "<urllib3.connection.HTTPConnection object at 0x7f…>" and the like mean nothing to a person.
    return re.sub(r"<[^<>]* at 0x[0-9a-f]+>:? ?", "", str(error)) or type(error).__name__


def _cut(error: http.client.IncompleteRead) -> str:
    partial: Any = error.partial  # bytes from http.client, their number from urllib3
    got = partial if isinstance(partial, int) else len(partial)
    if error.expected is None:
        return f"the body ended in the middle of a chunk, after {got} bytes"
    return f"the body ended after {got} of {got + error.expected} bytes"
