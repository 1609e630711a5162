from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.practice.description import Sso, SsoAccount
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.practice.sso_card import sso_card


def test_it_says_where_to_log_in_and_what_there_is(qtbot: QtBot) -> None:
    opened: list[str] = []
    accounts = (
        SsoAccount("123456789012", "practice", "p@example.com", ("PetsAdmin", "PetsReader")),
        SsoAccount("210987654321", "sandbox", "s@example.com", ("PetsReader",)),
    )
    sso = Sso("http://h/start", "http://h/oidc", "http://h/sso", "us-east-1", ("dana",), accounts)
    card = sso_card(sso, lambda: opened.append("dana"))
    qtbot.addWidget(card)
    portal, practice, sandbox = (
        {one.label: one.value for one in grid.facts} for grid in card.findChildren(FactGrid)
    )
    assert portal == {
        "People": "dana",
        "Start URL": "http://h/start",
        "Region": "us-east-1",
        "OIDC endpoint": "http://h/oidc",
        "Portal endpoint": "http://h/sso",
    }
    assert practice == {"Account": "123456789012", "Roles": "PetsAdmin, PetsReader"}
    assert sandbox == {"Account": "210987654321", "Roles": "PetsReader"}
    card.findChild(QPushButton).click()
    assert opened == ["dana"]
