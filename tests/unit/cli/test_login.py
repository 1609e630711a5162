"""Logging in at the practice user pool: tokens are kept, what is refused is told with exit code 8."""

from __future__ import annotations

import pytest

from apiclient_gui.practice.description import Description
from tests.keyring_backends import MemoryKeyring
from tests.support.cli import apiclient


def test_a_login_is_kept_in_the_keyring_and_shown_without_it(
    gateway: Description, memory_keyring: MemoryKeyring
) -> None:
    result = apiclient("login", "carol", "--json")
    assert result.code == 0, result.err
    assert result.document["tokens"] == ["id", "access", "refresh"]
    assert result.document["expires_at"]
    assert memory_keyring.entries
    shown = apiclient("identity", "show", "carol", "--json").document
    assert shown == result.document


def test_in_words_it_says_until_when(gateway: Description) -> None:
    result = apiclient("login", "pets-reader")
    assert (result.code, result.out) == (0, b"")
    assert "pets-reader is logged in until 20" in result.err


def test_a_refused_login_says_why_and_exits_8(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APICLIENT_SECRET_CAROL_PASSWORD", "not-her-password")
    result = apiclient("login", "carol", "--json")
    assert result.code == 8
    finding = result.document["error"]
    assert finding["id"] == "login_refused"
    assert finding["detail"] == "It said: Incorrect username or password."
    assert {"label": "Identity", "value": "carol"} in finding["evidence"]
    assert "not-her-password" not in result.err + result.out.decode()


def test_an_identity_that_needs_no_login(gateway: Description) -> None:
    result = apiclient("login", "alice", "--json")
    assert result.code == 2
    assert result.document["error"]["id"] == "nothing_to_log_in"


def test_an_answer_without_a_name_is_wrong_use(gateway: Description) -> None:
    result = apiclient("login", "carol", "--answer", "env:X", "--json")
    assert result.code == 2
    assert result.document["error"]["id"] == "answer_unreadable"


def test_a_password_that_is_a_word_too_many_is_not_repeated() -> None:
    ended = apiclient("login", "carol", "planted-password", "--json")
    assert ended.code == 2
    assert ended.document["error"]["title"] == "Got unexpected extra argument"
