from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.vault import VaultState
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.preferences.keyring_page import KeyringPage

CHANGED = Finding(id="keyring_changed", severity="error", title="Another keyring is in use")
LOCKED = Finding(id="keyring_locked", severity="error", title="The keyring is locked")


@pytest.fixture
def page(qtbot: QtBot) -> KeyringPage:
    made = KeyringPage()
    qtbot.addWidget(made)
    made.show()
    return made


def facts(page: KeyringPage) -> dict[str, str]:
    return {fact.label: fact.value for fact in page.findChild(FactGrid).facts}


def test_one_that_is_in_use_and_one_that_was_tried(qtbot: QtBot, page: KeyringPage) -> None:
    good = VaultState("Secret Service", usable=True, finding=None, in_memory=())
    page.show_state(good)
    assert (page.pill.text(), facts(page)) == ("✓ In use", {"Keyring": "Secret Service"})
    with qtbot.waitSignal(page.checking):
        page.check.click()
    assert page.pill.text() == "Checking …"
    assert not page.check.isEnabled()
    page.show_state(good, checked=True)
    assert page.pill.text() == "✓ It works"
    assert page.check.isEnabled()


def test_one_that_cannot_be_used_says_why_and_what_is_in_memory(page: KeyringPage) -> None:
    page.show_state(VaultState("none", usable=False, finding=LOCKED, in_memory=(("a", "b"),)))
    assert page.pill.text() == "✕ Cannot be used"
    assert page.finding == LOCKED
    assert facts(page)["For this run"] == "1 secret in memory"
    assert not page.stay.isVisible()


def test_another_one_than_before_can_be_stayed_with_after_a_question(
    qtbot: QtBot, page: KeyringPage
) -> None:
    page.show_state(VaultState("none", usable=False, finding=CHANGED, in_memory=()))
    page.stay.click()
    box = page.findChild(QMessageBox)
    assert "stay there" in box.informativeText()
    with qtbot.waitSignal(page.backend_forgotten):
        next(one for one in box.buttons() if one.text() == "Stay with this one").click()
    page.tell_trouble(LOCKED)
    assert page.finding == LOCKED
    page.show_state(VaultState("KWallet", usable=True, finding=None, in_memory=()))
    assert page.finding is None
    assert not page.stay.isVisible()
