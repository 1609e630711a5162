from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.vault import VaultState
from apiclient_gui.ui.snapshot import Keeping
from apiclient_gui.ui.widgets.identity.identity_card import IdentityCard

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
    card.tell_keeping(Keeping({}, OPEN, None, False))
    assert card.place.text() == "In your keyring: Secret Service."
    assert card.finding is None


def test_a_practice_key_needs_no_keyring(card: IdentityCard) -> None:
    card.tell_keeping(Keeping({}, SHUT, None, True))
    assert "kept in the practice folder, not in your keyring" in card.place.text()
    assert card.finding is None


def test_what_failed_is_an_error_and_what_may_fail_a_warning(
    qtbot: QtBot, card: IdentityCard
) -> None:
    card.tell_keeping(Keeping({}, SHUT, LOCKED, False))
    assert card.finding == LOCKED
    with qtbot.waitSignal(card.asked):
        press(card, "Ask the keyring again")
    card.tell_keeping(Keeping({}, SHUT, None, False))
    assert card.finding is not None
    assert card.finding.severity == "warning"


def test_a_slow_keyring_is_told_of_a_quick_one_is_not(qtbot: QtBot, card: IdentityCard) -> None:
    card.wait()
    assert not card.is_waiting
    card.tell_keeping(Keeping({}, OPEN, None, False))
    card.wait()
    qtbot.waitUntil(lambda: card.is_waiting)
    with qtbot.waitSignal(card.cancelled):
        press(card, "Cancel")
    card.tell_keeping(Keeping({}, OPEN, None, False))
    assert not card.is_waiting


def test_variables_are_named_once_there_is_a_name(card: IdentityCard) -> None:
    card.show_facts("SigV4", 1, ["APICLIENT_SECRET_A_B"])
    assert card.variables.isVisible()
    card.show_facts("SigV4", 0, [])
    assert not card.variables.isVisible()
