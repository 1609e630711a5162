from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.empty_state import EmptyState


def test_first_button_is_the_main_one_and_tells_its_key(qtbot: QtBot) -> None:
    state = EmptyState(
        "requests", "No request yet", "Make one.", (("new", "New request"), ("open", "Open"))
    )
    qtbot.addWidget(state)
    state.show()
    first, second = state.findChildren(QPushButton)
    assert (first.property("kind"), second.property("kind")) == ("primary", "plain")
    with qtbot.waitSignal(state.chosen) as told:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert told.args == ["open"]
    assert not state.grab().isNull()


def test_words_change(qtbot: QtBot) -> None:
    state = EmptyState("search", "a", "b")
    qtbot.addWidget(state)
    state.say("Nothing found", "Look for something else.")
    assert {"Nothing found", "Look for something else."} == {
        one.text() for one in state.findChildren(QLabel)
    }
