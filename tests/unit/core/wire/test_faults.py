"""Errors of the libraries in words for a person."""

from __future__ import annotations

import http.client
import socket
import ssl

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Failure
from apiclient_gui.core.wire.faults import failure, words
from apiclient_gui.core.wire.task import Task
from tests.support.sends import prepared


def task() -> Task:
    return Task(prepared("h"), Cancel(), 5, 30)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (http.client.IncompleteRead(b"abc", 7), "the body ended after 3 of 10 bytes"),
        (
            http.client.IncompleteRead(b"ab"),
            "the body ended in the middle of a chunk, after 2 bytes",
        ),
        (http.client.BadStatusLine("\x1b[0m"), "the answer is not HTTP: '\\x1b[0m'"),
        (ssl.SSLError(1, "[SSL: WRONG] wrong version number (_ssl.c:992)"), "wrong version number"),
        (socket.gaierror(-2, "Name or service not known"), "Name or service not known"),
        (OSError("the file a changed"), "the file a changed"),
        (ValueError(), "ValueError"),
        (RuntimeError("<urllib3.X object at 0x7f00>: refused"), "refused"),
    ],
)
def test_an_error_is_told(error: Exception, said: str) -> None:
    assert words(error) == said


def test_the_innermost_error_counts() -> None:
    inner = ConnectionResetError(104, "Connection reset by peer")
    outer = OSError("Connection aborted.", inner)
    assert failure(task(), outer) == Failure("dns", "Connection reset by peer")


def test_a_password_in_an_error_is_masked_and_a_long_one_cut() -> None:
    told = failure(task(), ValueError("http://me:hunter2@h/ " + "x" * 1000))
    assert "hunter2" not in told.message
    assert len(told.message) == 300


def test_silence_is_told_with_its_limit() -> None:
    running = task()
    running.stage = "connect"
    running.proxied = True
    assert failure(running, TimeoutError()) == Failure(
        "connect", "proxy: no connection within 5 s", timed_out=True
    )


def test_a_cancel_goes_before_any_error() -> None:
    running = task()
    running.cancel.request()
    assert failure(running, ValueError("x")) == Failure("cancelled", "cancelled")
