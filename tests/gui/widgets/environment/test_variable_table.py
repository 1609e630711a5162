from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Row
from apiclient_gui.ui.widgets.environment.variable_table import MOST, VariableTable


@pytest.fixture
def table(qtbot: QtBot) -> VariableTable:
    made = VariableTable()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show_variables({"base": "http://h", "id": "1"}, ("token",))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def names(table: VariableTable) -> list[str]:
    return [row.name.text() for row in table.lines]


def test_plain_and_secret_ones_stand_together(table: VariableTable) -> None:
    assert names(table) == ["base", "id", "token"]
    assert table.rows() == (Row("base", "http://h"), Row("id", "1"))
    assert [row.is_secret for row in table.lines] == [False, False, True]
    table.tell({"token": "missing"}, lambda name: f"VAR_{name}")
    assert table.lines[2].value.placeholderText() == "not set"


def test_typing_into_the_last_row_makes_another(qtbot: QtBot, table: VariableTable) -> None:
    last = table._rows[-1]
    with qtbot.waitSignal(table.changed):
        qtbot.keyClicks(last.name, "new")
    assert names(table)[-1] == "new"
    assert table._rows[-1] is not last


def test_a_row_is_removed_and_the_focus_stays_near(qtbot: QtBot, table: VariableTable) -> None:
    table.lines[0].cross.click()
    assert names(table) == ["id", "token"]
    assert table.lines[0].name.hasFocus()


def test_up_and_down_go_from_row_to_row(qtbot: QtBot, table: VariableTable) -> None:
    table.lines[0].value.setFocus()
    qtbot.keyClick(table.lines[0].value, Qt.Key.Key_Down)
    assert table.lines[1].value.hasFocus()
    qtbot.keyClick(table.lines[1].value, Qt.Key.Key_Up)
    qtbot.keyClick(table.lines[0].value, Qt.Key.Key_Up)
    assert table.lines[0].value.hasFocus()


def test_one_is_brought_into_sight_or_added(table: VariableTable) -> None:
    table.focus_on("token")
    assert table.lines[2].value.hasFocus()
    table.focus_on("fresh")
    assert names(table) == ["base", "id", "token", "fresh"]
    assert table.lines[3].value.hasFocus()


def test_pasted_lines_are_rows(qtbot: QtBot, table: VariableTable) -> None:
    table._rows[-1].pasted.emit("a=1\nb: 2")
    assert table.rows()[2:] == (Row("a", "1"), Row("b", "2"))
    with qtbot.waitSignal(table.cut):
        table._rows[-1].pasted.emit("x=1\n" * (MOST + 1))
    assert len(table.rows()) == 4
