from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.vault import VaultState
from apiclient_gui.ui.snapshot import Keeping
from apiclient_gui.ui.widgets.identity.identity_card import IdentityCard

KEYS = kinds.TABLE["aws_keys"]
ROLE = kinds.TABLE["aws_role"]
LOCKED = Finding(id="keyring_locked", severity="error", title="The keyring is locked")
OPEN = VaultState("Secret Service", True, None, ())
SHUT = VaultState("Secret Service", False, LOCKED, ())


@pytest.fixture
def card(qtbot: QtBot) -> IdentityCard:
    made = IdentityCard()
    qtbot.addWidget(made)
    made.show()
    return made


def press(card: IdentityCard, words: str) -> None:
    buttons = card.findChildren(QAbstractButton)
    next(one for one in buttons if one.text() == words and one.isVisible()).click()


def test_it_names_the_keyring(card: IdentityCard) -> None:
    card.tell_keeping(Keeping({}, OPEN, None, False), KEYS)
    assert card.place.text() == "In your keyring: Secret Service."
    assert card.finding is None


def test_a_kind_without_secrets_says_whose_it_uses_and_where_its_keys_go(
    card: IdentityCard,
) -> None:
    card.tell_keeping(Keeping({}, OPEN, None, False), ROLE)
    assert (
        card.place.text()
        == f"{ROLE.place} The keys that it gets are kept in your keyring: Secret Service."
    )
    card.tell_keeping(Keeping({}, SHUT, None, False), ROLE)
    assert card.place.text().endswith("kept for this run only.")


def test_each_kind_without_secrets_says_where_they_are() -> None:
    assert {kind.id for kind in kinds.TABLE.values() if kind.place} == {
        kind.id for kind in kinds.TABLE.values() if not kind.secret_fields
    }


def test_a_practice_key_needs_no_keyring(card: IdentityCard) -> None:
    card.tell_keeping(Keeping({}, SHUT, None, True), KEYS)
    assert "kept in the practice folder, not in your keyring" in card.place.text()
    assert card.finding is None


def test_what_failed_is_an_error_and_what_may_fail_a_warning(
    qtbot: QtBot, card: IdentityCard
) -> None:
    card.tell_keeping(Keeping({}, SHUT, LOCKED, False), KEYS)
    assert card.finding == LOCKED
    with qtbot.waitSignal(card.asked):
        press(card, "Ask the keyring again")
    card.tell_keeping(Keeping({}, SHUT, None, False), KEYS)
    assert card.finding is not None
    assert card.finding.severity == "warning"


def test_a_slow_keyring_is_told_of_a_quick_one_is_not(qtbot: QtBot, card: IdentityCard) -> None:
    card.wait()
    assert not card.is_waiting
    card.tell_keeping(Keeping({}, OPEN, None, False), KEYS)
    card.wait()
    qtbot.waitUntil(lambda: card.is_waiting)
    with qtbot.waitSignal(card.cancelled):
        press(card, "Cancel")
    card.tell_keeping(Keeping({}, OPEN, None, False), KEYS)
    assert not card.is_waiting


def test_variables_are_named_once_there_is_a_name(card: IdentityCard) -> None:
    card.show_facts("SigV4", 1, ["APICLIENT_SECRET_A_B"])
    assert card.variables.isVisible()
    card.show_facts("SigV4", 2, [], 1)
    assert card._who.facts[1].value == "2 requests and 1 identity"
    card.show_facts("SigV4", 0, [])
    assert not card.variables.isVisible()
