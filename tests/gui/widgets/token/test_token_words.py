from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from apiclient_gui.core.tokens import Lifetime, decode
from apiclient_gui.ui.widgets.token.token_words import (
    Expiry,
    at_sending,
    countdown,
    expiry,
    headline,
    is_signed,
    origin,
    past,
    spoken,
)
from tests.support.signed_tokens import raw, signed

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
AT = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            signed({"token_use": "id", "sub": "7f", "cognito:username": "carol"}),
            "ID token of carol",
        ),
        (signed({"token_use": "access", "username": "dave"}), "Access token of dave"),
        (signed({"client_id": "c1"}, header={"typ": "at+jwt"}), "Access token of c1"),
        (signed({}), "Token (JWT)"),
        (raw('{"alg":"none"}', "{}", ""), "Unsigned token (JWT)"),
        (raw('{"alg":"RS256"', "{}"), "No token"),
        (raw('{"alg":"RS256"}', "{}") + ".x", "Damaged token"),
        ("sk_live_0123", "Opaque token"),
        ("two words", "No token"),
    ],
)
def test_it_says_what_a_token_is_and_of_whom(text: str, words: str) -> None:
    assert headline(decode(text)) == words


def test_an_encrypted_token_is_named_as_such() -> None:
    head = raw('{"alg":"RSA-OAEP","enc":"A256GCM"}', "x").split(".")[0]
    assert headline(decode(f"{head}.AA.AA.AA.AA")) == "Encrypted token (JWE)"


def test_it_says_from_whom_for_whom_and_how() -> None:
    text = signed({"iss": "https://i.example", "aud": ["a", "b"]})
    assert origin(decode(text)) == "From https://i.example, for a, b, RS256 with key k1"
    assert origin(decode(signed({"client_id": "c"}, key_id=None))) == "For c, RS256"


def test_an_unsigned_token_names_no_algorithm() -> None:
    token = decode(raw('{"alg":"none"}', "{}", ""))
    assert not is_signed(token)
    assert origin(token) == ""


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        ({"exp": AT + 3600}, Expiry("1 h left")),
        ({"exp": AT + 896}, Expiry("14 min 56 s left")),
        ({"exp": AT + 9}, Expiry("9 s left", "warn")),
        ({"exp": AT}, Expiry("Expired just now", "bad")),
        ({"exp": AT - 200}, Expiry("Expired 3 min ago", "bad")),
        ({"exp": AT + 3600, "nbf": AT + 60}, Expiry("Begins in 1 min 1 s", "bad")),
        ({}, Expiry("No expiry")),
        ({"exp": "tomorrow"}, Expiry("")),
    ],
)
def test_it_says_how_long_it_holds(claims: dict[str, object], wanted: Expiry) -> None:
    assert expiry(decode(signed(claims)), NOW) == wanted


def test_times_are_told_at_sending_and_aloud() -> None:
    life = Lifetime(NOW - timedelta(hours=1), None, NOW)
    assert at_sending(life, NOW - timedelta(minutes=2)) == "When it was sent, 2 min 0 s were left."
    assert (
        at_sending(life, NOW + timedelta(minutes=2))
        == "When it was sent, it had expired 2 min ago."
    )
    assert at_sending(Lifetime(), NOW) == ""
    assert "issued" in spoken(life, NOW)
    assert "1 h ago" in spoken(life, NOW)
    assert countdown(0) == "0 s"
    assert past(0) == "just now"
