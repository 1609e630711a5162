from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.rail import Rail


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    made = Rail()
    qtbot.addWidget(made)
    for key in ("requests", "identities", "tokens"):
        made.add_page(key, key, key.capitalize())
    return made


def test_first_page_is_chosen(rail: Rail) -> None:
    assert rail.current == "requests"


def test_ctrl_and_a_number_choose(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.waitExposed(rail):
        rail.show()
    rail.activateWindow()
    qtbot.waitUntil(rail.isActiveWindow)
    told: list[str] = []
    rail.chosen.connect(told.append)
    with qtbot.waitSignal(rail.pressed) as pressed:
        qtbot.keyClick(rail, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert (told, pressed.args) == (["tokens"], ["tokens"])
    assert rail.current == "tokens"


def test_one_at_a_time(qtbot: QtBot, rail: Rail) -> None:
    buttons = rail.findChildren(QToolButton)
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert [button.isChecked() for button in buttons] == [False, True, False]
    with qtbot.assertNotEmitted(rail.pressed):
        rail.choose("tokens")
    assert rail.current == "tokens"
    with pytest.raises(KeyError):
        rail.choose("nowhere")


def test_each_has_a_name_and_tells_its_keys(rail: Rail) -> None:
    buttons = rail.findChildren(QToolButton)
    assert [button.text() for button in buttons] == ["Requests", "Identities", "Tokens"]
    assert buttons[0].toolTip() == "Requests (Ctrl+1)"
