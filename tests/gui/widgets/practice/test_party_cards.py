from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.practice.description import (
    ApiKey,
    App,
    Client,
    Description,
    IamUser,
    Idp,
    Login,
    MfaDevice,
    Sso,
    SsoAccount,
    Sts,
    StsRole,
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
        "http://h/idp",
        "http://h/idp/token",
        "http://h/jwks",
        (Client("reader", "cs", ("a", "b")),),
        (Login("erin", "erin-pw"), Login("frank", "frank-pw")),
        (App("desktop", ("authorization_code",), ("http://127.0.0.1/callback",), ("a",)),),
    ),
    UserPool("pool_1", "http://h/c", "http://h/p", "http://h/k", "cid", (Login("carol", "pw"),)),
    Sts(
        "http://h/sts",
        (StsRole("pets-web-role", "arn:web", ()),),
        MfaDevice("alice", "arn:mfa/alice", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
    ),
    Sso(
        "http://h/start",
        "http://h/oidc",
        "http://h/sso",
        "us-east-1",
        ("dana", "eve"),
        (SsoAccount("123456789012", "practice", "p@example.com", ("PetsReader",)),),
    ),
)
NAMES = [
    "IAM users",
    "Roles (STS)",
    "MFA device",
    "IAM Identity Center",
    "Identity provider",
    "User pool",
    "API keys",
]


OLD = Description("http://h", "r", "1", (), ())


def shown(card: Fold) -> dict[str, str]:
    return {one.accessibleName(): one.toPlainText() for one in card.findChildren(WireText)}


def test_every_kind_of_caller_has_a_card_and_leads_to_its_identities(qtbot: QtBot) -> None:
    opened: list[object] = []
    cards = party_cards(WHOLE, opened.append, lambda *fact: opened.append(fact), opened.append)
    for card in cards:
        qtbot.addWidget(card)
    assert [card.title for card in cards] == NAMES
    for card in cards:
        for link in card.findChildren(QPushButton):
            assert link.accessibleName().startswith("Open the ")
            link.click()
    assert opened == [
        "alice",
        "bob",
        "1 IAM/ask-sts-who-i-am",
        ("role_arn", "arn:web"),
        ("start_url", "http://h/start"),
        "erin",
        "reader",
        "carol",
        "pets-plan",
    ]
    facts = {fact.label: fact.value for g in cards[4].findChildren(FactGrid) for fact in g.facts}
    assert facts["Redirect URIs"] == "http://127.0.0.1/callback"
    assert (facts["Token URL"], facts["Scopes"]) == ("http://h/idp/token", "a b")


def test_secrets_are_shown_on_demand(qtbot: QtBot) -> None:
    hidden = {
        "MFA device": ("Secret", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        "Identity provider": ("Client secret", "cs"),
        "User pool": ("Password", "pw"),
        "API keys": ("Value", "key-value"),
    }
    for card in party_cards(WHOLE, lambda _: None, lambda *_: None, lambda _: None):
        qtbot.addWidget(card)
        if card.title not in hidden:
            continue  # of the IAM users there are two: their own card is tested by itself
        name, value = hidden[card.title]
        assert value not in shown(card).values()
        eyes = card.findChildren(QToolButton)
        next(one for one in eyes if one.accessibleName() == f"Show {name}").click()
        assert shown(card)[name] == value


def test_an_older_gateway_has_fewer(qtbot: QtBot) -> None:
    assert party_cards(OLD, lambda _: None, lambda *_: None, lambda _: None) == ()
