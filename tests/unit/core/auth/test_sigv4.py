"""SigV4 in headers: what is signed and what is not, what is refused, and that botocore comes to the same signature.

The rows of the signing cases stand in test_signing_cases.py, AWS's vectors in tests/vectors.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Authorisation, Origin, Prepared, Signature
from tests import factories
from tests.factories import SESSION_TOKEN, STAMP


def names(authorisation: Authorisation) -> tuple[str, ...]:
    assert authorisation.signature is not None
    return authorisation.signature.signed_headers


def signature(authorisation: Authorisation) -> Signature:
    assert authorisation.signature is not None
    return authorisation.signature


def refused(ready: Prepared, **known: Any) -> Finding:
    with pytest.raises(Problem) as problem:
        factories.sign(ready, factories.terms(**known))
    assert problem.value.trouble == "refused"
    return problem.value.finding


# ---------------------------------------------------------------- what it writes


def test_what_it_adds_and_tells() -> None:
    ready, how = factories.sign(factories.prepared("https://h/a"))
    made = signature(how)
    assert ready.header("x-amz-date") == STAMP
    scope = "20260304/us-east-1/execute-api/aws4_request"
    assert (
        made.authorization
        == ready.header("authorization")
        == (
            f"AWS4-HMAC-SHA256 Credential={factories.KEY_ID}/{scope}, "
            f"SignedHeaders=host;x-amz-date, Signature={made.signature}"
        )
    )
    assert made.credential_scope == scope
    assert (made.region, made.service) == ("us-east-1", "execute-api")
    assert made.access_key_id == factories.KEY_ID
    assert made.signed_at == factories.NOW
    assert made.string_to_sign.split("\n")[:3] == ["AWS4-HMAC-SHA256", STAMP, scope]
    assert len(made.signature) == 64
    assert how.scheme == "sigv4"
    assert how.identity == "me"
    assert how.headers == ("X-Amz-Date", "Authorization")
    assert [step.title for step in how.steps] == [
        "Canonical request",
        "String to sign",
        "Signing key",
        "Authorization",
    ]
    assert how.steps[0].text == made.canonical_request


def test_what_it_writes_has_the_scheme_as_its_origin() -> None:
    ready, _ = factories.sign(factories.prepared())
    assert {h.origin for h in ready.headers[-2:]} == {Origin("scheme", name="sigv4")}


def test_the_session_token_is_sent_and_signed() -> None:
    ready, how = factories.sign(
        factories.prepared(), factories.terms(credentials=factories.keys(token=SESSION_TOKEN))
    )
    assert ready.header("x-amz-security-token") == SESSION_TOKEN
    assert "x-amz-security-token" in names(how)
    assert how.headers == ("X-Amz-Date", "X-Amz-Security-Token", "Authorization")


def test_the_session_token_can_be_added_after_signing() -> None:
    keys = factories.keys(token=SESSION_TOKEN)
    ready, how = factories.sign(
        factories.prepared(), factories.terms({"omit_session_token": True}, credentials=keys)
    )
    _, without = factories.sign(factories.prepared())
    assert [header.name for header in ready.headers[-3:]] == [
        "X-Amz-Date",
        "Authorization",
        "X-Amz-Security-Token",
    ]
    assert names(how) == ("host", "x-amz-date")
    assert signature(how).signature == signature(without).signature


@pytest.mark.parametrize("options", [{}, {"omit_session_token": True}])
def test_a_blank_session_token_is_none(options: dict[str, bool]) -> None:
    ready, how = factories.sign(
        factories.prepared(), factories.terms(options, credentials=factories.keys(token=""))
    )
    assert ready.header("x-amz-security-token") is None
    assert names(how) == ("host", "x-amz-date")


# ---------------------------------------------------------------- what is signed


def test_own_headers_and_the_content_type_are_signed_other_defaults_are_not() -> None:
    _, how = factories.sign(
        factories.prepared(headers=[("X-Own", "1"), ("Accept", "a/b")], json="{}")
    )
    assert names(how) == ("accept", "content-type", "host", "x-amz-date", "x-own")
    _, how = factories.sign(factories.prepared())
    assert "accept" not in names(how)


UNSIGNED = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "user-agent",
    "accept-encoding",
    "x-amzn-trace-id",
    "traceparent",
    "tracestate",
    "baggage",
]


@pytest.mark.parametrize("name", UNSIGNED)
def test_these_are_signed_only_when_named(name: str) -> None:
    ready = factories.prepared(headers=[(name.title(), "own")])
    assert name not in names(factories.sign(ready)[1])
    _, how = factories.sign(ready, factories.terms({"sign_headers": f" Accept, {name.upper()} ,"}))
    assert f"{name}:own" in factories.lines(how, "header")
    assert "accept" in names(how)


@pytest.mark.parametrize("headers", [[], [("Content-Length", "3")]])
def test_the_content_length_is_signed_when_named(headers: list[tuple[str, str]]) -> None:
    ready = factories.prepared(method="POST", text="abc", headers=headers)
    assert "content-length" not in names(factories.sign(ready)[1])
    _, how = factories.sign(ready, factories.terms({"sign_headers": "content-length"}))
    assert "content-length:3" in factories.lines(how, "header")


def test_a_default_header_is_signed_when_named() -> None:
    _, how = factories.sign(
        factories.prepared(), factories.terms({"sign_headers": "accept,user-agent"})
    )
    assert names(how) == ("accept", "host", "user-agent", "x-amz-date")


def test_authorization_is_never_signed() -> None:
    _, how = factories.sign(
        factories.prepared(), factories.terms({"sign_headers": "authorization, host"})
    )
    assert names(how) == ("host", "x-amz-date")


@pytest.mark.parametrize("name", ["X-Amz-Meta", "x-amz-target", "X-AMZ-Own"])
def test_own_amz_headers_are_signed(name: str) -> None:
    _, how = factories.sign(factories.prepared(headers=[(name, "1")]))
    assert f"{name.lower()}:1" in factories.lines(how, "header")


@pytest.mark.parametrize(
    "name", ["Authorization", "x-amz-date", "X-Amz-Date", "X-AMZ-SECURITY-TOKEN"]
)
def test_headers_that_signing_writes_are_not_overwritten_in_silence(name: str) -> None:
    finding = refused(factories.prepared(headers=[(name, "hunter2")]))
    assert finding.id == "two_authorizations"
    assert finding.title.startswith(name)
    assert "hunter2" not in msgspec.json.encode(finding).decode()


# ---------------------------------------------------------------- options


def test_the_payload_hash_is_sent_when_asked_for() -> None:
    ready = factories.prepared(method="POST", text="abc")
    signed, how = factories.sign(ready, factories.terms({"content_sha256": True}))
    assert signed.header("x-amz-content-sha256") == ready.body.sha256()
    assert factories.lines(how, "payload") == [ready.body.sha256()]
    assert "x-amz-content-sha256" in names(how)
    signed, _ = factories.sign(ready, factories.terms({"content_sha256": False}))
    assert signed.header("x-amz-content-sha256") is None


@pytest.mark.parametrize("switch", [True, False])
def test_an_own_payload_hash_is_what_is_signed_and_stays_single(switch: bool) -> None:
    ready = factories.prepared(headers=[("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")], text="abc")
    signed, how = factories.sign(ready, factories.terms({"content_sha256": switch}))
    assert factories.lines(how, "payload") == ["UNSIGNED-PAYLOAD"]
    assert "x-amz-content-sha256:UNSIGNED-PAYLOAD" in factories.lines(how, "header")
    assert [h.name for h in signed.headers].count("X-Amz-Content-Sha256") == 1


def test_the_path_can_be_signed_as_it_stands() -> None:
    ready = factories.prepared("https://h/a/..//b")
    assert factories.lines(factories.sign(ready)[1], "path") == ["/b"]
    _, how = factories.sign(ready, factories.terms({"normalize": False}))
    assert factories.lines(how, "path") == ["/a/..//b"]


# ---------------------------------------------------------------- region and service

HOST = "https://abc.execute-api.eu-west-1.amazonaws.com/"


@pytest.mark.parametrize(
    ("url", "headers", "options", "known", "scope"),
    [
        (HOST, [], {}, ("", ""), "eu-west-1/execute-api"),
        (HOST, [], {}, ("us-east-1", "other"), "eu-west-1/execute-api"),
        (HOST, [], {"region": " us-west-2 ", "service": "s"}, ("", ""), "us-west-2/s"),
        ("https://h/", [], {}, ("us-east-1", "lambda"), "us-east-1/lambda"),
        ("https://h/", [], {"region": "eu-north-1"}, ("us-east-1", "s"), "eu-north-1/s"),
        # The host that the API sees decides, then that of the URL.
        ("https://h/", [("Host", HOST[8:-1])], {}, ("", ""), "eu-west-1/execute-api"),
        (HOST, [("Host", "api.example.com")], {}, ("", ""), "eu-west-1/execute-api"),
    ],
)
def test_where_region_and_service_come_from(
    url: str,
    headers: list[tuple[str, str]],
    options: dict[str, str],
    known: tuple[str, str],
    scope: str,
) -> None:
    _, how = factories.sign(
        factories.prepared(url, headers=headers),
        factories.terms(options, region=known[0], service=known[1]),
    )
    assert signature(how).credential_scope == f"20260304/{scope}/aws4_request"


@pytest.mark.parametrize(
    ("known", "options", "key"),
    [
        ({"region": ""}, {}, "region_unknown"),
        ({"service": ""}, {}, "service_unknown"),
        ({}, {"region": "eu west 1"}, "region_unknown"),
        ({}, {"region": "eu-west-1/x"}, "region_unknown"),
        ({}, {"region": "eu-west-1\r\nX: y"}, "region_unknown"),
        ({}, {"region": "eu\ud800"}, "region_unknown"),
        ({}, {"service": "é"}, "service_unknown"),
        ({}, {"service": "x" * 10 + "\x00"}, "service_unknown"),
    ],
    ids=str,
)
def test_an_unknown_region_or_service_is_refused(
    known: dict[str, str], options: dict[str, str], key: str
) -> None:
    finding = refused(factories.prepared("https://h/"), options=options, **known)
    assert finding.id == key
    assert finding.evidence[0].value == "h"
    assert finding.actions[0].key == "set_signing_target"
    msgspec.json.encode(finding)


def test_without_keys_nothing_goes_out_unsigned() -> None:
    with pytest.raises(Problem) as problem:
        factories.sign(factories.prepared(), factories.without_keys(factories.terms()))
    assert problem.value.trouble == "refused"
    assert problem.value.finding.id == "no_credentials"
    assert problem.value.finding.evidence[0].value == "me"


# ---------------------------------------------------------------- botocore comes to the same


def by_botocore(ready: Prepared, token: str | None) -> str:
    """Return the Authorization that botocore writes for the same bytes and time."""
    theirs = [(h.name, h.value) for h in ready.headers if h.origin.place in {"header", "scheme"}]
    request = AWSRequest(method=ready.method, url=ready.url, data=ready.body.content)
    for name, value in theirs:
        if name not in {"Authorization", "X-Amz-Date", "X-Amz-Security-Token"}:
            request.headers[name] = value
    # `add_auth` takes the time from the computer's clock: its own steps, with ours.
    request.context["timestamp"] = STAMP
    signer = SigV4Auth(
        Credentials(factories.KEY_ID, factories.SECRET_KEY, token), "execute-api", "us-east-1"
    )
    signer._modify_request_before_signing(request)
    to_sign = signer.string_to_sign(request, signer.canonical_request(request))
    signer._inject_signature_to_request(request, signer.signature(to_sign, request))
    return str(request.headers["Authorization"])


word = st.text("abcXYZ019-._~", min_size=1, max_size=8)
plain = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="{}\x7f"), max_size=12
)


@given(
    method=st.sampled_from(["GET", "POST", "DELETE"]),
    path=st.lists(
        word | st.sampled_from(["", ".", "..", "@c", "a b", "é", "a=b", "%2F"]), max_size=5
    ),
    query=st.lists(st.tuples(word, plain), max_size=4),
    headers=st.dictionaries(
        st.sampled_from(["X-A", "X-B", "Content-Type", "X-Amz-Meta"]),
        st.text("abc 12:,;=\"'", min_size=1, max_size=12).filter(
            lambda value: value.strip() == value
        ),
    ),
    body=st.none() | plain,
    token=st.none() | st.just(SESSION_TOKEN),
)
def test_botocore_signs_the_same(
    method: str,
    path: list[str],
    query: list[tuple[str, str]],
    headers: dict[str, str],
    body: str | None,
    token: str | None,
) -> None:
    ready, _ = factories.sign(
        factories.prepared(
            "https://h.example.com/" + "/".join(path),
            method=method,
            params=query,
            headers=list(headers.items()),
            text=body,
        ),
        factories.terms(credentials=factories.keys(token=token)),
    )
    assert ready.header("authorization") == by_botocore(ready, token)
