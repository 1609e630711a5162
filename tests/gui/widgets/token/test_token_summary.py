from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.tokens import decode, parse_keys, verify
from apiclient_gui.ui.widgets.token.token_summary import TokenSummary
from tests.support.signed_tokens import ec_key, key_set, pem, raw, signed

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
TEXT = signed({"token_use": "id", "email": "m@x.example", "exp": int(NOW.timestamp()) + 90})


@pytest.fixture
def summary(qtbot: QtBot) -> TokenSummary:
    made = TokenSummary()
    qtbot.addWidget(made)
    made.show_token(decode(TEXT), NOW)
    return made


def test_nothing_is_called_right_before_a_check(summary: TokenSummary) -> None:
    assert summary.headline.text() == "ID token of m@x.example"
    assert summary.signature.text() == "Signature not checked"
    assert "anybody could have written" in summary.trust.text()


def test_a_check_that_held_is_told_and_taken_back(summary: TokenSummary) -> None:
    summary.show_check(verify(TEXT, parse_keys(key_set())))
    assert summary.signature.text() == "✓ Signature verified"
    summary.show_check(None)
    assert summary.signature.text() == "Signature not checked"
    summary.show_check(verify(TEXT, parse_keys(key_set())))
    summary.show_token(decode(TEXT), NOW)
    assert summary.signature.text() == "Signature not checked"


def test_a_check_that_failed_is_told(summary: TokenSummary) -> None:
    summary.show_check(verify(TEXT, parse_keys(pem(ec_key()))))
    assert summary.signature.text() == "✕ Signature refused"
    assert summary.trust.property("tone") == "bad"


def test_a_check_that_could_not_be_made_is_no_verdict(summary: TokenSummary) -> None:
    summary.show_check(verify(TEXT, None))
    assert summary.signature.text() == "Signature not checked"
    assert "No key was given" in summary.trust.text()


def test_the_countdown_goes_on(summary: TokenSummary) -> None:
    assert summary.expiry.text() == "1 min 30 s left"
    summary.tick(NOW + timedelta(seconds=1))
    assert summary.expiry.text() == "1 min 29 s left"
    summary.tick(NOW + timedelta(seconds=90))
    assert summary.expiry.text() == "Expired just now"


def test_an_unsigned_token_is_never_only_unchecked(summary: TokenSummary) -> None:
    summary.show_token(decode(raw('{"alg":"none"}', "{}", "")), NOW)
    assert summary.signature.text() == "✕ Not signed"


def test_what_is_no_token_has_no_verdict(summary: TokenSummary) -> None:
    summary.show_token(decode("two words"), NOW)
    assert summary.isHidden()


def test_a_sent_token_says_how_long_it_still_held(summary: TokenSummary) -> None:
    summary.show_token(decode(TEXT), NOW, NOW - timedelta(seconds=30))
    assert "When it was sent, 2 min 0 s were left." in summary.trust.text()
