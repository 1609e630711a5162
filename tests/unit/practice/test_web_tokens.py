"""Tokens of the web: what is taken is what the provider issued, for whom it has to be. `test_sts_operations` asks over sockets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from apiclient_gui.practice.sts_parameters import StsError
from apiclient_gui.practice.tokens import issuer, keys
from apiclient_gui.practice.tokens.check import Check
from apiclient_gui.practice.web_tokens import Holder, Provider, WebTokens

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
KEY = keys.load(keys.make())
ISSUER = "https://idp.example"
TOKENS = WebTokens({ISSUER: Provider(Check(ISSUER, lambda: [KEY.jwk]), "me")})


def token(**changes: Any) -> str:
    at = int(NOW.timestamp())
    claims = {"iss": ISSUER, "sub": "carol", "aud": "me", "exp": at + 60, **changes}
    return issuer.issue({k: v for k, v in claims.items() if v is not None}, KEY, typ=None)


def test_a_good_one() -> None:
    assert TOKENS.holder(token(), NOW) == Holder("carol", ISSUER, "me")


@pytest.mark.parametrize(
    ("changes", "code", "reason"),
    [
        ({"aud": "you"}, "InvalidIdentityToken", "token_audience"),
        ({"aud": ["me"]}, "InvalidIdentityToken", "token_audience"),
        ({"aud": None}, "InvalidIdentityToken", "token_audience"),
        ({"iss": "https://other.example"}, "InvalidIdentityToken", "token_issuer"),
        ({"iss": None}, "InvalidIdentityToken", "token_malformed"),
        ({"exp": int(NOW.timestamp())}, "ExpiredTokenException", "expired_token"),
        ({"exp": None}, "InvalidIdentityToken", "token_malformed"),
        ({"nbf": int(NOW.timestamp()) + 10}, "InvalidIdentityToken", "token_too_early"),
    ],
)
def test_what_is_not_taken(changes: dict[str, Any], code: str, reason: str) -> None:
    with pytest.raises(StsError) as caught:
        TOKENS.holder(token(**changes), NOW)
    assert (caught.value.code, caught.value.reason) == (code, reason)
    assert caught.value.message


def test_no_token_is_in_the_words() -> None:
    secret = token(aud="you")
    with pytest.raises(StsError) as caught:
        TOKENS.holder(secret, NOW)
    assert secret not in caught.value.message


@pytest.mark.parametrize("text", ["", "a.b.c", "....", "é", "\ud800", "eyJ" * 2000])
def test_any_text_may_come(text: str) -> None:
    with pytest.raises(StsError):
        TOKENS.holder(text, NOW)
