from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.practice.party import party


def test_it_has_name_words_facts_and_a_link(qtbot: QtBot) -> None:
    opened: list[str] = []
    made = party("carol", [Fact("Age", "7")], lambda: opened.append("carol"), "She may read.")
    qtbot.addWidget(made)
    assert {"carol", "She may read."} <= {one.text() for one in made.findChildren(QLabel)}
    assert made.findChild(FactGrid).facts == (Fact("Age", "7"),)
    link = made.findChild(QPushButton)
    assert link.accessibleName() == "Open the identity carol"
    link.click()
    assert opened == ["carol"]


def test_without_an_identity_there_is_no_link(qtbot: QtBot) -> None:
    made = party("sandbox", [], None)
    qtbot.addWidget(made)
    assert made.findChildren(QPushButton) == []
