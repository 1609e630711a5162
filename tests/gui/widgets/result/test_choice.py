from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.result import choice


def test_one_of_both_is_down(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    first, second, group = choice.choices(owner, ("Fit", "All of it"), ("1:1", "Its own size"))
    for one in (first, second):
        qtbot.addWidget(one)
    assert first.isChecked()
    assert first.accessibleName() == "Fit: All of it"
    with qtbot.waitSignal(group.buttonToggled):
        second.click()
    assert not first.isChecked()
    choice.name(second, "Bytes", "What it is made of")
    assert (second.text(), second.toolTip()) == ("Bytes", "What it is made of")
