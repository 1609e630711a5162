from __future__ import annotations

import gc
import gzip
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Body, Failure, Header, Origin, Prepared, Settings
from apiclient_gui.core.transport import Transport, filled
from tests.support.sends import Background, answered, failed, prepared
from tests.support.sockets import (
    WATCHDOG,
    Answer,
    Certificate,
    RawServer,
    blackhole,
    free_port,
    make_certificate,
    ok,
)

ORIGIN = Origin("header")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), "127.0.0.1", "localhost")


# ---------------------------------------------------------------- answers


def test_a_delivery_tells_what_and_when(transport: Transport) -> None:
    before = datetime.now(UTC)
    with RawServer(ok(b"body", "X-A: 1")) as server:
        delivery = transport.send(prepared(server.host), Settings(), Cancel())
    response = answered(delivery)
    assert (response.status, response.reason) == (200, "OK")
    assert response.body.content == b"body"
    assert before <= delivery.started_at <= response.received_at <= datetime.now(UTC)
    timings = delivery.timings
    phases = (timings.dns, timings.connect, timings.first_byte, timings.download)
    assert timings.tls is None
    assert all(phase is not None and phase >= 0 for phase in phases)
    assert timings.total is not None
    assert sum(phase or 0 for phase in phases) <= timings.total


def test_a_kept_connection_has_no_dns_and_no_connect(transport: Transport) -> None:
    with RawServer(ok()) as server:
        first, second = (
            transport.send(prepared(server.host), Settings(), Cancel()).timings for _ in range(2)
        )
        assert server.connections == 1
    assert first.connect is not None
    assert (second.dns, second.connect, second.tls) == (None, None, None)
    assert second.first_byte is not None


NO_BODY = b"HTTP/1.1 %s\r\nContent-Length: 5\r\n\r\n"


@pytest.mark.parametrize(
    ("method", "answer", "body"),
    [
        ("HEAD", NO_BODY % b"200 OK", b""),
        ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        ("GET", NO_BODY % b"304 Not Modified", b""),
        (
            "GET",
            CHUNKED + b"3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n",
            b"abcde",
        ),
        ("GET", b"HTTP/1.1 200\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", b"a"),
        ("GET", b"HTTP/1.1 299 \xe9\r\nContent-Length: 0\r\n\r\n", b""),
    ],
)
def test_bodies_of_known_length_keep_the_connection(
    transport: Transport, method: str, answer: bytes, body: bytes
) -> None:
    with RawServer(answer) as server:
        for _ in range(2):
            delivery = transport.send(prepared(server.host, method=method), Settings(), Cancel())
            assert answered(delivery).body.content == body
        assert server.connections == 1


def test_a_body_without_a_length_goes_to_the_end(transport: Transport) -> None:
    with RawServer(Answer(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000, "close")) as server:
        delivery = transport.send(prepared(server.host), Settings(), Cancel())
    assert answered(delivery).body.content == b"x" * 100_000


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(data) + squeeze.flush()


