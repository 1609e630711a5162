from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.practice.description import IamUser
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.pill import Pill
from apiclient_gui.ui.widgets.practice.user_card import UserCard, policy_words
from apiclient_gui.ui.widgets.wire_text import WireText

ALICE = IamUser("alice", "AKIAEXAMPLE", "practice/secret", allowed=True)
BOB = IamUser("bob", "AKIAEXAMPLF", "practice/secret", allowed=False)


def test_policies_in_words() -> None:
    assert policy_words(ALICE) == (
        "Its policy allows GET /pets, POST /pets and GET /pets/* and denies DELETE /*."
    )
    assert policy_words(BOB) == (
        "Its policy allows GET /orders. The API has no such method: all it sends is refused."
    )
    assert policy_words(IamUser("carol", "A", "b", allowed=True)) == ""


def test_the_secret_key_is_shown_on_demand_and_the_verdict_is_a_word(qtbot: QtBot) -> None:
    for user, verdict in ((ALICE, "✓ may read"), (BOB, "✕ refused")):
        card = UserCard(user)
        qtbot.addWidget(card)
        assert card.findChild(Pill).text() == verdict
        values = [fact.value for fact in card.findChild(FactGrid).facts]
        assert values == [user.access_key_id, user.secret_access_key]
        texts = card.findChildren(WireText)
        assert user.secret_access_key not in [one.toPlainText() for one in texts]
        eye = next(one for one in card.findChildren(QToolButton) if "Show" in one.accessibleName())
        eye.click()
        assert texts[1].toPlainText() == user.secret_access_key


def test_it_leads_to_its_identity(qtbot: QtBot) -> None:
    card = UserCard(ALICE)
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.opened) as opened:
        card.findChild(QPushButton).click()
    assert opened.args == ["alice"]
