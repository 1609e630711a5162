from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core import identity as kinds
from apiclient_gui.ui.widgets.identity.kind_chooser import KindChooser
from apiclient_gui.ui.widgets.identity.kind_words import group_of


@pytest.fixture
def chooser(qtbot: QtBot) -> KindChooser:
    made = KindChooser(tuple(kinds.TABLE.values()))
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def test_each_kind_says_what_it_is_for(chooser: KindChooser) -> None:
    assert [one.text() for one in chooser._offers] == [kind.title for kind in kinds.TABLE.values()]
    assert all(one.accessibleDescription() for one in chooser._offers)


def test_one_is_picked_at_the_keyboard(qtbot: QtBot, chooser: KindChooser) -> None:
    assert chooser._offers[0].hasFocus()
    qtbot.keyClick(chooser._offers[0], Qt.Key.Key_Down)
    assert chooser._offers[1].hasFocus()
    qtbot.keyClick(chooser._offers[1], Qt.Key.Key_Up)
    assert chooser._offers[0].hasFocus()
    qtbot.keyClick(chooser._offers[0], Qt.Key.Key_Down)
    with qtbot.waitSignal(chooser.chosen) as chosen:
        qtbot.keyClick(chooser._offers[1], Qt.Key.Key_Return)
    assert chosen.args == [list(kinds.TABLE)[1]]


def test_one_may_go_back_where_there_is_something(qtbot: QtBot, chooser: KindChooser) -> None:
    with qtbot.waitSignal(chooser.left):
        qtbot.keyClick(chooser._offers[0], Qt.Key.Key_Escape)
    chooser.let_back(possible=False)
    with qtbot.assertNotEmitted(chooser.left):
        qtbot.keyClick(chooser._offers[0], Qt.Key.Key_Escape)


def test_a_hint_that_wraps_has_room(chooser: KindChooser) -> None:
    wide = chooser._offers[2].height()
    chooser.resize(300, 500)
    assert chooser._offers[2].height() > wide


def test_kinds_stand_under_headings(chooser: KindChooser) -> None:
    words = [one.text() for one in chooser.findChildren(QLabel)]
    groups = dict.fromkeys(group_of(kind) for kind in kinds.TABLE.values())
    assert [one for one in words if one in groups] == list(groups)


def test_keys_that_one_has_can_be_imported(qtbot: QtBot, chooser: KindChooser) -> None:
    link = next(one for one in chooser.findChildren(QPushButton) if one.text() == "Import keys…")
    with qtbot.waitSignal(chooser.imported):
        link.click()
