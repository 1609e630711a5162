"""Redirects followed on request, over real sockets: signed anew at the same origin, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apiclient_gui.core import send
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.model import Auth, Environment, Exchange, Hop, Payload, Request, Settings
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.send import Surroundings
from apiclient_gui.core.transport import Transport
from tests import factories
from tests.support.sockets import Answer, RawServer, ok

SIGNED = Auth("sigv4", "me", {"region": "us-east-1", "service": "execute-api"})
FOLLOW = Settings(follow=True)


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


def sent(transport: Transport, request: Request, **values: str) -> Exchange:
    around = Surroundings(
        environment=Environment(name="env", variables=values),
        values=values,
        credentials_of=lambda _: factories.keys(),
        key_of=lambda _: Secret("planted"),
        identity_region=lambda _: "",
        clock=Clock(fixed=factories.NOW),
    )
    return send.send(request, around, transport, Cancel())


def moved(location: str, status: str = "302 Found", body: bytes = b"") -> bytes:
    return ok(body, f"Location: {location}", status=status)


def test_without_being_asked_nothing_is_followed(transport: Transport) -> None:
    with RawServer(moved("/next"), ok()) as server:
        exchange = sent(transport, factories.request(f"http://{server.host}/"))
        assert exchange.response is not None
        assert exchange.response.status == 302
        assert (exchange.hops, exchange.findings, len(server.requests)) == ((), (), 1)


def test_each_request_is_signed_anew(transport: Transport) -> None:
    with RawServer(moved("/two?x={{v}}"), moved("three", "307 Moved"), ok(b"end")) as server:
        request = factories.request(
            f"http://{server.host}/one",
            params=[("p", "{{v}}")],
            headers=[("Cookie", "{{v}}")],
            auth=SIGNED,
            settings=FOLLOW,
        )
        exchange = sent(transport, request, v="1")
        base = f"http://{server.host}"
        assert exchange.hops == (
            Hop("GET", f"{base}/one?p=1", 302, "/two?x={{v}}", authorised=True),
            Hop("GET", f"{base}/two?x=%7B%7Bv%7D%7D", 307, "three", authorised=True),
        )
        assert exchange.request == request
        assert exchange.prepared.url == f"{base}/three"
        assert exchange.response is not None
        assert exchange.response.body.content == b"end"
        assert exchange.findings == ()
        signatures = [r.partition(b"Signature=")[2].split(b"\r\n")[0] for r in server.requests]
        assert len(set(signatures)) == 3
        assert all(len(one) == 64 for one in signatures)
        assert all(b"Cookie: 1\r\n" in one for one in server.requests)


def test_a_presigned_url_that_the_server_repeats_is_signed_anew(transport: Transport) -> None:
    with RawServer(ok()) as server:
        auth = Auth("sigv4_query", "me", {"region": "us-east-1", "service": "execute-api"})
        composed = factories.request(f"http://{server.host}/a?b=1", auth=auth, settings=FOLLOW)
        first = sent(transport, composed).prepared
    assert "X-Amz-Signature=" in first.target
    target = first.target.replace("/a?", "/a/?")
    with RawServer(moved(target, "307 Moved"), ok(b"end")) as server:
        composed = factories.request(f"http://{server.host}/a?b=1", auth=auth, settings=FOLLOW)
        exchange = sent(transport, composed)
        assert exchange.findings == ()
        line = server.requests[1].decode().partition("\r\n")[0]
        assert line.startswith("GET /a/?b=1&X-Amz-Algorithm=")
        assert line.count("X-Amz-Signature=") == 1


def test_a_post_becomes_a_get_or_keeps_its_body(transport: Transport, tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"x" * 100_000)
    answers = moved("/b", "308 Permanent Redirect"), moved("/c", "303 See Other"), ok()
    with RawServer(*answers) as server:
        request = Request(
            method="POST",
            url=f"http://{server.host}/a",
            body=Payload("file", file=str(file)),
            settings=FOLLOW,
        )
        assert len(sent(transport, request).hops) == 2
        lines = [one.split(b"\r\n")[0] for one in server.requests]
        assert lines == [b"POST /a HTTP/1.1", b"POST /b HTTP/1.1", b"GET /c HTTP/1.1"]
        assert [len(one.partition(b"\r\n\r\n")[2]) for one in server.requests] == [
            100_000, 100_000, 0
        ]  # fmt: skip
        assert b"content-type" not in server.requests[2].lower()


def test_another_origin_gets_nothing(transport: Transport) -> None:
    with RawServer(ok()) as other, RawServer(moved(f"http://{other.host}/x")) as server:
        request = factories.request(f"http://{server.host}/", auth=SIGNED, settings=FOLLOW)
        exchange = sent(transport, request)
        assert exchange.response is not None
        assert exchange.response.status == 302
        assert [one.id for one in exchange.findings] == ["redirect_to_other_origin"]
        assert other.connections == 0


def test_a_circle_ends(transport: Transport) -> None:
    with RawServer(moved("/b"), moved("/a"), moved("/b")) as server:
        exchange = sent(transport, factories.request(f"http://{server.host}/a", settings=FOLLOW))
        assert [one.id for one in exchange.findings] == ["redirect_loop"]
        assert len(server.requests) == 2


def test_a_long_row_ends(transport: Transport) -> None:
    with RawServer(*(moved(f"/{number}") for number in range(20))) as server:
        exchange = sent(transport, factories.request(f"http://{server.host}/", settings=FOLLOW))
        assert [one.id for one in exchange.findings] == ["too_many_redirects"]
        assert len(server.requests) == 11
        assert len(exchange.hops) == 10


def test_a_place_that_leads_nowhere_is_told(transport: Transport) -> None:
    with RawServer(moved("http://[")) as server:
        exchange = sent(transport, factories.request(f"http://{server.host}/", settings=FOLLOW))
        assert [one.id for one in exchange.findings] == ["redirect_unusable"]


def test_a_file_that_is_gone_meanwhile_is_told(transport: Transport, tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"x")

    with RawServer(moved("/b", "307 Moved")) as server:
        request = Request(
            method="PUT",
            url=f"http://{server.host}/",
            body=Payload("file", file=str(file)),
            settings=FOLLOW,
        )
        known = Surroundings(
            environment=Environment(),
            values={},
            credentials_of=lambda _: None,
            key_of=lambda _: Secret(""),
            identity_region=lambda _: "",
            clock=Clock(fixed=factories.NOW),
        )
        outgoing = send.prepare_only(request, known)
        first = send.deliver(outgoing, known, transport, Cancel())
        file.unlink()
        exchange = send._followed(first, known, transport, Cancel())
        assert [one.id for one in exchange.findings] == ["redirect_unusable"]
        assert exchange.response == first.response


def test_what_fails_on_the_way_is_the_end(transport: Transport) -> None:
    with RawServer(moved("/b"), Answer(b"junk\r\n", "close")) as server:
        exchange = sent(transport, factories.request(f"http://{server.host}/", settings=FOLLOW))
        assert exchange.failure is not None
        assert exchange.response is None
        assert len(exchange.hops) == 1


def test_large_answers_on_the_way_are_not_kept(tmp_path: Path) -> None:
    transport = Transport(tmp_path)
    with RawServer(moved("/b", body=bytes(9_000_000)), ok(b"end")) as server:
        exchange = sent(transport, factories.request(f"http://{server.host}/", settings=FOLLOW))
        assert len(exchange.hops) == 1
    assert list(tmp_path.rglob("*.body")) == []
    transport.close()


def test_a_proxys_password_may_be_a_variable(transport: Transport) -> None:
    with RawServer(ok()) as proxy:
        request = factories.request(
            "http://api.invalid/", settings=Settings(proxy=f"http://me:{{{{p}}}}@{proxy.host}")
        )
        exchange = sent(transport, request, p="planted")
        assert b"Proxy-Authorization: Basic bWU6cGxhbnRlZA==" in proxy.requests[0]
        assert "planted" not in repr(exchange.request)