@pytest.mark.parametrize(
    ("coding", "sent", "shown"),
    [
        ("gzip", gzip.compress(b"text", mtime=0), b"text"),
        ("X-GZip", gzip.compress(b"text", mtime=0), b"text"),
        ("gzip", gzip.compress(b"te", mtime=0) + gzip.compress(b"xt", mtime=0), b"text"),
        ("gzip", gzip.compress(b"text", mtime=0) + b"\0\0", b"text"),
        ("gzip", b"", b""),
        ("deflate", zlib.compress(b"text"), b"text"),
        ("deflate", raw_deflate(b"text"), b"text"),
        ("deflate, gzip", gzip.compress(zlib.compress(b"text"), mtime=0), b"text"),
        ("identity", b"text", b"text"),
        ("zstd", b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd"),
    ],
)
def test_content_codings(transport: Transport, coding: str, sent: bytes, shown: bytes) -> None:
    with RawServer(ok(sent, f"Content-Encoding: {coding}")) as server:
        response = answered(transport.send(prepared(server.host), Settings(), Cancel()))
    assert response.body.content == shown
    assert response.header("content-encoding") == coding


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize(
    "sent", [b"not packed", gzip.compress(b"text" * 99, mtime=0)[:-9], b"\x78\x9c\x01"]
)
def test_a_damaged_coding_is_named(transport: Transport, coding: str, sent: bytes) -> None:
    with RawServer(ok(sent, f"Content-Encoding: {coding}")) as server:
        failure = failed(transport.send(prepared(server.host), Settings(), Cancel()))
    assert failure.stage == "receive"
    assert f"Content-Encoding ({coding})" in failure.message


def test_a_body_that_unpacks_to_too_much_is_refused(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apiclient_gui.core.wire.intake.MOST_UNPACKED", 2**20)
    with RawServer(ok(gzip.compress(bytes(2**21)), "Content-Encoding: gzip")) as server:
        failure = failed(transport.send(prepared(server.host), Settings(), Cancel()))
    assert (failure.stage, failure.message) == (
        "receive",
        "the body is larger than 1 MB when unpacked",
    )


def test_a_body_without_end_is_given_up(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apiclient_gui.core.wire.intake.MOST_RECEIVED", 2**20)
    body = bytes(2**21)
    with RawServer(Answer(b"HTTP/1.1 200 OK\r\n\r\n" + body, "hang"), ok(b"next")) as server:
        failure = failed(transport.send(prepared(server.host), Settings(), Cancel()))
        assert answered(transport.send(prepared(server.host), Settings(), Cancel()))
    assert (failure.stage, failure.message) == ("receive", "the body is larger than 1 MB")


@pytest.mark.parametrize(
    "head", ["Content-Length: 99999999999999", f"Transfer-Encoding: chunked\r\n\r\n{'F' * 19}"]
)
def test_a_length_that_no_memory_holds_is_not_believed(transport: Transport, head: str) -> None:
    end = "" if "chunked" in head else "\r\n"
    with RawServer(Answer(f"HTTP/1.1 200 OK\r\n{head}\r\n{end}abc".encode(), "close")) as server:
        failure = failed(transport.send(prepared(server.host), Settings(), Cancel()))
    assert failure.stage == "receive"
    assert failure.message.startswith("the body ended ")


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("answer", "stage", "words"),
    [
        (Answer(b"", "close"), "wait", "without an answer"),
        (Answer(b"", "reset"), "wait", "reset by peer"),
        (Answer(b"SSH-2.0-OpenSSH\r\n", "close"), "wait", "not HTTP: 'SSH-2.0-OpenSSH"),
        (Answer(b"\x15\x03\x03\x00\x02\x02\x28\r\n", "close"), "wait", "not HTTP"),
        (Answer(b"HTTP/2.0 200 OK\r\n\r\n", "close"), "wait", "HTTP/2.0"),
        (Answer(b"HTTP/1.1 2x0 OK\r\n\r\n", "close"), "wait", "not HTTP"),
        (Answer(b"HTTP/1.1 200 OK", "close"), "wait", "middle of the header"),
        (Answer(b"HTTP/1.1 200 OK\r\nContent-", "close"), "wait", "middle of the header"),
        (Answer(b"HTTP/1.1 200 OK\r\nA: b\r\n", "close"), "wait", "middle of the header"),
        (Answer(b"HTTP/1.1 200 OK\r\nA: b\r\n", "reset"), "wait", "reset by peer"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 150 + b"\r\n", "wait", "100 headers"),
        (b"HTTP/1.1 200 OK\r\n" + b"junk\r\n" * 1000, "wait", "200 lines"),
        (b"HTTP/1.1 200 OK\r\n" + (b"A: " + b"b" * 60_000 + b"\r\n") * 5, "wait", "256 KB"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000 + b"\r\n\r\n", "wait", "header line"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
            "receive",
            "unmatching",
        ),
        (Answer(HEAD + b"abc", "close"), "receive", "3 of 10 bytes"),
        (Answer(HEAD + b"abc", "reset"), "receive", "reset by peer"),
        (Answer(CHUNKED + b"5\r\nab", "close"), "receive", "middle of a chunk"),
        (Answer(CHUNKED + b"zz\r\nab", "close"), "receive", "chunk"),
    ],
)
def test_what_a_server_can_do_wrong(
    transport: Transport, answer: Answer | bytes, stage: str, words: str
) -> None:
    with RawServer(answer) as server:
        delivery = transport.send(
            prepared(server.host, method="POST", body=b"x"), Settings(), Cancel()
        )
        assert server.connections == 1
    failure = failed(delivery)
    assert (failure.stage, failure.timed_out) == (stage, False)
    assert words in failure.message


def test_connection_refused(transport: Transport) -> None:
    delivery = transport.send(prepared(f"127.0.0.1:{free_port()}"), Settings(), Cancel())
    assert failed(delivery) == Failure("connect", "Connection refused")
    assert delivery.timings.connect is not None
    assert delivery.timings.first_byte is None


def test_an_unknown_name(transport: Transport) -> None:
    delivery = transport.send(prepared("nonexistent.invalid"), Settings(), Cancel())
    assert failed(delivery).stage == "dns"
    assert delivery.timings.connect is None


@pytest.mark.parametrize(
    "host", ["a" * 64 + ".invalid", "a..invalid", "127.0.0.1:99999", "[::1::]"]
)
def test_names_that_are_none(transport: Transport, host: str) -> None:
    failure = failed(transport.send(prepared(host), Settings(), Cancel()))
    assert failure.stage == "dns"
    assert failure.message


def test_timeouts(transport: Transport) -> None:
    short = Settings(connect_timeout=0.05, timeout=0.05)
    with blackhole() as host:
        failure = failed(transport.send(prepared(host), short, Cancel()))
    assert failure == Failure("connect", "no connection within 0.05 s", timed_out=True)
    with RawServer(Answer(b"", "hang"), Answer(b"HTTP/1.1 200 OK\r\nA", "hang")) as server:
        for _ in range(2):
            failure = failed(transport.send(prepared(server.host), short, Cancel()))
            assert failure == Failure("wait", "no answer within 0.05 s", timed_out=True)
    with RawServer(Answer(HEAD + b"a", "hang")) as server:
        failure = failed(transport.send(prepared(server.host), short, Cancel()))
        assert failure == Failure("receive", "nothing more came within 0.05 s", timed_out=True)
    with RawServer(deaf=True) as server:
        large = prepared(server.host, method="POST", body=bytes(30_000_000))
        failure = failed(
            transport.send(large, Settings(connect_timeout=600, timeout=0.05), Cancel())
        )
        assert failure == Failure(
            "send", "the server took nothing more within 0.05 s", timed_out=True
        )
        failure = failed(transport.send(prepared(server.host, scheme="https"), short, Cancel()))
        assert failure == Failure("tls", "no TLS handshake within 0.05 s", timed_out=True)


@pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan"), 1e300])
def test_odd_limits_are_no_limits(transport: Transport, seconds: float) -> None:
    with RawServer(ok()) as server:
        settings = Settings(connect_timeout=seconds, timeout=seconds)
        answered(transport.send(prepared(server.host), settings, Cancel()))


# ---------------------------------------------------------------- kept connections


@pytest.mark.parametrize("then", ["close", "reset"])
def test_a_connection_closed_meanwhile_is_replaced(transport: Transport, then: str) -> None:
    with RawServer(ok(b"1"), Answer(b"", then), ok(b"2")) as server:  # type: ignore[arg-type]  # a Literal
        answered(transport.send(prepared(server.host), Settings(), Cancel()))
        delivery = transport.send(prepared(server.host), Settings(), Cancel())
        assert answered(delivery).body.content == b"2"
        assert delivery.timings.connect is not None
        assert (len(server.requests), server.connections) == (3, 2)


def test_it_is_replaced_once_and_by_a_new_one(transport: Transport) -> None:
    with RawServer(ok(), Answer(b"", "close")) as server:
        answered(transport.send(prepared(server.host), Settings(), Cancel()))
        assert failed(transport.send(prepared(server.host), Settings(), Cancel())).stage == "wait"
        assert (len(server.requests), server.connections) == (3, 2)


def test_it_is_not_replaced_by_another_kept_one(transport: Transport) -> None:
    with RawServer(Answer(ok(), after=2), ok(), Answer(b"", "close"), ok(b"new")) as server:
        request = prepared(server.host)
        for task in [Background(transport, request) for _ in range(2)]:
            answered(task.result())
        assert server.connections == 2
        assert answered(transport.send(request, Settings(), Cancel())).body.content == b"new"
        assert server.connections == 3


def test_a_post_is_not_sent_twice(transport: Transport) -> None:
    with RawServer(ok(), Answer(b"", "close")) as server:
        answered(transport.send(prepared(server.host), Settings(), Cancel()))
        request = prepared(server.host, method="POST", body=b"x")
        assert failed(transport.send(request, Settings(), Cancel())).stage == "wait"
        assert len(server.requests) == 2


def test_nothing_is_sent_twice_when_an_answer_began(transport: Transport) -> None:
    with RawServer(ok(), Answer(b"H", "reset")) as server:
        answered(transport.send(prepared(server.host), Settings(), Cancel()))
        assert failed(transport.send(prepared(server.host), Settings(), Cancel())).stage == "wait"
        assert len(server.requests) == 2


def test_one_closed_while_idle_is_not_used(transport: Transport) -> None:
    with RawServer(ok()) as server:
        answered(transport.send(prepared(server.host), Settings(), Cancel()))
        server.close_idle()
        server.wait_idle()
        answered(
            transport.send(prepared(server.host, method="POST", body=b"x"), Settings(), Cancel())
        )
        assert server.connections == 2


def test_close_ends_what_is_kept(transport: Transport) -> None:
    with RawServer(ok()) as server:
        answered(transport.send(prepared(server.host), Settings(), Cancel()))
        transport.close()
        server.wait_idle()


# ---------------------------------------------------------------- cancel


CANCELLED = Failure("cancelled", "cancelled")


def test_cancelled_before_it_began(transport: Transport) -> None:
    cancel = Cancel()
    cancel.request()
    with RawServer(ok()) as server:
        assert failed(transport.send(prepared(server.host), Settings(), cancel)) == CANCELLED
        assert server.connections == 0


def test_cancel_while_connecting(transport: Transport) -> None:
    with blackhole() as host:
        task = Background(transport, prepared(host))
        assert failed(task.stop()) == CANCELLED


def test_cancel_in_the_tls_handshake(transport: Transport) -> None:
    with RawServer(deaf=True) as server:
        task = Background(transport, prepared(server.host, scheme="https"))
        server.wait_connections(1)
        assert failed(task.stop()) == CANCELLED


def test_cancel_while_sending(transport: Transport) -> None:
    with RawServer(deaf=True) as server:
        task = Background(transport, prepared(server.host, method="POST", body=bytes(30_000_000)))
        server.wait_connections(1)
        assert failed(task.stop()) == CANCELLED


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize(
    ("answer", "reader", "call"),
    [
        (b"", HTTPConnection, "getresponse"),
        (b"HTTP/1.1 200 OK\r\nContent-Le", HTTPResponse, "begin"),
        (HEAD + b"abc", HTTPResponse, "read"),
        (CHUNKED + b"5\r\nab", HTTPResponse, "read"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nno length", HTTPResponse, "read"),
    ],
    ids=["no answer", "half a header", "half a body", "half a chunk", "no length"],
)
@pytest.mark.parametrize("kept", [False, True])
def test_cancel_while_waiting(
    transport: Transport,
    trusted: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    answer: bytes,
    reader: type,
    call: str,
    secure: bool,
    kept: bool,
) -> None:
    answers = [ok()] * kept + [Answer(answer, "hang")]
    with RawServer(*answers, certificate=trusted if secure else None) as server:
        request = prepared(server.host, scheme="https" if secure else "http")
        settings = Settings(connect_timeout=600, timeout=600, verify=False)
        if kept:
            answered(transport.send(request, settings, Cancel()))
        there, original = threading.Event(), getattr(reader, call)

        def arrive(*args: object, **kwargs: object) -> object:
            there.set()
            return original(*args, **kwargs)

        monkeypatch.setattr(reader, call, arrive)
        task = Background(transport, request, settings)
        assert there.wait(WATCHDOG)
        assert failed(task.stop()) == CANCELLED
        server.wait_connections(1)  # it may accept later than we connect
        assert server.connections == 1


def test_after_a_cancel_the_next_send_works(transport: Transport) -> None:
    with RawServer(Answer(b"", "hang"), ok(b"fine")) as server:
        task = Background(transport, prepared(server.host))
        server.wait_requests(1)
        task.stop()
        delivery = transport.send(prepared(server.host), Settings(), Cancel())
        assert answered(delivery).body.content == b"fine"


def test_descriptors_are_given_back(transport: Transport) -> None:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("no /proc here to count them in")

    def rounds() -> None:
        with RawServer(Answer(ok(b"x", "Connection: close"), "close")) as server:
            for _ in range(3):
                answered(transport.send(prepared(server.host), Settings(), Cancel()))
        with RawServer(Answer(HEAD, "hang")) as server:
            task = Background(transport, prepared(server.host))
            server.wait_requests(1)
            task.stop()
        failed(transport.send(prepared(f"127.0.0.1:{free_port()}"), Settings(), Cancel()))

    rounds()
    gc.collect()  # what earlier tests left
    before = len(list(folder.iterdir()))
    for _ in range(3):
        rounds()
    assert len(list(folder.iterdir())) <= before


# ---------------------------------------------------------------- TLS


def test_tls_is_verified(transport: Transport, trusted: Certificate) -> None:
    with RawServer(ok(b"secret"), certificate=trusted) as server:
        request = prepared(server.host, scheme="https")
        failure = failed(transport.send(request, Settings(), Cancel()))
        assert failure == Failure("tls", "certificate verify failed: self-signed certificate")
        assert server.requests == []
        delivery = transport.send(request, Settings(ca_file=str(trusted.file)), Cancel())
        assert answered(delivery).body.content == b"secret"
        assert delivery.timings.tls is not None
        assert server.requests == [request.head()]


def test_verification_off_is_silent_and_for_that_send_only(
    transport: Transport, trusted: Certificate
) -> None:
    with RawServer(ok(), certificate=trusted) as server:
        request = prepared(server.host, scheme="https")
        answered(transport.send(request, Settings(verify=False), Cancel()))
        assert failed(transport.send(request, Settings(), Cancel())).stage == "tls"
        answered(transport.send(request, Settings(verify=False), Cancel()))
        assert len(server.requests) == 2


def test_a_certificate_for_another_name(transport: Transport, tmp_path: Path) -> None:
    other = make_certificate(tmp_path, "other.example")
    with RawServer(ok(), certificate=other) as server:
        request = prepared(server.host, scheme="https")
        failure = failed(transport.send(request, Settings(ca_file=str(other.file)), Cancel()))
        assert failure.stage == "tls"
        assert "not valid for '127.0.0.1'" in failure.message
        assert server.requests == []


def test_tls_at_a_server_without(transport: Transport) -> None:
    with RawServer(ok()) as server:
        task = Background(transport, prepared(server.host, scheme="https"), Settings(timeout=5))
        server.wait_connections(1)
        server.close_idle()
        assert failed(task.result()).stage == "tls"


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\0\xff"])
def test_a_ca_file_that_is_none(
    transport: Transport, trusted: Certificate, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with RawServer(ok(), certificate=trusted) as server:
        with pytest.raises(Problem) as caught:
            transport.send(
                prepared(server.host, scheme="https"), Settings(ca_file=str(path)), Cancel()
            )
        assert (caught.value.trouble, caught.value.finding.id) == ("refused", "ca_file_unusable")
        assert server.requests == []


# ---------------------------------------------------------------- environment


def test_netrc_is_never_used(
    transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password planted\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with RawServer(ok()) as server:
        request = prepared(server.host)
        answered(transport.send(request, Settings(), Cancel()))
        assert server.requests == [request.head()]


@pytest.mark.parametrize("name", PROXIES[:3])
def test_loopback_goes_past_a_proxy(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with RawServer(ok(b"direct")) as server, RawServer(ok(b"proxy")) as proxy:
        monkeypatch.setenv(name, f"http://{proxy.host}")
        for host in (server.host, f"localhost:{server.port}"):
            delivery = transport.send(prepared(host), Settings(), Cancel())
            assert answered(delivery).body.content == b"direct"
        assert proxy.connections == 0


def test_a_proxy_forwards_http(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(ok(b"proxy")) as proxy:
        monkeypatch.setenv("http_proxy", f"http://me:planted@{proxy.host}")
        request = prepared("api.invalid:8080", path="/a/../%7e")
        answered(transport.send(request, Settings(), Cancel()))
        line, *headers = proxy.requests[0].split(b"\r\n")
        assert line == b"GET http://api.invalid:8080/a/../%7e HTTP/1.1"
        own = b"Proxy-Authorization: Basic bWU6cGxhbnRlZA=="
        assert headers == [b"Host: api.invalid:8080", own, b"", b""]
        monkeypatch.setenv("no_proxy", "invalid")
        assert failed(transport.send(request, Settings(), Cancel())).stage == "dns"
        assert len(proxy.requests) == 1


def test_a_proxy_tunnels_https(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate = make_certificate(tmp_path, "api.invalid")
    tunnel = Answer(b"HTTP/1.1 200 Connected\r\n\r\n", "tls")
    with RawServer(tunnel, ok(b"far"), certificate=certificate, tls=False) as proxy:
        monkeypatch.setenv("https_proxy", f"http://me:planted@{proxy.host}")
        request = prepared("api.invalid", scheme="https")
        for _ in range(2):
            delivery = transport.send(request, Settings(ca_file=str(certificate.file)), Cancel())
            assert answered(delivery).body.content == b"far"
        assert proxy.requests[0].startswith(b"CONNECT api.invalid:443 HTTP/1.")
        assert proxy.requests[1:] == [request.head()] * 2


@pytest.mark.parametrize("secure", [False, True])
def test_a_proxy_that_hangs_or_refuses(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, secure: bool
) -> None:
    request = prepared("api.invalid", scheme="https" if secure else "http")
    refusal = ok(status="407 Proxy Authentication Required")
    with RawServer(Answer(b"", "hang"), refusal) as proxy:
        for name in ("http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://me:planted@{proxy.host}")
        task = Background(transport, request)
        proxy.wait_requests(1)
        assert failed(task.stop()) == CANCELLED
        delivery = transport.send(request, Settings(), Cancel())
        if secure:
            failure = failed(delivery)
            assert failure.stage == "connect"
            assert failure.message == (
                "proxy: Tunnel connection failed: 407 Proxy Authentication Required"
            )
        else:
            assert answered(delivery).status == 407


@pytest.mark.parametrize(
    ("proxy", "stage", "words"),
    [
        ("http://me:planted@127.0.0.1:{free}", "connect", "proxy: Connection refused"),
        ("http://me:planted@nonexistent.invalid:1", "dns", "proxy: "),
        ("http://me:planted@[bad", "dns", "proxy: the proxy address"),
        ("http://me:planted@host:port", "dns", "proxy: the proxy address"),
        ("http://me:pla nted@", "dns", "proxy: the proxy address"),
        ("socks5://me:planted@127.0.0.1:1", "dns", "proxy: SOCKS proxies are not supported"),
    ],
)
def test_proxies_that_are_no_good(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, proxy: str, stage: str, words: str
) -> None:
    monkeypatch.setenv("http_proxy", proxy.format(free=free_port()))
    failure = failed(transport.send(prepared("api.invalid"), Settings(), Cancel()))
    assert failure.stage == stage
    assert failure.message.startswith(words)
    assert "planted" not in failure.message
    assert "nted" not in failure.message


def test_the_usual_settings_hold_where_a_request_has_none_of_its_own() -> None:
    usual = Settings(connect_timeout=1, timeout=2, ca_file="/usual", proxy="http://usual")
    assert filled(Settings(), usual) == usual
    own = Settings(connect_timeout=3, timeout=4, ca_file="/own", proxy="none", verify=False)
    assert filled(own, usual) == own


def test_the_usual_time_out_holds(transport: Transport) -> None:
    transport.usual = lambda _: Settings(timeout=0.05)
    with RawServer(Answer(b"", "hang")) as server:
        assert failed(transport.send(prepared(server.host), Settings(), Cancel())).timed_out


@pytest.mark.parametrize("where", ["request", "preferences"])
def test_a_proxy_that_was_chosen_forwards_http(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    with RawServer(ok(b"proxy")) as proxy:
        url = f"http://me:p%40ss@{proxy.host}"
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        usual = Settings(proxy=url if where == "preferences" else "none")
        transport.usual = lambda _: usual
        settings = Settings(proxy=url if where == "request" else "")
        answered(transport.send(prepared("api.invalid"), settings, Cancel()))
        lines = proxy.requests[0].split(b"\r\n")
        assert lines[0] == b"GET http://api.invalid/ HTTP/1.1"
        assert b"Proxy-Authorization: Basic bWU6cEBzcw==" in lines
        direct = Settings(proxy="none")
        assert failed(transport.send(prepared("api.invalid"), direct, Cancel())).stage == "dns"


def test_a_proxy_that_was_chosen_tunnels_https(transport: Transport, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, "api.invalid")
    tunnel = Answer(b"HTTP/1.1 200 Connected\r\n\r\n", "tls")
    with RawServer(tunnel, ok(b"far"), certificate=certificate, tls=False) as proxy:
        settings = Settings(ca_file=str(certificate.file), proxy=f"http://me:planted@{proxy.host}")
        request = prepared("api.invalid", scheme="https")
        assert answered(transport.send(request, settings, Cancel())).body.content == b"far"
        assert b"Proxy-Authorization: Basic bWU6cGxhbnRlZA==" in proxy.requests[0]
        assert proxy.requests[1] == request.head()


def test_a_request_may_send_loopback_through_a_proxy(transport: Transport) -> None:
    with RawServer(ok(b"proxy")) as proxy:
        settings = Settings(proxy=proxy.host)
        answered(transport.send(prepared("127.0.0.1:1"), settings, Cancel()))
        assert proxy.requests[0].startswith(b"GET http://127.0.0.1:1/ HTTP/1.1")


def test_a_chosen_proxy_that_is_none_is_refused_and_not_gone_past(transport: Transport) -> None:
    with RawServer(ok()) as server:
        settings = Settings(proxy="socks5://me:planted@127.0.0.1:1")
        with pytest.raises(Problem) as caught:
            transport.send(prepared(server.host), settings, Cancel())
        assert (caught.value.trouble, caught.value.finding.id) == ("refused", "proxy_unusable")
        assert "planted" not in repr(caught.value.finding)
        assert server.connections == 0


# ---------------------------------------------------------------- bodies in files


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "0123456789abcdef"
    left.mkdir()
    (left / "x.body").write_bytes(b"left")
    left.with_suffix(".lock").touch()
    made = Transport(tmp_path)
    made.discard(Body(b"in memory"))
    made.sweep()
    assert list(tmp_path.iterdir()) == []
    made.close()


# ---------------------------------------------------------------- what may not go out


GOOD = prepared("127.0.0.1:1")


@pytest.mark.parametrize(
    ("bad", "id_"),
    [
        (replace(GOOD, headers=(Header("X", "a\r\nY: b", ORIGIN),)), "header_not_sendable"),
        (replace(GOOD, headers=(Header("X", "a\n b", ORIGIN),)), "header_not_sendable"),
        (replace(GOOD, headers=(Header("X", "a\0", ORIGIN),)), "header_not_sendable"),
        (replace(GOOD, headers=(Header("X", "日本", ORIGIN),)), "header_not_sendable"),
        (replace(GOOD, headers=(Header("X", "\ud800", ORIGIN),)), "header_not_sendable"),
        (replace(GOOD, headers=(Header("", "a", ORIGIN),)), "header_not_sendable"),
        (replace(GOOD, headers=(Header("X: a\r\nY", "b", ORIGIN),)), "header_not_sendable"),
        (replace(GOOD, headers=(Header("X\n", "b", ORIGIN),)), "header_not_sendable"),
        (replace(GOOD, headers=(Header("Ž", "b", ORIGIN),)), "header_not_sendable"),
        (replace(GOOD, path="/\0"), "url_not_sendable"),
        (replace(GOOD, path="/a b"), "url_not_sendable"),
        (replace(GOOD, path="/a\r\nX: y"), "url_not_sendable"),
        (replace(GOOD, path="/a\n"), "url_not_sendable"),
        (replace(GOOD, path="/é"), "url_not_sendable"),
        (replace(GOOD, path=""), "url_not_sendable"),
        (replace(GOOD, path="@evil.example/"), "url_not_sendable"),
        (replace(GOOD, host=""), "url_not_sendable"),
        (replace(GOOD, host="a b"), "url_not_sendable"),
        (replace(GOOD, host="a\r\nb"), "url_not_sendable"),
        (replace(GOOD, host="me@a"), "url_not_sendable"),
        (replace(GOOD, host="a/b"), "url_not_sendable"),
        (replace(GOOD, host="bücher.example"), "url_not_sendable"),
        (replace(GOOD, method=""), "method_not_sendable"),
        (replace(GOOD, method="GET /x HTTP/1.1\r\nA:"), "method_not_sendable"),
        (replace(GOOD, method="GET\n"), "method_not_sendable"),
    ],
)
def test_what_would_break_the_message_never_goes_out(
    transport: Transport, bad: Prepared, id_: str
) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(RawServer(ok()))
        if bad.host == GOOD.host:
            bad = replace(bad, host=server.host)
        with pytest.raises(Problem) as caught:
            transport.send(bad, Settings(), Cancel())
        assert caught.value.trouble == "refused"
        assert caught.value.finding.id == id_
        assert server.connections == 0


def test_a_refused_value_is_not_repeated(transport: Transport) -> None:
    bad = replace(GOOD, headers=(Header("Authorization", "planted\n", ORIGIN),))
    with pytest.raises(Problem) as caught:
        transport.send(bad, Settings(), Cancel())
    assert "planted" not in repr(caught.value.finding)


def test_making_one_does_not_import_requests() -> None:
    code = (
        "import sys; from apiclient_gui.core.transport import Transport; Transport().close();"
        "sys.exit('requests' in sys.modules or 'urllib3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
