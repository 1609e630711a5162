from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from apiclient_gui.practice.tokens import check, issuer, keys
from apiclient_gui.practice.tokens.check import Check, Rejected

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
AT = int(NOW.timestamp())
ISSUER = "http://127.0.0.1:1/idp"
GOOD: dict[str, Any] = {"iss": ISSUER, "exp": AT + 60}


@pytest.fixture(scope="module")
def key() -> keys.SigningKey:
    return keys.load(keys.make())


@pytest.fixture
def tokens(key: keys.SigningKey) -> Check:
    return Check(ISSUER, lambda: [key.jwk])


def reason(tokens: Check, token: str) -> str:
    with pytest.raises(Rejected) as caught:
        tokens.claims(token, NOW)
    assert caught.value.detail.endswith(".")
    assert len(token) < 5 or token not in caught.value.detail
    return caught.value.reason


def test_a_good_one(tokens: Check, key: keys.SigningKey) -> None:
    claims = {**GOOD, "nbf": AT, "aud": "whoever", "sub": "x"}
    assert tokens.claims(issuer.issue(claims, key, typ=None), NOW) == claims


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"iss": ISSUER + "/"}, "token_issuer"),
        ({"iss": None}, "token_issuer"),
        ({"iss": [ISSUER]}, "token_issuer"),
        ({"exp": AT}, "expired_token"),
        ({"exp": AT - 1}, "expired_token"),
        ({"exp": -(10**30)}, "expired_token"),
        ({"exp": AT + 0.5}, None),
        ({"exp": None}, "token_malformed"),
        ({"exp": "soon"}, "token_malformed"),
        ({"exp": True}, "token_malformed"),
        ({"exp": [AT]}, "token_malformed"),
        ({"nbf": AT + 1}, "token_too_early"),
        ({"nbf": "x"}, "token_malformed"),
        ({"iat": AT + 9999}, None),
    ],
)
def test_claims(
    tokens: Check, key: keys.SigningKey, claims: dict[str, Any], expected: str | None
) -> None:
    payload = json.dumps({**GOOD, **claims}).encode()
    # PyJWT does not issue a token whose issuer is no text.
    token = jwt.PyJWS().encode(payload, key.private, "RS256", {"kid": key.key_id})
    if expected is None:
        assert tokens.claims(token, NOW)
    else:
        assert reason(tokens, token) == expected


def test_it_says_how_long_ago(tokens: Check, key: keys.SigningKey) -> None:
    token = issuer.issue(GOOD, key, typ=None)
    with pytest.raises(Rejected) as caught:
        tokens.claims(token, NOW + timedelta(seconds=102))
    assert caught.value.detail == "The token expired 42 seconds ago."


def test_signatures(tokens: Check, key: keys.SigningKey) -> None:
    other = keys.load(keys.make())
    assert reason(tokens, issuer.issue(GOOD, other, typ=None)) == "token_key_unknown"
    forged = keys.SigningKey(key.key_id, other.private)
    assert reason(tokens, issuer.issue(GOOD, forged, typ=None)) == "token_signature"
    assert reason(tokens, jwt.encode(GOOD, key.private, "RS256")) == "token_key_unknown"
    headers = {"kid": key.key_id}
    assert reason(tokens, jwt.encode(GOOD, key.private, "PS256", headers)) == "token_algorithm"
    secret = "x" * 32
    assert reason(tokens, jwt.encode(GOOD, secret, "HS256", headers)) == "token_algorithm"
    assert reason(tokens, jwt.encode(GOOD, None, "none", headers)) == "token_algorithm"
    head, body, signature = issuer.issue(GOOD, key, typ=None).split(".")
    changed = base64.urlsafe_b64encode(json.dumps({**GOOD, "exp": AT + 61}).encode()).decode()
    assert reason(tokens, f"{head}.{changed.rstrip('=')}.{signature}") == "token_signature"
    assert reason(tokens, f"{head}.{body}.") == "token_signature"


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "opaque",
        "é.é.é",
        "\0",
        "x" * 9000,
        "e30.e30.",
        "bnVsbA.bnVsbA.AA",
        base64.urlsafe_b64encode(b"[" * 5000).decode() + ".e30.AA",
        base64.urlsafe_b64encode(b'{"alg":"RS256","kid":{}}').decode().rstrip("=") + ".e30.AA",
    ],
)
def test_what_cannot_be_read(tokens: Check, token: str) -> None:
    assert reason(tokens, token) in {"token_malformed", "token_algorithm"}


def test_a_payload_that_is_no_object(tokens: Check, key: keys.SigningKey) -> None:
    for payload in (b"[]", b"x", b"\xff", b"[" * 4000):
        token = jwt.PyJWS().encode(payload, key.private, "RS256", {"kid": key.key_id})
        assert reason(tokens, token) == "token_malformed"


def test_a_token_that_is_over_is_of_the_issuer_still(tokens: Check, key: keys.SigningKey) -> None:
    over = {"iss": ISSUER, "exp": AT - 1}
    assert tokens.signed(issuer.issue(over, key, typ=None)) == over
    for token in ("x", issuer.issue({"iss": "http://other"}, key, typ=None)):
        with pytest.raises(Rejected):
            tokens.signed(token)


def test_a_new_key_is_asked_for(key: keys.SigningKey) -> None:
    published = [key.jwk]
    tokens = Check(ISSUER, lambda: published)
    tokens.claims(issuer.issue(GOOD, key, typ=None), NOW)
    new = keys.load(keys.make())
    assert reason(tokens, issuer.issue(GOOD, new, typ=None)) == "token_key_unknown"
    published.append(new.jwk)
    assert tokens.claims(issuer.issue(GOOD, new, typ=None), NOW) == GOOD


def test_keys_are_asked_for_when_the_first_token_comes(key: keys.SigningKey) -> None:
    asked: list[int] = []

    def key_set() -> list[Any]:
        asked.append(1)
        return [key.jwk]

    tokens = Check(ISSUER, key_set)
    assert asked == []
    for _ in range(2):
        tokens.claims(issuer.issue(GOOD, key, typ=None), NOW)
    assert asked == [1]


@pytest.mark.parametrize(
    ("header", "token"),
    [
        (b"abc", "abc"),
        (b"Bearer abc", "abc"),
        (b"bearer  abc ", "abc"),
        (b"Bearer", "Bearer"),
        (b"Basic abc", "Basic abc"),
        (b"", ""),
        (b"\xff", "\xff"),
    ],
)
def test_the_token_of_a_header(header: bytes, token: str) -> None:
    assert check.bare(header) == token
