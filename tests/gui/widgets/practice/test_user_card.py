from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.practice.description import IamUser
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.pill import Pill
from apiclient_gui.ui.widgets.practice.user_card import UserCard, policy_words

ALICE = IamUser("alice", "AKIAEXAMPLE", "practice/secret", allowed=True)
BOB = IamUser("bob", "AKIAEXAMPLF", "practice/secret", allowed=False)


def test_policies_in_words() -> None:
    assert policy_words(ALICE) == (
        "Its policy allows GET /pets, POST /pets and GET /pets/* and denies DELETE /*."
    )
    assert policy_words(BOB) == (
        "Its policy allows GET /orders. No API has that, so all it sends is refused."
    )
    assert policy_words(IamUser("carol", "A", "b", allowed=True)) == ""


def test_keys_are_in_clear_and_the_verdict_is_a_word(qtbot: QtBot) -> None:
    for user, verdict in ((ALICE, "✓ may read"), (BOB, "✕ refused")):
        card = UserCard(user)
        qtbot.addWidget(card)
        assert card.findChild(Pill).text() == verdict
        values = [fact.value for fact in card.findChild(FactGrid).facts]
        assert values == [user.access_key_id, user.secret_access_key]


def test_it_leads_to_its_identity(qtbot: QtBot) -> None:
    card = UserCard(ALICE)
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.opened) as opened:
        card.findChild(QPushButton).click()
    assert opened.args == ["alice"]
