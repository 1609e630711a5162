"""Temporary keys: what a token seals comes out again, and nothing else is taken for one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.practice import state, temporary_keys
from apiclient_gui.practice.temporary_keys import Session

KEY, OTHER_KEY = state.make().session_key, state.make().session_key
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
SESSION = Session(
    "arn:aws:sts::111122223333:assumed-role/pets-reader-role/practice",
    "AROAXXXXXXXXXXXXXXXXX:practice",
    "111122223333",
    role="pets-reader-role",
    policy="{}",
)
KEYS = temporary_keys.issue(KEY, SESSION, NOW, 900)


def test_what_was_issued_is_opened() -> None:
    assert temporary_keys.opened(KEY, KEYS.session_token) == KEYS
    assert KEYS.session == SESSION
    assert KEYS.expires_at == NOW + timedelta(seconds=900)
    assert re.fullmatch(r"ASIA[A-Z2-7]{16}", KEYS.access_key_id)
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", KEYS.secret_access_key)


def test_no_two_are_alike() -> None:
    other = temporary_keys.issue(KEY, SESSION, NOW, 900)
    assert other.access_key_id != KEYS.access_key_id
    assert other.session_token != KEYS.session_token


def test_nothing_of_it_can_be_read_in_the_token() -> None:
    for part in (KEYS.secret_access_key, "pets-reader", KEYS.access_key_id):
        assert part not in KEYS.session_token


def test_another_gateway_s_token_is_none() -> None:
    assert temporary_keys.opened(OTHER_KEY, KEYS.session_token) is None


@given(st.integers(0, len(KEYS.session_token) - 1), st.sampled_from("Aa0+/=-_ é\0"))
def test_a_token_that_was_changed_anywhere_is_none(place: int, character: str) -> None:
    token = KEYS.session_token
    changed = token[:place] + character + token[place + 1 :]
    expected = KEYS if changed == token else None
    assert temporary_keys.opened(KEY, changed) == expected


@given(st.text(max_size=60))
def test_any_text_may_come(text: str) -> None:
    assert temporary_keys.opened(KEY, text) is None


def test_pieces_and_additions_are_none() -> None:
    token = KEYS.session_token
    for text in (token[:-4], token + "AAAA", token + "\n", " " + token, token * 2):
        assert temporary_keys.opened(KEY, text) is None


def test_a_session_of_a_user_takes_little_room() -> None:
    sealed = msgspec.json.encode(Session("arn", "id", "111122223333", user="alice"))
    assert b"policy" not in sealed
