"""Responses as they arrive: small ones in memory, large ones in a file, broken ones nowhere."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Settings
from apiclient_gui.core.transport import Transport
from apiclient_gui.core.wire import intake
from tests.support.sends import Background, answered, failed, prepared
from tests.support.sockets import Answer, RawServer, ok

LARGE = bytes(range(256)) * 36_000  # 9 MB


@pytest.fixture
def transport(tmp_path: Path) -> Iterator[Transport]:
    made = Transport(tmp_path / "spool")
    yield made
    made.close()


def held(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.body"))


@pytest.mark.parametrize(
    ("size", "in_file"), [(0, False), (intake.IN_MEMORY, False), (intake.IN_MEMORY + 1, True)]
)
def test_above_the_limit_a_body_is_in_a_file(
    transport: Transport, size: int, in_file: bool
) -> None:
    with RawServer(ok(b"x" * size)) as server:
        response = answered(transport.send(prepared(server.host), Settings(), Cancel()))
    assert (response.body.size, response.received) == (size, size)
    assert (response.body.file is not None) == in_file
    assert b"".join(response.body.blocks()) == b"x" * size


def test_both_sizes_of_a_packed_body_are_known(transport: Transport) -> None:
    packed = gzip.compress(LARGE)
    with RawServer(ok(packed, "Content-Encoding: gzip")) as server:
        response = answered(transport.send(prepared(server.host), Settings(), Cancel()))
    assert (response.received, response.body.size) == (len(packed), len(LARGE))
    assert response.body.file is not None
    assert response.body.file.read_bytes() == LARGE


def test_one_can_be_discarded_early_and_close_deletes_the_rest(
    transport: Transport, tmp_path: Path
) -> None:
    with RawServer(ok(LARGE)) as server:
        first, second = (
            answered(transport.send(prepared(server.host), Settings(), Cancel())).body
            for _ in range(2)
        )
        assert server.connections == 1
    transport.discard(first)
    assert held(tmp_path) == [second.file]
    transport.close()
    assert held(tmp_path) == []


def test_what_was_cut_off_is_not_left_on_disk(transport: Transport, tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"
    with RawServer(Answer(head + LARGE, "close")) as server:
        failure = failed(transport.send(prepared(server.host), Settings(), Cancel()))
    assert failure.message == f"the body ended after {len(LARGE)} of 99999999 bytes"
    assert held(tmp_path) == []


@pytest.mark.parametrize("length", ["Content-Length: 99999999", "Connection: close"])
def test_a_cancel_in_the_middle_leaves_nothing(
    transport: Transport, tmp_path: Path, length: str
) -> None:
    head = f"HTTP/1.1 200 OK\r\n{length}\r\n\r\n".encode()
    with RawServer(Answer(head + LARGE, "hang")) as server:
        task = Background(transport, prepared(server.host))
        server.wait_requests(1)
        while not held(tmp_path):
            task.still_running()
        assert failed(task.stop()).stage == "cancelled"
    assert held(tmp_path) == []


def test_a_bomb_is_refused_and_nothing_of_it_stays(
    transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_UNPACKED", 2**25)
    bomb = gzip.compress(bytes(2**26))
    with RawServer(ok(bomb, "Content-Encoding: gzip"), ok(b"next")) as server:
        failure = failed(transport.send(prepared(server.host), Settings(), Cancel()))
        assert answered(transport.send(prepared(server.host), Settings(), Cancel()))
    assert (failure.stage, failure.message) == (
        "receive",
        "the body is larger than 32 MB when unpacked",
    )
    assert held(tmp_path) == []


def test_padding_after_the_packed_end_keeps_the_connection(transport: Transport) -> None:
    body = gzip.compress(b"text") + bytes(2**20)
    with RawServer(ok(body, "Content-Encoding: gzip")) as server:
        for _ in range(2):
            response = answered(transport.send(prepared(server.host), Settings(), Cancel()))
            assert (response.body.content, response.received) == (b"text", len(body))
        assert server.connections == 1


def test_header_lines_are_kept_as_they_came() -> None:
    lines = (b"A: 1\r\n", b"\tmore\r\n", b"junk\r\n", b"a:  2 \r\n", b"B:\xe9\r\n")
    assert intake.headers(lines) == (("A", "1 more"), ("junk", ""), ("a", "2"), ("B", "é"))
