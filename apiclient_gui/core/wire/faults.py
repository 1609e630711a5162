"""Why nothing came back: the libraries' errors in words for a person, without their wrapping and without a secret."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from typing import Any

from apiclient_gui.core import redact
from apiclient_gui.core.model import Failure
from apiclient_gui.core.wire.task import Task

_LONGEST_MESSAGE = 300


def failure(task: Task, error: BaseException) -> Failure:
    """Return why this send came to nothing."""
    if task.cancel.requested:
        return Failure("cancelled", "cancelled")
    error = _root(error)
    timed_out = isinstance(error, TimeoutError)
    message = _silence(task) if timed_out else redact.url(words(error))
    if task.proxied and task.stage in {"dns", "connect"}:
        message = f"proxy: {message}"
    return Failure(task.stage, message[:_LONGEST_MESSAGE], timed_out)


def words(error: BaseException) -> str:  # noqa: PLR0911  # one for each kind of error
    """Return what an error says, without what means nothing to a person."""
    match error:
        case http.client.IncompleteRead():
            return _cut(error)
        case http.client.RemoteDisconnected():
            return "the server closed the connection without an answer"
        case http.client.BadStatusLine():
            return f"the answer is not HTTP: {ascii(str(error.args[0]))[:80]}"
        case ssl.SSLError():
            return re.sub(r"^\[[^\]]*\] | ?\(_ssl\.c:\d+\)$", "", str(error.args[-1]))
        case OSError(strerror=str(said)) | socket.gaierror(strerror=str(said)):
            return said
        case UnicodeError():
            return "the host name is not a valid one"
    # "<urllib3.connection.HTTPConnection object at 0x7f…>" and the like mean nothing to a person.
    return re.sub(r"<[^<>]* at 0x[0-9a-f]+>:? ?", "", str(error)) or type(error).__name__


def _root(error: BaseException) -> BaseException:
    # The libraries wrap an error up to four times, each with the repr of an object or the URL.
    while True:
        wrapped = (error.__cause__, getattr(error, "reason", None), *error.args)
        inner = next((one for one in wrapped if isinstance(one, BaseException)), None)
        if inner is None or isinstance(error, http.client.IncompleteRead):
            return error
        error = inner


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


def _cut(error: http.client.IncompleteRead) -> str:
    partial: Any = error.partial  # bytes from http.client, their number from urllib3
    got = partial if isinstance(partial, int) else len(partial)
    if error.expected is None:
        return f"the body ended in the middle of a chunk, after {got} bytes"
    return f"the body ended after {got} of {got + error.expected} bytes"
