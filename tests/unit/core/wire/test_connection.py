from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Body, Failure, FilePart, Prepared, Settings
from apiclient_gui.core.transport import Transport
from tests.support.sends import Background, answered, failed, prepared
from tests.support.sockets import RawServer, blackhole, free_port, ok

ODD = {
    "nothing but Host": prepared("", ("Host", "x")),
    "not even Host": replace(prepared(""), headers=()),
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


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


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


def at(*hosts: str) -> list[Any]:
    """What getaddrinfo gives for a name that stands for all of these."""
    pairs = (host.split(":") for host in hosts)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, int(port))) for ip, port in pairs]


def test_the_addresses_of_a_name_share_the_time(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawServer(ok(b"second")) as server, blackhole() as silent:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: at(silent, server.host))
        delivery = transport.send(prepared("two.invalid"), Settings(connect_timeout=0.5), Cancel())
        assert answered(delivery).body.content == b"second"


def test_the_last_address_gives_the_reason(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with blackhole() as silent:
        closed = f"127.0.0.1:{free_port()}"
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: at(silent, closed))
        delivery = transport.send(prepared("two.invalid"), Settings(connect_timeout=0.1), Cancel())
        assert failed(delivery) == Failure("connect", "Connection refused")


def test_an_address_that_cannot_be_reached(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Some errors come at once and not through the socket: a broadcast address is refused to a stream.
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: at("255.255.255.255:80"))
    failure = failed(transport.send(prepared("far.invalid"), Settings(), Cancel()))
    assert failure.stage == "connect"
    assert failure.message


def test_a_name_without_an_address(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
    failure = failed(transport.send(prepared("none.invalid"), Settings(), Cancel()))
    assert failure == Failure("connect", "the name has no address")


def with_file(host: str, file: Path, *around: bytes, method: str = "PUT") -> Prepared:
    facts = file.stat()
    part = FilePart(file, facts.st_size, facts.st_mtime_ns)
    before, after = around or (b"", b"")
    body = Body(pieces=(before, part, after))
    request = prepared(host, ("Host", host), ("Content-Length", str(body.size)), method=method)
    return replace(request, body=body)


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3 * 2**20 + 7])
def test_a_file_goes_out_between_its_pieces(
    transport: Transport, tmp_path: Path, size: int
) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(bytes(range(256)) * (size // 256) + b"z" * (size % 256))
    with RawServer(ok()) as server:
        request = with_file(server.host, file, b"before", b"after")
        for _ in range(2):
            answered(transport.send(request, Settings(), Cancel()))
        content = b"before" + file.read_bytes() + b"after"
        assert server.requests == [request.head() + content] * 2
        assert server.connections == 1


@pytest.mark.parametrize("content", [b"longer" * 30_000, b"short", None])
def test_a_file_that_changed_never_reaches_the_server_whole(
    transport: Transport, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"x" * 100_000)
    with RawServer(ok(b"fine")) as server:
        request = with_file(server.host, file)
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        failure = failed(transport.send(request, Settings(), Cancel()))
        assert failure.stage == "send"
        assert ("changed" in failure.message) == (content is not None)
        server.wait_idle()
        assert server.requests == []
        answered(transport.send(prepared(server.host), Settings(), Cancel()))
        assert len(server.requests) == 1


def test_a_file_that_changes_while_it_is_sent_never_reaches_the_server_whole(
    transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"x" * 100_000)
    sent: list[int] = []
    original = HTTPConnection.send

    def touching(self: HTTPConnection, data: bytes) -> None:
        sent.append(len(data))
        os.utime(file, ns=(1, 1))
        original(self, data)

    with RawServer(ok()) as server:
        request = with_file(server.host, file)
        monkeypatch.setattr(HTTPConnection, "send", touching)
        failure = failed(transport.send(request, Settings(), Cancel()))
        assert "changed" in failure.message
        assert sum(sent) < len(request.head()) + 100_000
        server.wait_idle()
        assert server.requests == []


def test_a_cancel_ends_a_file_in_the_middle(transport: Transport, tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    with file.open("wb") as out:
        out.truncate(2**28)
    with RawServer(deaf=True) as server:
        task = Background(transport, with_file(server.host, file))
        server.wait_connections(1)
        assert failed(task.stop()) == Failure("cancelled", "cancelled")
