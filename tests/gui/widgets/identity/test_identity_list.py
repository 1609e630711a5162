from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.identity.identity_list import IdentityList, IdentityRow

ROWS = (
    IdentityRow("1", "alice", "AWS keys", "AKIA…WQ7L", "edited"),
    IdentityRow("2", "bob", "AWS keys"),
    IdentityRow("3", "a name " * 20, "AWS keys", "AKIA…"),
)


@pytest.fixture
def shown(qtbot: QtBot) -> IdentityList:
    made = IdentityList()
    qtbot.addWidget(made)
    made.resize(240, 300)
    made.set_rows(ROWS, "1")
    made.show()
    return made


def test_a_screen_reader_hears_the_whole_row(shown: IdentityList) -> None:
    index = shown.model().index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "alice, AWS keys, AKIA…WQ7L, edited"
    assert index.data() == "alice"


def test_choosing_tells_and_setting_rows_does_not(qtbot: QtBot, shown: IdentityList) -> None:
    with qtbot.waitSignal(shown.chosen) as chosen:
        qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert chosen.args == ["2"]
    with qtbot.assertNotEmitted(shown.chosen):
        shown.set_rows(ROWS[1:], "3")
    assert shown.current == "3"
    shown.set_rows(ROWS, "unknown")
    assert shown.current == ""


def test_the_same_rows_with_other_words_keep_the_choice(shown: IdentityList) -> None:
    renamed = (IdentityRow("1", "alicia", "AWS keys"), *ROWS[1:])
    shown.set_rows(renamed, "1")
    assert shown.current == "1"
    assert shown.model().index(0, 0).data() == "alicia"


def test_delete_and_enter(qtbot: QtBot, shown: IdentityList) -> None:
    with qtbot.waitSignal(shown.deleted) as deleted:
        qtbot.keyClick(shown, Qt.Key.Key_Delete)
    assert deleted.args == ["1"]
    with qtbot.waitSignal(shown.entered_row):
        qtbot.keyClick(shown, Qt.Key.Key_Return)


def test_it_paints_in_any_width(shown: IdentityList) -> None:
    shown.resize(60, 300)
    assert not shown.grab().isNull()
