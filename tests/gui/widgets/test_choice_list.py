from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.choice_list import ChoiceList

FEW = ("PetsAdmin", "PetsReader")
MANY = tuple(f"Role {number}" for number in range(40))


def made(qtbot: QtBot, choices: tuple[str, ...], chosen: str = "") -> ChoiceList:
    one = ChoiceList("Role", choices, chosen)
    qtbot.addWidget(one)
    with qtbot.waitActive(one):
        one.show()
        one.activateWindow()
    one.setFocus()
    return one


@pytest.mark.parametrize(("chosen", "first"), [("PetsReader", "PetsReader"), ("Gone", "PetsAdmin")])
def test_a_few_are_chosen_from_the_list(qtbot: QtBot, chosen: str, first: str) -> None:
    choices = made(qtbot, FEW, chosen)
    assert choices.chosen == first
    assert choices.list.hasFocus()
    assert not choices.filter.isVisible()
    choices.list.setCurrentRow(0)
    with qtbot.waitSignal(choices.changed):
        qtbot.keyClick(choices.list, Qt.Key.Key_Down)
    assert choices.chosen == "PetsReader"


def test_many_are_narrowed_by_typing(qtbot: QtBot) -> None:
    choices = made(qtbot, MANY)
    assert choices.filter.hasFocus()
    assert choices.list.height() < 40 * choices.list.sizeHintForRow(0)
    qtbot.keyClicks(choices.filter, "role 3")
    assert choices.chosen == "Role 3"
    qtbot.keyClick(choices.filter, Qt.Key.Key_Down)
    assert choices.list.hasFocus()
    qtbot.keyClick(choices.list, Qt.Key.Key_Down)
    assert choices.chosen == "Role 30"
    choices.filter.setText("nothing of the kind")
    assert choices.nothing.isVisible()
    assert choices.chosen == ""
    choices.filter.clear()
    assert choices.chosen == "Role 30"


def test_enter_takes_and_escape_leaves(qtbot: QtBot) -> None:
    choices = made(qtbot, MANY)
    with qtbot.waitSignal(choices.taken):
        qtbot.keyClick(choices.filter, Qt.Key.Key_Return)
    with qtbot.waitSignal(choices.left):
        qtbot.keyClick(choices.filter, Qt.Key.Key_Escape)
    spot = choices.list.visualItemRect(choices.list.item(2)).center()
    qtbot.mouseClick(choices.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    with qtbot.waitSignal(choices.taken):
        qtbot.mouseDClick(choices.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert choices.chosen == "Role 2"
