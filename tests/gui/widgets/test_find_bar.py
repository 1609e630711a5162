from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.find_bar import FindBar


@pytest.fixture
def bar(qtbot: QtBot) -> FindBar:
    made = FindBar()
    qtbot.addWidget(made)
    return made


def test_what_is_typed_is_sought(qtbot: QtBot, bar: FindBar) -> None:
    with qtbot.waitSignal(bar.sought) as told:
        bar.field.setText("Rex")
    assert told.args == ["Rex"]
    assert bar.words == "Rex"


def test_keys_and_buttons_go_on_and_back(qtbot: QtBot, bar: FindBar) -> None:
    bar.tell(0, 2)
    steps: list[int] = []
    bar.stepped.connect(steps.append)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    for button in bar.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly):
        button.click()
    assert steps == [1, -1, -1, 1]


def test_the_count_is_told_in_words(bar: FindBar) -> None:
    buttons = bar.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    bar.tell(-1, 0)
    assert bar.count == ""
    bar.field.setText("Rex")
    bar.tell(-1, 0)
    assert bar.count == "none"
    bar.tell(-1, 0, more=" …")
    assert bar.count == "…"
    assert not any(one.isEnabled() for one in buttons)
    bar.tell(2, 1204, more="+")
    assert bar.count == "3 of 1,204+"
    assert all(one.isEnabled() for one in buttons)


@pytest.mark.parametrize(("chosen", "words"), [("hay", "hay"), ("", "old"), ("a\nb", "old")])
def test_ctrl_f_takes_what_is_selected(qtbot: QtBot, chosen: str, words: str) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    bar = FindBar()
    QVBoxLayout(owner).addWidget(bar)
    bar.serve(owner, lambda: chosen)
    bar.field.setText("old")
    with qtbot.waitExposed(owner):
        owner.show()
    owner.activateWindow()
    owner.setFocus()
    qtbot.keyClick(owner, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(bar.field.hasFocus)
    assert bar.words == words
    assert bar.field.selectedText() == words
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
