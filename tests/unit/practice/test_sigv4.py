from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.practice import refusals, sigv4, sigv4a
from apiclient_gui.practice.callers import Caller
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.wire import Received

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "sigv4" / "v4"
NAMES = sorted(path.stem for path in VECTORS.glob("*.json"))


def received(text: str) -> Received:
    """Take the suite's own form of a request apart: no HTTP parser takes blanks in a target."""
    head, _, body = text.partition("\n\n")
    first, *lines = head.strip("\n").split("\n")
    method, _, rest = first.partition(" ")
    headers = [line.partition(":") for line in lines]
    return Received(
        method,
        rest.removesuffix(" HTTP/1.1").encode(),
        tuple((name.lower(), value.encode()) for name, _, value in headers),
        body.encode(),
    )


def one(key_id: str, secret: str, token: str = "") -> Callable[[str, str, datetime], Caller]:
    """Know one key, and no other."""

    def caller(given: str, session: str, _: datetime) -> Caller:
        if (given, session) != (key_id, token):
            raise Refused(refusals.unknown_key())
        return Caller("arn", "id", "111122223333", secret)

    return caller


@pytest.mark.skipif(not NAMES, reason="the shared vectors are not beside this checkout")
@pytest.mark.parametrize("name", NAMES)
def test_aws_s_own_vectors(name: str) -> None:
    vector: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    context = vector["context"]
    if not context["normalize"]:
        pytest.skip("execute-api normalises paths; these vectors do not")
    request = received(vector["header_signed_request"])
    claim = sigv4.claim(request)
    assert claim is not None
    key_id, scope = sigv4._credential(claim)
    if not context["sign_body"]:
        expected = vector["header_canonical_request"]
        assert sigv4.canonical_request(request, claim.signed_headers).decode() == expected
    signed_at = datetime.fromisoformat(context["timestamp"])
    canonical = vector["header_canonical_request"].encode()
    text = sigv4.string_to_sign(canonical, signed_at, scope)
    assert text == vector["header_string_to_sign"]
    secret = context["credentials"]["secret_access_key"]
    assert sigv4.signature(secret, scope, text).decode() == vector["header_signature"]
    if context.get("omit_session_token"):
        return  # the token is not signed, which execute-api does not take
    token = context["credentials"].get("token", "")
    judge = sigv4.Judge(context["region"], context["service"], one(key_id, secret, token))
    assert judge.verify(request, claim, signed_at + timedelta(minutes=5)).secret == secret
    with pytest.raises(Refused) as caught:
        judge.verify(request, claim, signed_at + timedelta(minutes=5, seconds=1))
    assert caught.value.refusal.reason == "signature_expired"


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("", "/"),
        ("/", "/"),
        ("/.", "/"),
        ("/..", "/"),
        ("/a/..", "/"),
        ("/a/../b//c/./d", "/b/c/d"),
        ("/a/b/..", "/a"),
        ("/prod/items/", "/prod/items/"),
        ("//", "/"),
        ("/a//", "/a/"),
        ("/a%20b/%40c/x=y", "/a%2520b/%2540c/x%3Dy"),
        ("/a+b", "/a%2Bb"),
        ("/a%2Fb", "/a%252Fb"),
        ("/s/@connections/Ab=", "/s/%40connections/Ab%3D"),
        ("/s/%40connections/Ab%3D", "/s/%2540connections/Ab%253D"),
        ("/~user-1._", "/~user-1._"),
        ("/%7euser", "/%257euser"),
        ("/a:b*c,d(e)", "/a%3Ab%2Ac%2Cd%28e%29"),
        ("/é", "/%C3%A9"),
    ],
)
def test_paths(path: str, canonical: str) -> None:
    assert sigv4.canonical_path(path.encode()).decode() == canonical


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("&&", ""),
        ("a=1%202&b=x+y", "a=1%202&b=x%20y"),
        ("a=%2B", "a=%2B"),
        ("a=b=c", "a=b%3Dc"),
        ("t=abc%3D", "t=abc%3D"),
        ("x=100%25", "x=100%25"),
        ("q=a:b,c/d@e", "q=a%3Ab%2Cc%2Fd%40e"),
        ("s=*!'()", "s=%2A%21%27%28%29"),
        ("select-type=2&select=1", "select=1&select-type=2"),
        ("a=2&a=10&a=1", "a=1&a=10&a=2"),
        ("B=1&a=2&A=3", "A=3&B=1&a=2"),
        ("flag&z=&=v", "=v&flag=&z="),
        ("x=%20y", "x=%20y"),
        ("x=%3d", "x=%3D"),
        ("x=%zz%", "x=%25zz%25"),
        ("x=%ff", "x=%FF"),
        ("a;b=1", "a%3Bb=1"),
    ],
)
def test_queries(query: str, canonical: str) -> None:
    assert sigv4.canonical_query(query.encode()).decode() == canonical


@given(st.binary(max_size=60), st.binary(max_size=30))
def test_whatever_is_claimed_is_judged(authorization: bytes, stamp: bytes) -> None:
    judge = sigv4.Judge("us-east-1", "execute-api", one("AKID", "secret"))
    claims = [
        claimed.replace(b"AWS4-HMAC-SHA256", algorithm.encode(), 1)
        for claimed in (b"AWS4-HMAC-SHA256 " + authorization, _claimed(authorization))
        for algorithm in (sigv4.ALGORITHM, sigv4a.ALGORITHM)
    ]
    for value in (authorization, *claims):
        headers = (
            ("host", b"h"),
            ("x-amz-date", stamp),
            ("x-amz-region-set", stamp),
            ("authorization", value),
        )
        request = Received("GET", b"/", headers)
        with pytest.raises(Refused):  # noqa: PT012  # either of the two refuses
            claim = sigv4.claim(request)
            assert claim
            judge.verify(request, claim, datetime.now(UTC))


def _claimed(text: bytes) -> bytes:
    return (
        b"AWS4-HMAC-SHA256 Credential="
        + text
        + b", SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=0"
    )


@pytest.mark.parametrize(
    "stamp", ["00010101T000000Z", "99991231T235959Z", "Mon, 01 Jan 0001 00:00:00 +2300", "20260101T000060Z"]
)  # fmt: skip
def test_dates_at_the_edge(stamp: str) -> None:
    judge = sigv4.Judge("us-east-1", "execute-api", one("AKID", "secret"))
    headers = (("host", b"h"), ("date", stamp.encode()), ("authorization", _claimed(b"a/b/c/d/e")))
    request = Received("GET", b"/", headers)
    claim = sigv4.claim(request)
    assert claim
    with pytest.raises(Refused):
        judge.verify(request, claim, datetime.now(UTC))


def test_the_window_is_five_minutes_to_the_second() -> None:
    now = datetime(2026, 10, 1, 12, 0, 0, 999_999, tzinfo=UTC)
    headers = (("host", b"h"), ("authorization", _claimed(b"a/b/c/d/e")))
    judge = sigv4.Judge("c", "d", one("", ""))

    def reason(seconds: int) -> str:
        stamp = (now + timedelta(seconds=seconds)).strftime("%Y%m%dT%H%M%SZ").encode()
        request = Received("GET", b"/", (*headers, ("x-amz-date", stamp)))
        claim = sigv4.claim(request)
        assert claim
        with pytest.raises(Refused) as caught:
            judge.verify(request, claim, now)
        return caught.value.refusal.reason

    assert [reason(at) for at in (-301, -300, 300, 301)] == [
        "signature_expired",
        "wrong_scope",
        "wrong_scope",
        "signature_not_yet_current",
    ]
