"""HTTP as clients really speak it, well and badly: each time the next request must be answered."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from apiclient_gui.practice import refusals
from apiclient_gui.practice.connection import Bench, Judgement
from apiclient_gui.practice.judge import Gateway
from apiclient_gui.practice.refusals import BODY_LIMIT
from apiclient_gui.practice.verdict import refuse
from apiclient_gui.practice.wire import Received

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def alive_afterwards(desk: Desk, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    assert desk.ask(desk.signed()).status == 200
    assert capfd.readouterr().err == ""


def test_keep_alive_and_close(desk: Desk) -> None:
    line = desk.line()
    for _ in range(3):
        line.send(desk.signed())
        assert line.answer().headers["connection"] == "keep-alive"
    line.send(desk.raw([*desk.sign(), ("Connection", "close")]))
    assert line.answer().headers["connection"] == "close"
    assert line.ended()


def test_pipelined_requests_are_answered_in_order(desk: Desk) -> None:
    line = desk.line()
    line.send(
        desk.signed()
        + desk.signed("POST", body=b'{"a":1}')
        + desk.raw([("Host", "h")], path="/petz")
        + desk.signed(path="/pets/3")
    )
    assert [line.answer().status for _ in range(4)] == [200, 201, 403, 200]


def test_one_byte_at_a_time(desk: Desk) -> None:
    line = desk.line()
    for byte in desk.signed("POST", body=b'{"a":1}'):
        line.send(bytes((byte,)))
    assert line.answer().status == 201


def test_a_chunked_body_is_hashed_as_it_was_before_chunking(desk: Desk) -> None:
    content = b'{"name": "Rex"}'
    headers = [*desk.sign("POST", body=content), ("Transfer-Encoding", "chunked")]
    line = desk.line()
    line.send(desk.raw(headers, "POST") + b"5\r\n" + content[:5] + b"\r\n")
    line.send(b"%X\r\n" % len(content[5:]) + content[5:] + b"\r\n0\r\n\r\n")
    assert json.loads(line.answer().body)["name"] == "Rex"
    line.send(desk.signed())
    assert line.answer().status == 200


def test_expect_continue(desk: Desk) -> None:
    content = b'{"name": "Rex"}'
    headers = [
        *desk.sign("POST", body=content),
        ("Expect", "100-continue"),
        ("Content-Length", str(len(content))),
    ]
    line = desk.line()
    line.send(desk.raw(headers, "POST"))
    assert line.status_line() == b"HTTP/1.1 100 Continue\r\n"
    assert line.status_line() == b"\r\n"
    line.send(content)
    assert line.answer().status == 201


def test_ten_megabytes_are_taken(desk: Desk) -> None:
    content = b'"' + b"a" * (BODY_LIMIT - 2) + b'"'
    answer = desk.ask(desk.signed("POST", body=content))
    assert (answer.status, answer.error_type) == (400, "BadRequestException")  # not an object


@pytest.mark.parametrize("waits", [False, True])
def test_one_byte_more_is_not(desk: Desk, waits: bool) -> None:
    headers = [("Host", desk.host), ("Content-Length", str(BODY_LIMIT + 1))]
    if waits:
        headers.append(("Expect", "100-continue"))
    line = desk.line()
    line.send(desk.raw(headers, "POST") + (b"" if waits else bytes(BODY_LIMIT + 1)))
    answer = line.answer()
    assert answer.status == 413
    assert answer.body == b"HTTP content length exceeded 10485760 bytes."
    assert answer.headers["content-type"] == "text/plain"
    assert answer.error_type == "RequestTooLargeException"
    assert line.ended()
    (judgement,) = desk.judgements
    assert (judgement.reason, judgement.method) == ("body_too_large", "POST")
    assert judgement.path == f"{desk.stage}/pets"


@pytest.mark.parametrize(
    ("raw", "status", "reason"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", 400, "bad_request"),
        (b"garbage\r\n\r\n", 400, "bad_request"),
        (b"\0\0\0\0\r\n", 400, "bad_request"),
        (b"GET / HTTP/1.1\r\nHost: h\r\nX: \0\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/1.1\r\n\r\n", 400, "bad_request"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: h\r\n\r\n", 414, "target_too_long"),
        (
            b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
            431,
            "headers_too_large",
        ),
    ],
)
def test_what_is_not_http_is_refused_and_the_connection_ended(
    desk: Desk, raw: bytes, status: int, reason: str
) -> None:
    line = desk.line()
    line.send(raw)
    answer = line.answer()
    assert answer.status == status
    assert answer.headers["connection"] == "close"
    assert json.loads(answer.body).keys() == {"message"}
    assert line.ended()
    assert [(one.reason, one.method, one.path) for one in desk.judgements] == [(reason, "", "")]


def test_a_half_closed_connection_gets_its_answer(desk: Desk) -> None:
    line = desk.line()
    line.send(desk.signed())
    line.socket.shutdown(socket.SHUT_WR)
    assert line.answer().status == 200
    assert line.ended()


def test_half_a_body_is_not_judged(desk: Desk) -> None:
    line = desk.line()
    line.send(desk.raw([("Host", "h"), ("Content-Length", "10")], "POST") + b"abc")
    line.socket.shutdown(socket.SHUT_WR)
    assert line.ended()
    assert desk.judgements == []


def test_clients_that_go_away(desk: Desk) -> None:
    for raw in (b"", b"GET", desk.signed(), desk.signed() * 50):
        line = desk.line()
        line.send(raw)
        line.close()


def test_a_reset_connection(desk: Desk) -> None:
    line = desk.line()
    line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    line.send(desk.signed("POST", body=b"{}")[:-1])
    line.close()


def test_connections_side_by_side(desk: Desk) -> None:
    raw = desk.signed()
    statuses: list[int] = []

    def ask() -> None:
        line = desk.line()
        for _ in range(10):
            line.send(raw)
            statuses.append(line.answer().status)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 80


def test_a_fault_of_the_gateway_is_a_500(judge: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    told: list[Judgement] = []
    bench = Bench(judge, told.append, lambda: NOW)
    with monkeypatch.context() as broken:
        broken.setattr("apiclient_gui.practice.judge.sigv4.claim", fail)
        verdict = bench.judge(Received("GET", b"/", (("host", b"h"),)))
    assert verdict.reply.status == 500
    assert verdict.reply.body == b'{"message":"Internal server error"}'
    assert (told[0].reason, told[0].detail) == (
        "internal_error",
        "The practice gateway failed: ZeroDivisionError.",
    )


def test_the_path_in_the_log_is_fit_for_a_terminal(judge: Gateway) -> None:
    told: list[Judgement] = []
    bench = Bench(judge, told.append, lambda: NOW)
    request = Received("GET", "/\x9b31m/é?secret".encode(), ())
    bench.tell(request, refuse(refusals.missing_token(known=False)), NOW)
    assert told[0].path == "/\\x9b31m/é"
