"""Ctrl+C cancels what is under way, as a program of its own feels it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from apiclient_gui.cli.base.interrupt import cancelled_by_interrupt
from tests.support.sockets import Answer, RawServer


def test_an_interrupt_asks_to_stop_and_the_handler_before_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with cancelled_by_interrupt() as cancel:
        assert not cancel.requested
        signal.raise_signal(signal.SIGINT)
        assert cancel.requested
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(sys.platform == "win32", reason="a child gets no Ctrl+C of its own there")
def test_a_hung_send_ends_with_a_finding() -> None:
    with RawServer(Answer(b"", "hang")) as server:
        command = [sys.executable, "-m", "apiclient_gui.cli", "send", "--json", "GET"]
        child = subprocess.Popen(
            [*command, f"http://{server.host}/"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        server.wait_requests(1)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
    assert child.returncode == 3
    assert json.loads(out)["error"]["id"] == "cancelled_by_user"
    assert b"Traceback" not in err


def test_what_was_cancelled_ends_as_an_interrupt() -> None:
    before = signal.getsignal(signal.SIGINT)

    def work() -> None:
        with cancelled_by_interrupt() as cancel:
            signal.raise_signal(signal.SIGINT)
            cancel.check()

    with pytest.raises(KeyboardInterrupt):
        work()
    assert signal.getsignal(signal.SIGINT) is before
