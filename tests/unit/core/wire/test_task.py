from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Body, Header, Origin, Settings
from apiclient_gui.core.transport import Transport
from apiclient_gui.core.wire.task import Slot, Task
from tests.support.sends import Background, answered, failed, prepared
from tests.support.sockets import Answer, RawServer, ok


@dataclass
class Line:
    handle: socket.socket | None = None


def task(cancel: Cancel) -> Task:
    return Task(prepared("h"), cancel, 5.0, 5.0)


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_phases_end_where_the_next_begins() -> None:
    one = task(Cancel())
    one.enter("dns")
    one.enter("connect")
    assert one.stage == "connect"
    assert list(one.seconds) == ["dns"]
    one.time(None)
    one.time(None)
    assert list(one.seconds) == ["dns", "connect"]


def test_a_second_attempt_knows_nothing_of_the_first() -> None:
    one = task(Cancel())
    one.enter("connect")
    one.enter("send")
    one.answered = one.reused = True
    one.again()
    assert (one.stage, one.seconds, one.answered, one.reused) == ("dns", {}, False, False)


def test_a_cancel_reaches_what_is_watched_and_nothing_else(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = pair
    theirs.setblocking(False)
    cancel, slot = Cancel(), Slot()
    one = task(cancel)
    line = Line(ours)
    with slot.hold(one):
        assert slot.now() is one
        one.watch(line, ours)
        assert one.holds(ours)
    assert slot.task is None
    assert not one.holds(ours)
    cancel.request()
    with pytest.raises(
        BlockingIOError
    ):  # still open, though cancelled: it belongs to the pool again
        theirs.recv(1)
    one.watch(line, ours)
    assert theirs.recv(1) == b""


def test_the_handle_of_a_closed_connection_is_closed_at_the_end(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, _ = pair
    one = task(Cancel())
    line = Line(ours)
    one.watch(line, ours)
    line.handle = None
    assert ours.fileno() >= 0
    one.leave()
    assert ours.fileno() < 0


@pytest.mark.parametrize(
    ("headers", "body", "keeps"),
    [
        ((), b"", True),
        ((("content-length", "0"),), b"", True),
        ((("Content-Length", "2"), ("CONTENT-LENGTH", "2")), b"ab", True),
        ((("Content-Length", "2"), ("Content-Length", "3")), b"ab", False),
        ((("Content-Length", "+2"),), b"ab", False),
        ((), b"ab", False),
        ((("Transfer-Encoding", "chunked"),), b"", False),
    ],
)
def test_when_a_connection_may_be_used_again(
    headers: tuple[tuple[str, str], ...], body: bytes, keeps: bool
) -> None:
    lines = tuple(Header(name, value, Origin("header")) for name, value in headers)
    request = replace(prepared("h"), headers=lines, body=Body(body))
    assert Task(request, Cancel(), None, None).keeps_frame is keeps


def test_a_late_cancel_does_not_reach_the_next_send_on_the_connection(
    transport: Transport,
) -> None:
    first = Cancel()
    with RawServer(ok(b"one"), Answer(ok(b"two")[:-1], "hang")) as server:
        request = prepared(server.host)
        answered(transport.send(request, Settings(), first))
        second = Background(transport, request)
        server.wait_requests(2)
        first.request()
        assert server.connections == 1
        assert server.is_open()
        assert failed(second.stop()).stage == "cancelled"
