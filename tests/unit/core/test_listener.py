"""The listener: takes the one answer that is waited for, and nothing that others send to it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.listener import Listener

STATE = "the-right-state"
GOOD = f"/callback?code=c0de&state={STATE}"
WATCHDOG = 30.0


class Waiting:
    """A listener that is waited at in a thread, and what came of it."""

    def __init__(self, listener: Listener, patience: float = WATCHDOG) -> None:
        self.listener = listener
        self.cancel = Cancel()
        self.outcome: Any = None
        self._thread = threading.Thread(target=self._wait, args=(patience,))
        self._thread.start()

    def _wait(self, patience: float) -> None:
        try:
            self.outcome = self.listener.wait(STATE, self.cancel, patience)
        except (Problem, Cancelled) as error:
            self.outcome = error

    def end(self) -> Any:
        self._thread.join(WATCHDOG)
        assert not self._thread.is_alive()
        return self.outcome

    @property
    def over(self) -> bool:
        return not self._thread.is_alive()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.listener.port), WATCHDOG)

    def send(self, request: bytes) -> bytes:
        with self.connect() as connection, contextlib.suppress(ConnectionError):
            connection.sendall(request)
            answer = b""
            while more := connection.recv(4096):
                answer += more
            return answer
        return b""

    def get(self, target: str, *lines: str, host: str = "", method: str = "GET") -> bytes:
        named = host or f"127.0.0.1:{self.listener.port}"
        head = (f"{method} {target} HTTP/1.1", f"Host: {named}", *lines, "", "")
        return self.send("\r\n".join(head).encode("latin-1"))


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    with Listener() as listener:
        made = Waiting(listener)
        yield made
        made.cancel.request()
        made.end()


def test_the_right_answer_is_taken_and_the_page_is_plain(waiting: Waiting) -> None:
    url = waiting.listener.url
    assert url == f"http://127.0.0.1:{waiting.listener.port}/callback"
    answer = waiting.get(GOOD + "&iss=https%3A%2F%2Fidp")
    assert waiting.end() == {"code": "c0de", "state": STATE, "iss": "https://idp"}
    head, _, page = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"default-src 'none'" in head
    assert b"no-store" in head
    assert b"You can close this page" in page
    assert b"script" not in page
    assert b"c0de" not in answer
    assert STATE.encode() not in answer


def test_an_error_of_the_provider_is_an_answer_too(waiting: Waiting) -> None:
    answer = waiting.get(f"/callback?error=access_denied&state={STATE}")
    assert b"was not finished" in answer
    assert waiting.end()["error"] == "access_denied"


def attacks(waiting: Waiting) -> Mapping[str, Callable[[], bytes]]:
    """Name -> what somebody sends who does not belong to the login."""
    port = waiting.listener.port
    return {
        "wrong state": lambda: waiting.get("/callback?code=evil&state=x"),
        "no state": lambda: waiting.get("/callback?code=evil"),
        "state twice": lambda: waiting.get(f"/callback?code=evil&state={STATE}&state=x"),
        "code twice": lambda: waiting.get(GOOD + "&code=evil"),
        "foreign host": lambda: waiting.get(GOOD, host=f"evil.example:{port}"),
        "host without port": lambda: waiting.get(GOOD, host="127.0.0.1"),
        "another port": lambda: waiting.get(GOOD, host="127.0.0.1:1"),
        "two hosts": lambda: waiting.get(GOOD, f"Host: 127.0.0.1:{port}"),
        "no host": lambda: waiting.send(f"GET {GOOD} HTTP/1.1\r\n\r\n".encode()),
        "posted": lambda: waiting.get(GOOD, "Origin: https://evil.example", method="POST"),
        "absolute": lambda: waiting.get(f"http://127.0.0.1:{port}{GOOD}"),
        "another path": lambda: waiting.get(GOOD.replace("callback", "callback/")),
        "path in other words": lambda: waiting.get(GOOD.replace("callback", "%63allback")),
        "favicon": lambda: waiting.get("/favicon.ico"),
        "no parameters": lambda: waiting.get("/callback"),
        "not UTF-8": lambda: waiting.get(f"/callback?code=%ff&state={STATE}"),
        "many items": lambda: waiting.get(GOOD + "&a" * 100),
        "huge": lambda: waiting.send(b"GET /callback?" + b"a" * 200_000),
        "endless lines": lambda: waiting.send(b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 20_000),
        "no HTTP": lambda: waiting.send(b"\x16\x03\x01\x00\r\n\r\n"),
        "no HTTP 2": lambda: waiting.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        "empty": lambda: waiting.send(b"\r\n\r\n"),
    }


def test_what_does_not_belong_is_refused_and_waited_on(waiting: Waiting) -> None:
    for name, attack in attacks(waiting).items():
        answer = attack()
        assert not answer or answer.startswith(b"HTTP/1.1 4"), name
        assert b"evil" not in answer, name
        assert STATE.encode() not in answer, name
        assert not waiting.over, name
    assert b" 200 " in waiting.get(GOOD)
    assert waiting.end()["code"] == "c0de"


def test_localhost_is_the_same_place() -> None:
    with Listener(host="localhost", path="/back") as listener:
        waiting = Waiting(listener)
        assert listener.url == f"http://localhost:{listener.port}/back"
        waiting.get(GOOD.replace("/callback", "/back"), host=f"LOCALHOST:{listener.port}")
        assert waiting.end()["code"] == "c0de"


def test_silent_and_slow_connections_do_not_hold_it_up(waiting: Waiting) -> None:
    with contextlib.ExitStack() as open_:
        for _ in range(100):  # more than are kept
            open_.enter_context(waiting.connect())
        slow = open_.enter_context(waiting.connect())
        slow.sendall(b"GET /callback?code=sl")
        assert b" 200 " in waiting.get(GOOD)
        assert waiting.end()["code"] == "c0de"


def test_a_request_may_come_in_pieces(waiting: Waiting) -> None:
    request = f"GET {GOOD} HTTP/1.1\r\nHost: 127.0.0.1:{waiting.listener.port}\r\n\r\n".encode()
    with waiting.connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for place in range(len(request)):
            connection.sendall(request[place : place + 1])
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    assert waiting.end()["code"] == "c0de"


def test_there_is_one_answer_and_then_nobody(waiting: Waiting) -> None:
    port = waiting.listener.port
    waiting.get(GOOD)
    waiting.end()
    waiting.listener.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), WATCHDOG)


def test_a_cancel_ends_it_at_once(waiting: Waiting) -> None:
    waiting.cancel.request()
    assert isinstance(waiting.end(), Cancelled)


def test_a_cancel_that_came_before() -> None:
    cancel = Cancel()
    cancel.request()
    with Listener() as listener, pytest.raises(Cancelled):
        listener.wait(STATE, cancel)


def test_nobody_came() -> None:
    with Listener() as listener, pytest.raises(Problem) as missed:
        listener.wait(STATE, Cancel(), 0)
    assert missed.value.trouble == "login"
    assert missed.value.finding.id == "redirect_not_answered"


@pytest.mark.parametrize(
    ("method", "target", "words"),
    [
        ("GET", "/callback", "response_mode=fragment"),
        ("POST", "/callback", "response_mode=form_post"),
        ("GET", GOOD + "&code=b", "a parameter twice"),
    ],
)
def test_what_came_instead_is_told(method: str, target: str, words: str) -> None:
    with Listener() as listener:
        waiting = Waiting(listener, 1.0)
        waiting.get(target, method=method)
        outcome = waiting.end()
    assert isinstance(outcome, Problem)
    assert words in outcome.finding.detail


def test_a_port_that_is_taken() -> None:
    with Listener() as first, pytest.raises(Problem) as taken:
        Listener(first.port)
    assert (taken.value.trouble, taken.value.finding.id) == ("storage", "redirect_port_taken")


def test_a_port_can_be_had_again_at_once() -> None:
    with Listener() as first:
        waiting = Waiting(first)
        waiting.get(GOOD)
        waiting.end()
    with Listener(first.port) as second:
        assert second.port == first.port


def test_it_listens_on_this_computer_alone() -> None:
    with Listener() as listener:
        assert listener._socket.getsockname()[0] == "127.0.0.1"
