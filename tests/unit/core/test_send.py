"""Sending over a real socket: what was prepared is what arrives, and what comes back is measured and explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import msgspec
import pytest

from apiclient_gui.core import send
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import (
    ApiKey,
    ApiMethod,
    Auth,
    AwsKeys,
    Environment,
    Exchange,
    KnownApi,
    Request,
    Timings,
)
from apiclient_gui.core.secret import MASK, Secret
from apiclient_gui.core.send import Surroundings
from apiclient_gui.core.transport import Delivery, Transport
from tests import factories
from tests.support.sockets import RawServer, free_port, ok

SIGNED = Auth("sigv4", "me", {"region": "us-east-1", "service": "execute-api"})


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


@dataclass
class Asked:
    """Gives credentials, and remembers who was asked for."""

    keys: AwsKeys | None = field(default_factory=factories.keys)
    names: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)

    def credentials(self, name: str) -> AwsKeys | None:
        self.names.append(name)
        return self.keys

    def key(self, name: str) -> Secret:
        self.names.append(name)
        return Secret("a-key-of-practice")

    def region(self, name: str) -> str:
        self.regions.append(name)
        return "eu-south-1"


def around(
    asked: Asked | None = None,
    *,
    region: str = "",
    service: str = "",
    clock: Clock | None = None,
    apis: tuple[KnownApi, ...] = (),
    **values: str,
) -> Surroundings:
    asked = asked or Asked()
    return Surroundings(
        environment=Environment(name="env", region=region, service=service, variables=values),
        values=values,
        credentials_of=asked.credentials,
        key_of=asked.key,
        identity_region=asked.region,
        clock=clock or Clock(fixed=factories.NOW),
        apis=lambda: apis,
    )


def sent(transport: Transport, request: Request, known: Surroundings | None = None) -> Exchange:
    return send.send(request, known or around(), transport, Cancel())


def refused(request: Request, known: Surroundings | None = None) -> Problem:
    with pytest.raises(Problem) as problem:
        send.prepare_only(request, known or around())
    return problem.value


# ---------------------------------------------------------------- on the wire


CASES: list[dict[str, Any]] = [
    {"url": ""},
    {"url": "/prod/../a//./b/%7e%2f;x?flag&&b=%3d+&=v#f"},
    {"url": "/é/日本?q=日本&x= y"},
    {"url": "/", "params": [("a b", "c&d=é"), ("a b", "")]},
    {"url": "/", "headers": [("X-A", "1"), ("X-B", "2"), ("x-a", " 3  "), ("Y", "日")]},
    {"url": "/", "headers": [("Host", "own.example"), ("User-Agent", "me"), ("Accept", "a/b")]},
    {"url": "/", "headers": [("Connection", "keep-alive"), ("Expect-Nothing", "")]},
    {"url": "/", "method": "POST"},
    {"url": "/", "method": "DELETE", "text": "with a body"},
    {"url": "/", "method": "M-SEARCH"},
    {"url": "/", "method": "POST", "json": '{"name": "Žofie 日本"}'},
    {"url": "/", "method": "PUT", "text": "x" * 300_000},
    {"url": "/", "headers": [("X-Long", "y" * 7_000)]},
]  # fmt: skip


@pytest.mark.parametrize("parts", CASES, ids=lambda parts: ascii(parts)[:60])
@pytest.mark.parametrize("auth", [Auth(), SIGNED], ids=["none", "sigv4"])
def test_what_was_prepared_arrives_byte_for_byte(
    transport: Transport, auth: Auth, parts: dict[str, Any]
) -> None:
    with RawServer(ok(b"fine")) as server:
        composed = factories.request(
            **{**parts, "url": f"http://{server.host}{parts['url']}"}, auth=auth
        )
        exchange = sent(transport, composed)
        assert exchange.failure is None
        ready = exchange.prepared
        assert server.requests == [ready.head() + ready.body.content]
        assert exchange.response is not None
        assert exchange.response.text() == "fine"


def test_the_token_added_after_signing_arrives_last(transport: Transport) -> None:
    asked = Asked(factories.keys(token=factories.SESSION_TOKEN))
    options = {**SIGNED.options, "omit_session_token": True}
    with RawServer(ok()) as server:
        exchange = sent(
            transport,
            factories.request(f"http://{server.host}/", auth=Auth("sigv4", "me", options)),
            around(asked),
        )
        assert server.requests == [exchange.prepared.head()]
        assert server.requests[0].endswith(
            f"X-Amz-Security-Token: {factories.SESSION_TOKEN}\r\n\r\n".encode()
        )


def test_the_exchange_is_whole(transport: Transport) -> None:
    with RawServer(ok(b"x", "X-A: 1", "X-A: 2", status="201 Made")) as server:
        composed = factories.request(f"http://{server.host}/{{{{v}}}}", auth=SIGNED)
        exchange = sent(transport, composed, around(v="a b"))
    assert exchange.request is composed
    assert exchange.environment == "env"
    assert exchange.prepared.path == "/a%20b"
    assert exchange.authorisation.scheme == "sigv4"
    assert exchange.authorisation.identity == "me"
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.reason) == (201, "Made")
    assert exchange.failure is None
    assert exchange.findings == ()
    assert exchange.timings.total is not None
    assert exchange.sent_at <= exchange.response.received_at


# ---------------------------------------------------------------- the clock


def delivery(date: str | None, *, took: float = 0.0) -> Delivery:
    headers = [] if date is None else [("Date", date)]
    answer = factories.response(
        headers=headers, received_at=factories.NOW + timedelta(seconds=took)
    )
    return Delivery(answer, None, Timings(), factories.NOW)


@pytest.mark.parametrize(
    ("date", "took", "offset"),
    [
        ("Wed, 04 Mar 2026 05:06:07 GMT", 0.0, 0.5),
        ("Wed, 04 Mar 2026 05:06:07 GMT", 1.0, 0.0),
        ("Wed, 04 Mar 2026 05:12:07 GMT", 1.0, 360.0),
        ("Wed, 04 Mar 2026 05:00:07 GMT", 1.0, -360.0),
        ("Wednesday, 04-Mar-26 05:06:07 GMT", 1.0, 0.0),
        ("Wed Mar  4 05:06:07 2026", 1.0, 0.0),
        ("Wed, 04 Mar 2026 06:06:07 +0100", 1.0, 0.0),
    ],
)
def test_c1_the_offset_is_read_from_the_date(date: str, took: float, offset: float) -> None:
    assert send.clock_offset(delivery(date, took=took)) == pytest.approx(offset)


@pytest.mark.parametrize(
    "date",
    [None, "", "soon", "0", "Wed, 99 Mar 2026 05:06:07 GMT", "Wed, 04 Mar 2026 05:06:07 +9999999", "\x00",
     "é" * 100, "Wed, 04 Mar 99999 05:06:07 GMT"],
)  # fmt: skip
def test_c1_without_a_readable_date_nothing_is_known(date: str | None) -> None:
    assert send.clock_offset(delivery(date)) is None


def test_c1_a_failure_has_no_date() -> None:
    assert send.clock_offset(Delivery(None, None, Timings(), factories.NOW)) is None


def test_c1_measured_against_the_computer_and_corrected_in_the_next_send(
    transport: Transport,
) -> None:
    ahead = datetime.now(UTC) + timedelta(minutes=6)
    with RawServer(ok(b"", f"Date: {format_datetime(ahead, usegmt=True)}")) as server:
        composed = factories.request(f"http://{server.host}/", auth=SIGNED)
        # A correction at work does not hide what the computer's clock is off by.
        clock = Clock(offset=1_000.0)
        exchange = sent(transport, composed, around(clock=clock))
        assert exchange.clock_offset is not None
        assert 358 < exchange.clock_offset < 362
        clock.offset = exchange.clock_offset
        again = sent(transport, composed, around(clock=clock))
    signature = again.authorisation.signature
    assert signature is not None
    assert abs(signature.signed_at - ahead) < timedelta(minutes=1)
    assert again.prepared.header("x-amz-date") == signature.signed_at.strftime("%Y%m%dT%H%M%SZ")


# ---------------------------------------------------------------- refused, failed, cancelled


def test_a_refusal_is_explained(transport: Transport) -> None:
    body = b'{"message":"Missing Authentication Token"}'
    kind = "x-amzn-ErrorType: MissingAuthenticationTokenException"
    with RawServer(ok(body, kind, status="403 Forbidden")) as server:
        url = f"http://{server.host}/api/prod"
        api = KnownApi("pets", url, (ApiMethod("GET", "/pets", "AWS_IAM"),))
        exchange = sent(transport, factories.request(f"{url}/pest"), around(apis=(api,)))
    assert exchange.response is not None
    assert exchange.response.status == 403
    assert exchange.findings
    assert exchange.findings[0].id == "unknown_path_or_method"
    assert exchange.findings[0].severity == "error"


def test_a_correction_in_force_is_known_to_the_diagnosis(transport: Transport) -> None:
    body = b'{"message":"Signature not yet current"}'
    lines = ["x-amzn-ErrorType: InvalidSignatureException"]
    lines.append(f"Date: {format_datetime(datetime.now(UTC), usegmt=True)}")
    with RawServer(ok(body, *lines, status="403 Forbidden")) as server:
        composed = factories.request(f"http://{server.host}/")
        exchange = sent(transport, composed, around(clock=Clock(offset=600.0)))
    assert exchange.findings[0].title.startswith("A clock correction of +600 s")


def test_a_failure_stands_in_the_exchange(transport: Transport) -> None:
    exchange = sent(transport, factories.request(f"http://127.0.0.1:{free_port()}/"))
    assert exchange.response is None
    assert exchange.failure is not None
    assert exchange.failure.stage == "connect"
    assert exchange.clock_offset is None
    assert [finding.id for finding in exchange.findings] == ["connection_refused"]


def test_cancelled_before_the_start(transport: Transport) -> None:
    cancel = Cancel()
    cancel.request()
    with RawServer(ok()) as server:
        exchange = send.send(
            factories.request(f"http://{server.host}/"), around(), transport, cancel
        )
        assert server.requests == []
    assert exchange.failure is not None
    assert exchange.failure.stage == "cancelled"
    assert exchange.findings


# ---------------------------------------------------------------- preparing only


def test_preparing_sends_nothing() -> None:
    with RawServer(ok()) as server:
        outgoing = send.prepare_only(
            factories.request(f"http://{server.host}/", auth=SIGNED), around()
        )
        assert outgoing.prepared.header("authorization") is not None
        assert server.connections == 0


def test_delivering_sends_what_was_prepared_whatever_the_clock_says_now(
    transport: Transport,
) -> None:
    clock = Clock(fixed=factories.NOW)
    with RawServer(ok()) as server:
        composed = factories.request(f"http://{server.host}/", auth=SIGNED)
        outgoing = send.prepare_only(composed, around(clock=clock))
        clock.offset = 9_999
        send.deliver(outgoing, around(clock=clock), transport, Cancel())
        assert server.requests == [outgoing.prepared.head()]
    assert factories.STAMP.encode() in server.requests[0]


def test_variables_reach_identity_options_region_and_service() -> None:
    asked = Asked()
    auth = Auth("sigv4", "{{who}}", {"sign_headers": "{{also}}"})
    outgoing = send.prepare_only(
        factories.request("https://h/", auth=auth),
        around(
            asked, region="{{r}}", service="{{s}}", who="me", also="accept", r="eu-west-3", s="x"
        ),
    )
    assert asked.names == ["me"]
    signature = outgoing.authorisation.signature
    assert signature is not None
    assert signature.credential_scope == "20260304/eu-west-3/x/aws4_request"
    assert "accept" in signature.signed_headers


def test_the_identitys_region_comes_after_the_environments() -> None:
    composed = factories.request("https://h/", auth=Auth("sigv4", "me"))
    asked = Asked()
    for region, scope in (("", "eu-south-1"), ("eu-west-3", "eu-west-3")):
        made = send.prepare_only(composed, around(asked, region=region, service="s"))
        assert made.authorisation.signature is not None
        assert made.authorisation.signature.region == scope
    assert asked.regions == ["me"]


def test_without_a_scheme_nobody_is_asked_for() -> None:
    asked = Asked()
    send.prepare_only(factories.request("https://h/", auth=Auth("none", "me")), around(asked))
    assert (asked.names, asked.regions) == ([], [])


def test_without_credentials_nothing_goes_out_unsigned() -> None:
    problem = refused(factories.request(auth=Auth("sigv4")), around(Asked(keys=None)))
    assert (problem.trouble, problem.finding.id) == ("refused", "no_credentials")


def test_what_an_identity_refuses_comes_through() -> None:
    def locked(_: str) -> AwsKeys | None:
        raise Problem("storage", Finding(id="locked", severity="error", title="It is locked"))

    known = replace(around(), credentials_of=locked)
    assert refused(factories.request(auth=SIGNED), known).trouble == "storage"


@pytest.mark.parametrize("scheme", ["", "sigv5", "SigV4", "\ud800"])
def test_an_unknown_scheme_is_a_usage_error(scheme: str) -> None:
    problem = refused(factories.request(auth=Auth(scheme)))
    assert (problem.trouble, problem.finding.id) == ("usage", "scheme_unknown")
    assert "sigv4" in problem.finding.remedy


@pytest.mark.parametrize(
    ("key", "value"),
    [("normalize", "no"), ("content_sha256", 1), ("region", True), ("sign_headers", False)],
)
def test_an_option_of_the_wrong_kind_is_refused(key: str, value: str | bool | int) -> None:
    problem = refused(factories.request(auth=Auth("sigv4", "me", {key: value})))
    assert (problem.trouble, problem.finding.id) == ("refused", "option_invalid")


def test_options_of_other_schemes_are_kept_and_not_used() -> None:
    composed = factories.request(
        auth=Auth("sigv4", "me", {"expires": 60, "audience": "{{unknown}}"})
    )
    assert send.prepare_only(composed, around()).request is composed


@pytest.mark.parametrize(
    ("auth", "known"),
    [
        (Auth("sigv4", "{{unknown}}"), {}),
        (Auth("sigv4", "me", {"region": "{{unknown}}"}), {}),
        (Auth("sigv4", "me"), {"region": "{{unknown}}"}),
        (Auth("sigv4", "me"), {"service": "{{unknown}}"}),
    ],
)
def test_an_unknown_variable_anywhere_stops_the_send(auth: Auth, known: dict[str, str]) -> None:
    problem = refused(factories.request(auth=auth), around(**known))
    assert (problem.trouble, problem.finding.id) == ("refused", "variable_unknown")


# ---------------------------------------------------------------- who sends it


def test_an_identity_of_another_kind_than_the_scheme_wants_stops_the_send() -> None:
    problem = refused(factories.request(auth=Auth("bearer", "me")))
    assert (problem.trouble, problem.finding.id) == ("refused", "identity_unfit")
    assert "SigV4" in problem.finding.remedy


def test_an_api_key_goes_along_with_whatever_authorises() -> None:
    asked = Asked()
    auth = Auth("sigv4", "me", api_key=ApiKey("my key"))
    outgoing = send.prepare_only(factories.request(auth=auth), around(asked))
    assert outgoing.prepared.header("x-api-key") == "a-key-of-practice"
    assert outgoing.prepared.header("authorization") is not None
    assert asked.names == ["my key", "me"]


def test_a_variable_may_name_the_api_key() -> None:
    asked = Asked()
    auth = Auth(api_key=ApiKey("{{which}}"))
    send.prepare_only(factories.request(auth=auth), around(asked, which="my key"))
    assert asked.names == ["my key"]


def test_what_is_remembered_of_an_exchange_holds_no_secret() -> None:
    sent_, how = factories.sign(factories.prepared(headers=[("X-Api-Key", "planted-key")]))
    kept = send.earlier(replace(factories.exchange(), prepared=sent_, authorisation=how))
    assert (kept.method, kept.status) == ("GET", 200)
    assert "?" not in kept.url
    assert factories.KEY_ID not in repr(kept)
    assert "planted-key" not in repr(kept)


# ---------------------------------------------------------------- what is told holds no secret


def test_a_refusal_that_quotes_a_value_is_masked() -> None:
    known = around(name="planted variable")
    known.redactor.learn(Secret("planted variable"))
    for request in (
        factories.request("{{name}}"),
        factories.request("https://h/", headers=[("{{name}}", "x")]),
        Request(method="{{name}}", url="https://h/"),
    ):
        assert "planted" not in repr(refused(request, known).finding)


def test_an_api_key_is_known_from_then_on() -> None:
    asked = Asked()
    known = around(asked)
    auth = Auth("none", api_key=ApiKey("my key", "X-My-Key"))
    outgoing = send.prepare_only(factories.request("https://h/", auth=auth), known)
    key = outgoing.prepared.header("x-my-key")
    assert key
    assert known.redactor.text(key) == MASK


def test_words_of_a_server_that_repeats_what_it_was_sent_are_masked() -> None:
    body = b'{"Message":"User: planted-token-value is not authorized to perform: x"}'
    kind = "x-amzn-ErrorType: AccessDeniedException"
    request = factories.request("", headers=[("Authorization", "Bearer planted-token-value")])
    with RawServer(ok(body, kind, status="403 Forbidden")) as server:
        asked = msgspec.structs.replace(request, url=f"http://{server.host}/")
        exchange = sent(Transport(), asked)
    assert exchange.findings
    assert "planted" not in repr(exchange.findings)
    assert MASK in repr(exchange.findings)
