from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.card import Card, line, sole_card


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


def test_a_sole_card_takes_all_the_room(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    card = sole_card(around, "Pets")
    around.resize(300, 200)
    around.show()
    assert card.geometry() == around.rect()
    assert card.accessibleName() == "Pets"
