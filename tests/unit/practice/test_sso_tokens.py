"""Tokens that hold what they stand for: read back, and refused when anything about them is not right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from apiclient_gui.practice import state
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.sso_tokens import Access, Refresh, Registration, SsoTokens

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
UNTIL = int(NOW.timestamp()) + 100
LATER = NOW + timedelta(seconds=100)
CLIENT = Registration("client", "a program", ("sso:account:access",), UNTIL)
ACCESS = Access("dana", "login", UNTIL)
REFRESH = Refresh("dana", "login", "client", UNTIL)


@pytest.fixture
def tokens(tmp_path: Path) -> SsoTokens:
    return SsoTokens(Kept(tmp_path, state.make()))


def test_each_is_read_back_until_it_ends(tokens: SsoTokens) -> None:
    secret, access, refresh = (tokens.text(one) for one in (CLIENT, ACCESS, REFRESH))
    last = NOW + timedelta(seconds=99)
    assert tokens.registration(secret, "client", last) == CLIENT
    assert tokens.access(access, last) == ACCESS
    assert tokens.refresh(refresh, "client", last) == REFRESH
    assert tokens.registration(secret, "client", LATER) is None
    assert tokens.access(access, LATER) is None
    assert tokens.refresh(refresh, "client", LATER) is None


def test_none_is_taken_for_another(tokens: SsoTokens) -> None:
    secret, access, refresh = (tokens.text(one) for one in (CLIENT, ACCESS, REFRESH))
    for text in (secret, refresh, "", "x", "é", "\udc80", access[:40], access.swapcase()):
        assert tokens.access(text, NOW) is None, text
    for text in (secret, access):
        assert tokens.refresh(text, "client", NOW) is None
    for text in (access, refresh):
        assert tokens.registration(text, "client", NOW) is None


def test_nor_for_that_of_another_client_or_person(tokens: SsoTokens) -> None:
    assert tokens.registration(tokens.text(CLIENT), "other", NOW) is None
    assert tokens.refresh(tokens.text(REFRESH), "other", NOW) is None
    gone = msgspec.structs.replace(ACCESS, user="mallory")
    assert tokens.access(tokens.text(gone), NOW) is None


def test_another_gateway_does_not_know_them(tokens: SsoTokens, tmp_path: Path) -> None:
    other = SsoTokens(Kept(tmp_path, state.make()))
    assert other.access(tokens.text(ACCESS), NOW) is None


def test_an_ended_login_is_over_for_both_and_stays_so(tokens: SsoTokens, tmp_path: Path) -> None:
    access, refresh = tokens.text(ACCESS), tokens.text(REFRESH)
    tokens.end(ACCESS, NOW)
    again = SsoTokens(Kept(tmp_path, state.load(tmp_path)))
    for one in (tokens, again):
        assert one.access(access, NOW) is None
        assert one.refresh(refresh, "client", NOW) is None
    other = msgspec.structs.replace(ACCESS, login="another")
    assert again.access(tokens.text(other), NOW) == other


def test_what_is_over_anyway_is_forgotten(tokens: SsoTokens) -> None:
    tokens.end(ACCESS, NOW)
    tokens.end(Access("eve", "second", UNTIL), NOW + timedelta(days=1000))
    assert set(tokens.kept.state.revoked) == {"second"}
