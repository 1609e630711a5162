from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.practice.description import (
    ApiKey,
    Client,
    Description,
    IamUser,
    Idp,
    Login,
    UserPool,
)
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.practice.fold import Fold
from apiclient_gui.ui.widgets.practice.party_cards import party_cards
from apiclient_gui.ui.widgets.wire_text import WireText

WHOLE = Description(
    "http://h",
    "us-east-1",
    "123456789012",
    (),
    (IamUser("alice", "AKIA", "alice-secret", allowed=True), IamUser("bob", "AKIB", "s", False)),
    (ApiKey("pets-plan", "key-value"),),
    Idp(
        "http://h/idp", "http://h/idp/token", "http://h/jwks", (Client("reader", "cs", ("a", "b")),)
    ),
    UserPool("pool_1", "http://h/c", "http://h/p", "http://h/k", "cid", (Login("carol", "pw"),)),
)


def shown(card: Fold) -> dict[str, str]:
    return {one.accessibleName(): one.toPlainText() for one in card.findChildren(WireText)}


def test_every_kind_of_caller_has_a_card_and_leads_to_its_identities(qtbot: QtBot) -> None:
    opened: list[str] = []
    cards = party_cards(WHOLE, opened.append)
    for card in cards:
        qtbot.addWidget(card)
    names = [card.title for card in cards]
    assert names == ["IAM users", "Identity provider", "User pool", "API keys"]
    for card in cards:
        for link in card.findChildren(QPushButton):
            assert link.accessibleName() == f"Open the identity {link.accessibleName().split()[-1]}"
            link.click()
    assert opened == ["alice", "bob", "reader", "carol", "pets-plan"]
    facts = {fact.label: fact.value for g in cards[1].findChildren(FactGrid) for fact in g.facts}
    assert (facts["Token URL"], facts["Scopes"]) == ("http://h/idp/token", "a b")


def test_secrets_are_shown_on_demand(qtbot: QtBot) -> None:
    for card, name, value in zip(
        party_cards(WHOLE, lambda _: None),
        ("Secret access key", "Client secret", "Password", "Value"),
        ("alice-secret", "cs", "pw", "key-value"),
        strict=True,
    ):
        qtbot.addWidget(card)
        if name == "Secret access key":
            continue  # two of them: the user's own card is tested by itself
        assert value not in shown(card).values()
        eyes = card.findChildren(QToolButton)
        next(one for one in eyes if one.accessibleName() == f"Show {name}").click()
        assert shown(card)[name] == value


def test_an_older_gateway_has_fewer(qtbot: QtBot) -> None:
    assert party_cards(Description("http://h", "r", "1", (), ()), lambda _: None) == ()
