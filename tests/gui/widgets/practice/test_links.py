from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.practice.links import links


@pytest.mark.parametrize("across", [True, False])
def test_each_link_acts_with_its_value(qtbot: QtBot, across: bool) -> None:
    acted: list[str] = []
    shown = [("Alice", "a"), ("Bob", "b")]
    made = links("With", shown, acted.append, "Open the identity", across=across)
    qtbot.addWidget(made)
    assert made.findChild(QLabel).text() == "With"
    found = made.findChildren(QPushButton)
    assert [one.accessibleName() for one in found] == [
        "Open the identity Alice",
        "Open the identity Bob",
    ]
    for one in found:
        one.click()
    assert acted == ["a", "b"]
