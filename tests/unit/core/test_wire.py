from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Body, Header, Origin, Prepared, QueryItem, Response, Settings
from apiclient_gui.core.transport import Delivery, Transport
from tests.support.sockets import Answer, RawServer, ok

TYPED = Origin("header")


def prepared(
    host: str,
    *headers: tuple[str, str],
    method: str = "GET",
    path: str = "/",
    query: str = "",
    body: bytes = b"",
) -> Prepared:
    items = tuple(
        QueryItem(name, value if sep else None, Origin("url"))
        for name, sep, value in (item.partition("=") for item in query.split("&"))
    )
    return Prepared(
        method=method,
        scheme="http",
        host=host,
        path=path,
        query=items if query else (),
        headers=tuple(Header(name, value, TYPED) for name, value in headers),
        body=Body(body),
    )


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


def answered(delivery: Delivery) -> Response:
    assert delivery.failure is None
    assert delivery.response is not None
    return delivery.response


ODD = {
    "nothing but Host": prepared("", ("Host", "x")),
    "not even Host": prepared(""),
    "own Host": prepared("", ("Host", "api.example.com:8443")),
    "Host last, odd case": prepared("", ("x-A", "1"), ("hOST", "x")),
    "repeated, apart": prepared("", ("A", "1"), ("B", "2"), ("a", "3"), ("Host", "h")),
    "no User-Agent, own Accept-Encoding": prepared("", ("Host", "x"), ("Accept-Encoding", "zstd")),
    "two User-Agents": prepared("", ("Host", "x"), ("User-Agent", "a"), ("User-Agent", "b")),
    "the library's own mark": prepared("", ("Host", "x"), ("User-Agent", "@@@SKIP_HEADER@@@")),
    "empty value": prepared("", ("Host", "x"), ("X-Empty", "")),
    "blanks around": prepared("", ("Host", "x"), ("X-Blank", "  a   b\t ")),
    "Latin-1": prepared("", ("Host", "x"), ("X-Name", "Žofie".encode().decode("latin-1"))),
    "a high byte": prepared("", ("Host", "x"), ("X-Name", "caf\xe9\x85\xa0")),
    "dots and slashes": prepared("", ("Host", "x"), path="//a/../b/./c//"),
    "two slashes": prepared("", ("Host", "x"), path="//"),
    "lower-case hex": prepared("", ("Host", "x"), path="/%7euser/%c3%a9%2f", query="a=%7e&&x"),
    "odd query": prepared("", ("Host", "x"), query="a;b=1&=v&flag&z=&a=b=c&??"),
    "characters left bare": prepared(
        "", ("Host", "x"), path="/a:b*,(c)'!$;=@[]{}|\\^`\"<>", query="#"
    ),
    "bad escapes": prepared("", ("Host", "x"), path="/100%/%zz", query="%"),
    "authority look-alike": prepared("", ("Host", "x"), path="//other.example/@x:80"),
    "POST with no body": prepared("", ("Host", "x"), ("Content-Length", "0"), method="POST"),
    "POST with no body nor length": prepared("", ("Host", "x"), method="POST"),
    "GET with a body": prepared("", ("Host", "x"), ("content-length", "2"), body=b"{}"),
    "binary body": prepared(
        "", ("Host", "x"), ("Content-Length", "256"), method="PUT", body=bytes(range(256))
    ),
    "body that looks like a request": prepared(
        "", ("Host", "x"), ("Content-Length", "4"), method="POST", body=b"\r\n\r\n"
    ),
    "large body": prepared(
        "", ("Host", "x"), ("Content-Length", "300000"), method="POST", body=b"\0\xff1" * 100_000
    ),
    "odd method": prepared("", ("Host", "x"), method="M-SEARCH"),
    "lower-case method": prepared("", ("Host", "x"), method="get"),
    "long target": prepared("", ("Host", "x"), path="/" + "a" * 60_000),
    "many headers": prepared("", ("Host", "x"), *((f"X-{n}", "v") for n in range(300))),
}


@pytest.mark.parametrize("request_", ODD.values(), ids=ODD.keys())
def test_exactly_these_bytes_go_out(transport: Transport, request_: Prepared) -> None:
    with RawServer(ok()) as server:
        request = replace(request_, host=server.host)
        for _ in range(2):  # on a new connection, and on a kept one
            answered(transport.send(request, Settings(), Cancel()))
        assert server.requests == [request.head() + request.body.content] * 2
        assert server.connections == 1


def test_header_and_body_are_one_packet(transport: Transport) -> None:
    # Nagle is off, so two writes would be two packets, and the server's delayed ACK is not far.
    request = prepared("", ("Host", "x"), ("Content-Length", "4"), method="POST", body=b"body")
    with RawServer(ok()) as server:
        answered(transport.send(replace(request, host=server.host), Settings(), Cancel()))
        assert server.packets[0] == server.requests[0]


def test_a_redirect_is_shown_and_cookies_are_not_kept(transport: Transport) -> None:
    answer = ok(b"", "Location: /elsewhere", "Set-Cookie: a=b; Path=/", status="302 Found")
    with RawServer(answer) as server:
        request = prepared(server.host, ("Host", "x"))
        for _ in range(2):
            response = answered(transport.send(request, Settings(), Cancel()))
            assert response.status == 302
            assert response.header("location") == "/elsewhere"
        assert server.requests == [request.head()] * 2


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


@pytest.mark.parametrize(
    "headers",
    [(("Content-Length", "1"),), (), (("Transfer-Encoding", "chunked"), ("Content-Length", "5"))],
)
def test_a_request_whose_end_is_in_doubt_has_its_connection_for_itself(
    transport: Transport, headers: tuple[tuple[str, str], ...]
) -> None:
    # What the server takes for a second request would be answered, and that answer shown for the next send.
    with RawServer(ok()) as server:
        request = prepared(server.host, *headers, method="POST", body=b"3\r\nab")
        answered(transport.send(request, Settings(), Cancel()))
        answered(transport.send(prepared(server.host), Settings(), Cancel()))
        assert server.connections == 2


def test_a_cancelled_task_cannot_reach_the_next_send_on_its_connection(
    transport: Transport,
) -> None:
    first = Cancel()
    with RawServer(ok(b"one"), Answer(ok(b"two")[:-1], "hang")) as server:
        request = prepared(server.host, ("Host", "x"))
        answered(transport.send(request, Settings(), first))
        got: list[Delivery] = []
        second = Cancel()
        thread = threading.Thread(
            target=lambda: got.append(transport.send(request, Settings(), second)), daemon=True
        )
        thread.start()
        server.wait_requests(2)
        first.request()
        assert server.connections == 1
        assert server.is_open()
        second.request()
        thread.join(30)
        assert got[0].failure is not None
        assert got[0].failure.stage == "cancelled"


def test_threads_share_a_transport(transport: Transport) -> None:
    with RawServer(ok(b"same")) as server:
        request = prepared(server.host, ("Host", "x"))
        bodies: list[bytes] = []

        def work() -> None:
            for _ in range(20):
                delivery = transport.send(request, Settings(), Cancel())
                bodies.append(answered(delivery).body.content)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert bodies == [b"same"] * 160
        assert server.connections <= 8
