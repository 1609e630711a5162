"""Logging out forgets the tokens, and nothing else."""

from __future__ import annotations

from apiclient_gui.practice.description import Description
from tests.keyring_backends import MemoryKeyring
from tests.support.cli import apiclient


def test_tokens_are_forgotten(gateway: Description, memory_keyring: MemoryKeyring) -> None:
    assert apiclient("login", "carol").code == 0
    assert memory_keyring.entries
    result = apiclient("logout", "carol", "--json")
    assert (result.code, result.document) == (0, {"logged_out": "carol"})
    assert memory_keyring.entries == {}
    shown = apiclient("identity", "show", "carol", "--json").document
    assert (shown["tokens"], shown["expires_at"]) == ([], None)
    assert shown["secrets"]["password"] == "set"


def test_who_is_not_logged_in_is_logged_out_all_the_same(gateway: Description) -> None:
    assert apiclient("logout", "carol").code == 0


def test_an_unknown_name_is_wrong_use(gateway: Description) -> None:
    assert apiclient("logout", "nobody").code == 2
