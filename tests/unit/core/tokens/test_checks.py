"""A token against the clock, an issuer and an audience."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apiclient_gui.core import tokens
from tests.support.signed_tokens import raw

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


def token(**claims: Any) -> tokens.Token:
    import json

    return tokens.decode(raw('{"alg":"RS256"}', json.dumps(claims)))


@pytest.mark.parametrize(
    ("claims", "ids"),
    [
        ({}, []),
        ({"exp": SECONDS + 1}, []),
        ({"exp": SECONDS}, ["token_expired"]),
        ({"exp": SECONDS - 1}, ["token_expired"]),
        ({"nbf": SECONDS}, []),
        ({"nbf": SECONDS + 1}, ["token_not_yet_valid"]),
        ({"iat": SECONDS + 1}, []),
        ({"iat": SECONDS + 5}, []),
        ({"iat": SECONDS + 6}, ["token_from_the_future"]),
        ({"exp": 0, "nbf": SECONDS * 2}, ["token_expired", "token_not_yet_valid"]),
        ({"exp": "0"}, []),
    ],
)
def test_the_clock(claims: dict[str, Any], ids: list[str]) -> None:
    assert [one.id for one in tokens.check_time(token(**claims), NOW)] == ids


def test_an_expired_token_says_since_when() -> None:
    (finding,) = tokens.check_time(token(exp=SECONDS), NOW + timedelta(days=3))
    assert finding.title == "The token expired 3 days ago"
    assert finding.evidence[0].value == "2026-03-04 05:06:07 UTC"
    (finding,) = tokens.check_time(token(exp=SECONDS), NOW)
    assert "less than a second" in finding.title


def test_the_issuer_counts_to_the_letter() -> None:
    assert tokens.check_issuer(token(iss="https://a"), "https://a") == ()
    (finding,) = tokens.check_issuer(token(iss="https://a/"), "https://a")
    assert finding.id == "issuer_mismatch"
    assert "slash" in finding.detail
    (finding,) = tokens.check_issuer(token(), "https://a")
    assert finding.title == "The token names no issuer"


@pytest.mark.parametrize(
    ("claims", "fine"),
    [
        ({"aud": "a"}, True),
        ({"aud": ["b", "a"]}, True),
        ({"client_id": "a"}, True),
        ({"aud": "b", "client_id": "a"}, False),
        ({"aud": ["A"]}, False),
        ({}, False),
        ({"aud": None}, False),
    ],
)
def test_the_audience(claims: dict[str, Any], fine: bool) -> None:
    found = tokens.check_audience(token(**claims), "a")
    assert [one.id for one in found] == ([] if fine else ["audience_mismatch"])
