from __future__ import annotations

from collections.abc import Iterator

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Settings
from apiclient_gui.core.transport import Transport
from tests.support.sends import answered, prepared
from tests.support.sockets import RawServer, ok


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


def test_headers_come_as_received(transport: Transport) -> None:
    head = (
        b"HTTP/1.1 200 Fine  by me\r\nX-b: 1\r\nx-A:  two  \r\nX-B: 3\r\nx-l\xe9: no\r\nno colon\r\n"
        b": no name\r\nSpaced : s\r\nX-Fold: a\r\n  b\r\nX-High: caf\xe9 \x85\r\nX-CR: a\rb\r\n"
        b"Content-Length: 2\r\n\r\nok"
    )
    with RawServer(head) as server:
        request = prepared(server.host, ("Host", "x"))
        for _ in range(2):
            response = answered(transport.send(request, Settings(), Cancel()))
            assert response.reason == "Fine  by me"
            assert response.headers == (
                ("X-b", "1"),
                ("x-A", "two"),
                ("X-B", "3"),
                ("x-l\xe9", "no"),
                ("no colon", ""),
                ("", "no name"),
                ("Spaced ", "s"),
                ("X-Fold", "a b"),
                ("X-High", "caf\xe9 \x85"),
                ("X-CR", "a\rb"),
                ("Content-Length", "2"),
            )
            # http.client alone loses the length behind the first line that is no header.
            assert response.body.content == b"ok"
        assert server.connections == 1


def test_interim_answers_are_skipped(transport: Transport) -> None:
    early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    with RawServer(early + ok(b"one"), early + ok(b"two", "X-Last: 1")) as server:
        request = prepared(server.host, ("Host", "x"))
        bodies = [answered(transport.send(request, Settings(), Cancel())) for _ in range(2)]
        assert [one.body.content for one in bodies] == [b"one", b"two"]
        assert bodies[1].headers == (("X-Last", "1"), ("Content-Length", "3"))


def test_switching_protocols_ends_the_connection(transport: Transport) -> None:
    switch = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x00"
    with RawServer(switch) as server:
        request = prepared(server.host, ("Host", "x"))
        for _ in range(2):
            response = answered(transport.send(request, Settings(), Cancel()))
            assert (response.status, response.body.content) == (101, b"")
        assert server.connections == 2
