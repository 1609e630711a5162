from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Login
from apiclient_gui.ui.widgets.token.identity_menu import IdentityMenu
from tests import factories

POOL = factories.identity("carol", kind="user_pool", identifier="1")
FIXED = factories.identity("a & b", kind="fixed_token", identifier="2")
KEYS = factories.identity("alice", identifier="3")


@pytest.fixture
def menu(qtbot: QtBot) -> IdentityMenu:
    made = IdentityMenu()
    qtbot.addWidget(made)
    return made


def entries(menu: IdentityMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_it_offers_identities_that_have_tokens(menu: IdentityMenu) -> None:
    menu.fill((KEYS, POOL, FIXED), lambda _: None)
    assert entries(menu) == ["carol (logs in)", "a && b"]


def test_what_a_login_brought_is_offered_apart(menu: IdentityMenu, qtbot: QtBot) -> None:
    login = Login("", ("id", "access", "refresh"), factories.NOW)
    menu.fill((POOL,), lambda _: login)
    assert entries(menu) == ["carol, ID token", "carol, access token"]
    with qtbot.waitSignal(menu.chosen) as caught:
        menu.actions()[1].trigger()
    assert caught.args == ["carol", "access"]


def test_without_any_it_says_so(menu: IdentityMenu) -> None:
    menu.fill((KEYS,), lambda _: None)
    assert len(menu.actions()) == 1
    assert not menu.actions()[0].isEnabled()
