from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.card import Card, line


def test_card_has_title_and_ground(qtbot: QtBot) -> None:
    card = Card("Checks")
    qtbot.addWidget(card)
    card.body.addWidget(QLabel("17 passed"))
    card.set_ground("bad")
    assert card.accessibleName() == "Checks"
    assert card.property("card") == "bad"
    assert [one.text() for one in card.findChildren(QLabel)] == ["Checks", "17 passed"]


def test_line_is_thin(qtbot: QtBot) -> None:
    rule = line()
    qtbot.addWidget(rule)
    assert rule.maximumHeight() == 1
