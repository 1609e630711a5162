"""The only door to requests: sends a Prepared byte for byte, timed by phase, and stops at once when cancelled."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from apiclient_gui.core import redact
from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import Body, Failure, Prepared, Response, Settings, Timings
from apiclient_gui.core.secret import Secret

if TYPE_CHECKING:
    import ssl

    from apiclient_gui.core.wire.pool import Adapter
    from apiclient_gui.core.wire.spool import Spool
    from apiclient_gui.core.wire.task import Slot, Task
    from apiclient_gui.core.wire.trust import Trust

# RFC 9110 §9.2.2: to send one of these twice does no more than to send it once.
IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
CA_UNUSABLE: Final = "ca_file_unusable"  # the id of the finding that wire.trust makes
LONGEST_WAIT: Final = 86_400.0  # seconds; more does not fit into every system's timer
_LONGEST_MESSAGE = 300

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
    """Connections that several threads share; those that servers keep open are used again.

    Bodies above 8 MB go into files below `spool` (without it: the system's folder for temporary files) that are gone
    after `close`. `usual` are the preferences for a host (port allowed): they hold where a request's settings say
    nothing of their own. It may raise Problem and wait for the keyring.
    """

    def __init__(
        self, spool: Path | None = None, *, usual: Callable[[str], Settings] = lambda _: Settings()
    ) -> None:
        self.usual = usual
        self._folder = spool
        self._lock = threading.Lock()
        self._parts: _Parts | None = None

    def send(
        self,
        prepared: Prepared,
        settings: Settings,
        cancel: Cancel,
        *,
        passphrase: Secret | None = None,
    ) -> Delivery:
        """Send exactly these bytes and return what came back. Blocks; `cancel` ends it at every stage but DNS.

        Follows no redirect. A kept connection that the server closed meanwhile is replaced once, if nothing was
        answered and the method is idempotent. `passphrase` opens the client certificate's key. Raises Problem
        "refused", before anything is sent, for what cannot stand in an HTTP message, for a certificate or key file
        that cannot be used, and for a proxy typed that is none.
        """
        check(prepared)
        parts, usual = self._open(), self.usual(prepared.host)
        own, settings = settings, filled(settings, usual)
        from apiclient_gui.core.wire.task import Task  # noqa: PLC0415  # start-up time

        started_at, began = Clock.computer(), time.perf_counter()
        task = Task(prepared, cancel, _limit(settings.connect_timeout), _limit(settings.timeout))
        if prepared.scheme == "https":
            task.tls = _context(parts.trust, settings, own, passphrase)
        with parts.slot.hold(task):
            answer = self._first(parts, task, own.proxy, usual.proxy)
            if isinstance(answer, Failure) and _is_stale(task, answer):
                task.again()
                answer = _attempt(parts.adapter, parts.spool, task)
        total = time.perf_counter() - began
        response, failure = (None, answer) if isinstance(answer, Failure) else (answer, None)
        return Delivery(response, failure, _timings(task, total), started_at)

    def discard(self, body: Body) -> None:
        """Delete the file of a response's body that nobody needs any more; any other body is left alone."""
        with self._lock:
            parts = self._parts
        if parts is not None:
            parts.spool.discard(body)

    def sweep(self) -> None:
        """Delete the bodies that processes left which were killed. Reads the disk: not for the window's thread."""
        self._open().spool.sweep()

    def close(self) -> None:
        """Close the connections that are kept open, and delete the bodies in files."""
        with self._lock:
            parts, self._parts = self._parts, None
        if parts is not None:
            parts.adapter.close()
            parts.spool.close()

    def _first(self, parts: _Parts, task: Task, own: str, usual: str) -> Response | Failure:
        from apiclient_gui.core.wire import faults, proxies  # noqa: PLC0415  # start-up time

        prepared = task.prepared
        try:
            task.proxy = proxies.chosen(
                f"{prepared.scheme}://{prepared.host}/", prepared.host, own, usual
            )
        except ValueError as error:
            task.proxied = True
            return faults.failure(task, error)
        task.proxied = bool(task.proxy)  # what fails first, the URL is not to blame for
        return _attempt(parts.adapter, parts.spool, task)

    def _open(self) -> _Parts:
        with self._lock:
            if self._parts is None:
                from apiclient_gui.core.wire.pool import Adapter  # noqa: PLC0415  # requests: 0.1 s
                from apiclient_gui.core.wire.spool import Spool  # noqa: PLC0415  # start-up time
                from apiclient_gui.core.wire.task import Slot  # noqa: PLC0415  # start-up time
                from apiclient_gui.core.wire.trust import Trust  # noqa: PLC0415  # start-up time

                slot = Slot()
                self._parts = _Parts(slot, Adapter(slot), Trust(), Spool(self._folder))
            return self._parts


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is made at the first send: requests takes 0.1 s to import."""

    slot: Slot
    adapter: Adapter
    trust: Trust
    spool: Spool


def filled(own: Settings, usual: Settings) -> Settings:
    """Return a request's settings with the usual ones wherever it leaves them as a new request has them."""
    new = Settings()
    return msgspec.structs.replace(
        own,
        connect_timeout=usual.connect_timeout
        if own.connect_timeout == new.connect_timeout
        else own.connect_timeout,
        timeout=usual.timeout if own.timeout == new.timeout else own.timeout,
        ca_file=own.ca_file or usual.ca_file,
        proxy=own.proxy or usual.proxy,
    )


def _context(
    trust: Trust, settings: Settings, own: Settings, passphrase: Secret | None
) -> ssl.SSLContext:
    try:
        return trust.context(settings, passphrase)
    except Problem as problem:
        if problem.finding.id != CA_UNUSABLE or own.ca_file:
            raise
        raise Problem(problem.trouble, _preferred(problem.finding)) from None


def _preferred(finding: Finding) -> Finding:
    return msgspec.structs.replace(
        finding,
        remedy="Choose another file in the preferences, or none for the usual authorities.",
        actions=(Action("open_place", "Open the preferences", {"place": "preferences"}),),
    )


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


def _attempt(adapter: Adapter, spool: Spool, task: Task) -> Response | Failure:
    from urllib3.exceptions import HTTPError  # noqa: PLC0415  # start-up time

    from apiclient_gui.core.wire import faults, intake  # noqa: PLC0415  # start-up time

    try:
        task.cancel.check()
        return intake.response(task, _request(adapter, task), spool)
    # requests' exceptions are OSErrors.
    except (OSError, ValueError, HTTPError, http.client.HTTPException, Cancelled) as error:
        return faults.failure(task, error)


def _request(adapter: Adapter, task: Task) -> Any:
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
        proxies={prepared.scheme: task.proxy} if task.proxy else {},
    ).raw


def _is_stale(task: Task, failure: Failure) -> bool:
    lost = failure.stage in {"send", "wait"} and not failure.timed_out and not task.answered
    return lost and task.reused and task.prepared.method in IDEMPOTENT


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
