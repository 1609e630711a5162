from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.practice import wire
from apiclient_gui.practice.refusals import BODY_LIMIT, Refused

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def head(raw: bytes) -> wire.Received | None:
    return wire.read_head(io.BytesIO(raw))


def status(raw: bytes) -> int:
    with pytest.raises(Refused) as caught:
        _whole(raw)
    return caught.value.refusal.status


def _whole(raw: bytes) -> bytes:
    source = io.BytesIO(raw)
    read = wire.read_head(source)
    assert read
    return wire.read_body(read, source, lambda: None)


def body(headers: bytes, content: bytes) -> bytes:
    return _whole(b"POST / HTTP/1.1\r\nHost: h\r\n" + headers + b"\r\n\r\n" + content)


def test_nothing_is_changed_in_target_and_headers() -> None:
    read = head(
        b"\r\n\nPOST //a/../%7e?x=+&&y HTTP/1.1\r\nHost: H.example\r\nX_A:  a  b \r\nx-b:1\nX-B:2\r\n\r\n"
    )
    assert read
    assert read.method == "POST"
    assert read.target == b"//a/../%7e?x=+&&y"
    assert (read.path, read.query) == (b"//a/../%7e", b"x=+&&y")
    assert read.headers == (
        ("host", b" H.example"),
        ("x_a", b"  a  b "),
        ("x-b", b"1"),
        ("x-b", b"2"),
    )
    assert read.values("x_a") == (b"a  b",)
    assert read.values("x-b") == (b"1", b"2")


def test_the_end_of_a_connection() -> None:
    assert head(b"") is None
    assert head(b"\r\n\r\n") is None


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        (b"HTTP/1.1\r\n", True),
        (b"HTTP/1.1\r\nConnection: Upgrade, Close\r\n", False),
        (b"HTTP/1.0\r\n", False),
        (b"HTTP/1.0\r\nConnection: keep-alive\r\n", True),
    ],
)
def test_whether_the_connection_stays(lines: bytes, stays: bool) -> None:
    read = head(b"GET / " + lines + b"Host: h\r\n\r\n")
    assert read
    assert read.keep_alive is stays


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"GET\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\rx\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : h\r\n\r\n",
        b"GET / HTTP/1.1\r\n folded: h\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\r\n",
        b"GET / HTTP/1.1",
    ],
)
def test_what_is_not_http(raw: bytes) -> None:
    assert status(raw) == 400


def test_limits_of_the_head() -> None:
    host = b" HTTP/1.1\r\nHost: h\r\n"
    assert head(b"GET /" + b"a" * (wire.TARGET_LIMIT - 1) + host + b"\r\n")
    assert status(b"GET /" + b"a" * wire.TARGET_LIMIT + host + b"\r\n") == 414
    assert status(b"GET /" + b"a" * 100_000 + host + b"\r\n") == 414
    assert status(b"GET /" + host + b"X: " + b"a" * wire.HEADERS_LIMIT + b"\r\n\r\n") == 431
    assert status(b"GET /" + host + b"X: 1\r\n" * 3000 + b"\r\n") == 431


def test_bodies() -> None:
    assert body(b"X: 1", b"rest") == b""
    assert body(b"Content-Length: 3", b"abcd") == b"abc"
    assert body(b"Content-Length: 3\r\nContent-Length: 3", b"abcd") == b"abc"
    chunks = b'3;x="y"\r\nabc\r\nA \r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n'
    assert body(b"Transfer-Encoding: Chunked", chunks) == b"abc0123456789"


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        (b"Content-Length: 3\r\nContent-Length: 4", b"abcd"),
        (b"Content-Length: -1", b""),
        (b"Content-Length: +1", b"a"),
        (b"Content-Length: \xb2", b"a"),
        (b"Content-Length:", b""),
        (b"Content-Length: 1\r\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
        (b"Transfer-Encoding: gzip, chunked", b""),
        (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", b""),
        (b"Transfer-Encoding: chunked", b""),
        (b"Transfer-Encoding: chunked", b"x\r\n"),
        (b"Transfer-Encoding: chunked", b"-1\r\n"),
        (b"Transfer-Encoding: chunked", b"2\r\nabc\r\n0\r\n\r\n"),
    ],
)
def test_bodies_that_are_not_framed(headers: bytes, content: bytes) -> None:
    raw = b"POST / HTTP/1.1\r\nHost: h\r\n" + headers + b"\r\n\r\n" + content
    assert status(raw) == 400


def test_a_body_that_ends_early() -> None:
    with pytest.raises(EOFError):
        body(b"Content-Length: 3", b"ab")
    with pytest.raises(EOFError):
        body(b"Transfer-Encoding: chunked", b"5\r\nab")


def test_the_limit_of_a_body() -> None:
    post = b"POST / HTTP/1.1\r\nHost: h\r\n"
    assert len(body(b"Content-Length: %d" % BODY_LIMIT, bytes(BODY_LIMIT))) == BODY_LIMIT
    assert status(post + b"Content-Length: %d\r\n\r\n" % (BODY_LIMIT + 1)) == 413
    chunked = b"Transfer-Encoding: chunked\r\n\r\n"
    assert status(post + chunked + b"%x\r\n" % (BODY_LIMIT + 1)) == 413
    first = b"%x\r\n" % BODY_LIMIT + bytes(BODY_LIMIT) + b"\r\n"
    assert status(post + chunked + first + b"1\r\na\r\n0\r\n\r\n") == 413
    assert status(post + chunked + b"0\r\n" + b"T: x\r\n" * 3000) == 431


def test_who_waits_is_told_to_go_on_only_for_a_body_that_is_read() -> None:
    told: list[bool] = []

    def go_on() -> None:
        told.append(True)

    for size in (b"3", b"99999999"):
        source = io.BytesIO(
            b"POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: "
            + size
            + b"\r\n\r\nabc"
        )
        read = wire.read_head(source)
        assert read
        if size == b"3":
            assert wire.read_body(read, source, go_on) == b"abc"
        else:
            with pytest.raises(Refused):
                wire.read_body(read, source, go_on)
    assert told == [True]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for content in (
        raw,
        b"GET / HTTP/1.1\r\n" + raw,
        b"GET /" + raw + b" HTTP/1.1\r\nHost:h\r\n\r\n",
    ):
        try:
            read = head(content)
        except Refused:
            continue
        assert read is None or read.target


def test_a_reply_is_one_piece() -> None:
    reply = wire.Reply(403, (("A", "b"), ("A", "c")), b"body")
    raw = wire.render(reply, NOW, keep_alive=True, bodiless=False)
    lines = raw.split(b"\r\n")
    assert lines[0] == b"HTTP/1.1 403 Forbidden"
    assert lines[1] == b"Date: Thu, 01 Oct 2026 12:00:00 GMT"
    assert lines[2:] == [
        b"A: b",
        b"A: c",
        b"Content-Length: 4",
        b"Connection: keep-alive",
        b"",
        b"body",
    ]
    closed = wire.render(reply, NOW, keep_alive=False, bodiless=True)
    assert closed.endswith(b"Content-Length: 4\r\nConnection: close\r\n\r\n")
