from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Row
from apiclient_gui.ui.widgets.row_model import NAME, ON, REMOVE, VALUE
from apiclient_gui.ui.widgets.row_table import LONGEST_PASTE, MOST_ROWS, RowTable

A, B = Row("a", "1"), Row("b", "{{two}}")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def table(qtbot: QtBot) -> RowTable:
    made = RowTable("Headers")
    qtbot.addWidget(made)
    made.set_rows((A, B))
    made.resize(600, 300)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def editor(table: RowTable) -> QLineEdit:
    # The last made: one that was closed is deleted a moment later.
    return [one for one in table.findChildren(QLineEdit) if one.isVisible()][-1]


def at(table: RowTable, row: int, column: int) -> None:
    table.setCurrentIndex(table.model().index(row, column))


def test_what_is_set_is_given_back_silently(qtbot: QtBot, table: RowTable) -> None:
    with qtbot.assertNotEmitted(table.changed):
        table.set_rows((A, Row(""), B))
    assert table.rows() == (A, B)


def test_tab_and_enter_go_on_and_the_empty_row_lets_go(qtbot: QtBot, table: RowTable) -> None:
    at(table, 2, NAME)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert editor(table).accessibleName() == "Name of row 3"
    qtbot.keyClicks(editor(table), "c")
    with qtbot.waitSignal(table.changed):
        qtbot.keyClick(editor(table), Qt.Key.Key_Tab)
    assert editor(table).accessibleName() == "Value of row 3"
    qtbot.keyClicks(editor(table), "3")
    # Qt commits on Enter from its event loop, so that a completer comes first.
    with qtbot.waitSignal(table.changed):
        qtbot.keyClick(editor(table), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor(table).accessibleName() == "Name of row 4")
    assert table.rows() == (A, B, Row("c", "3"))
    qtbot.keyClick(editor(table), Qt.Key.Key_Tab)
    assert table.rows() == (A, B, Row("c", "3"))
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in table.findChildren(QLineEdit)))


def test_shift_tab_goes_back(qtbot: QtBot, table: RowTable) -> None:
    at(table, 1, NAME)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(editor(table), Qt.Key.Key_Backtab)
    assert editor(table).accessibleName() == "Value of row 1"


def test_typing_replaces_and_esc_leaves_all_as_it_was(qtbot: QtBot, table: RowTable) -> None:
    at(table, 0, VALUE)
    qtbot.keyClick(table, Qt.Key.Key_9)
    assert editor(table).text() == "9"
    qtbot.keyClick(editor(table), Qt.Key.Key_Escape)
    assert table.rows() == (A, B)


def test_a_click_edits_and_the_cross_removes(qtbot: QtBot, table: RowTable) -> None:
    def click(row: int, column: int) -> None:
        place = table.visualRect(table.model().index(row, column)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(0, VALUE)
    assert editor(table).text() == "1"
    qtbot.keyClick(editor(table), Qt.Key.Key_Escape)
    click(0, REMOVE)
    assert table.rows() == (B,)
    click(1, REMOVE)
    assert table.rows() == (B,)


def test_keys_remove_switch_move_undo(qtbot: QtBot, table: RowTable) -> None:
    at(table, 0, ON)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.rows()[0] == Row("a", "1", enabled=False)
    qtbot.keyClick(table, Qt.Key.Key_Down, ALT)
    assert [row.name for row in table.rows()] == ["b", "a"]
    assert table.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_Up, ALT)
    assert [row.name for row in table.rows()] == ["a", "b"]
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert table.rows() == (B,)
    for _ in range(4):
        qtbot.keyClick(table, Qt.Key.Key_Z, CTRL)
    assert table.rows() == (A, B)
    at(table, 1, REMOVE)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert table.rows() == (A,)


def test_several_lines_become_rows(qtbot: QtBot, table: RowTable) -> None:
    QApplication.clipboard().setText("X-A: 1\nX-B: 2\n")
    at(table, 1, NAME)
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    assert table.rows() == (A, Row("X-A", "1"), Row("X-B", "2"), B)
    qtbot.keyClick(table, Qt.Key.Key_Z, CTRL)
    assert table.rows() == (A, B)


@pytest.mark.parametrize("text", ["n: v\n" * (MOST_ROWS + 1), "n: v\n" + "x" * LONGEST_PASTE])
def test_more_than_a_table_takes_is_told_and_left_out(
    qtbot: QtBot, table: RowTable, text: str
) -> None:
    before = table.rows()
    with qtbot.waitSignal(table.cut):
        table.paste_rows(text)
    assert table.rows() == before


def test_several_lines_become_rows_while_editing_too(qtbot: QtBot, table: RowTable) -> None:
    QApplication.clipboard().setText("X-A: 1\nX-B: 2\n")
    at(table, 2, NAME)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(editor(table), Qt.Key.Key_V, CTRL)
    assert table.rows() == (A, B, Row("X-A", "1"), Row("X-B", "2"))


def test_one_line_is_pasted_into_the_cell(qtbot: QtBot, table: RowTable) -> None:
    QApplication.clipboard().setText("x: y")
    at(table, 2, VALUE)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(editor(table), Qt.Key.Key_V, CTRL)
    assert editor(table).text() == "x: y"


def test_rows_are_copied_as_lines(qtbot: QtBot, table: RowTable) -> None:
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "a: 1\nb: {{two}}"


def test_menu_removes(table: RowTable) -> None:
    at(table, 0, NAME)
    table.customContextMenuRequested.emit(QPoint(5, 5))
    menu = table.findChild(QMenu)
    next(action for action in menu.actions() if action.text() == "Remove").trigger()
    menu.close()
    assert table.rows() == (B,)


def test_a_link_leads_to_a_row(table: RowTable) -> None:
    table.clearFocus()
    table.go_to_row(1)
    assert table.currentIndex().row() == 1
    assert table.hasFocus()


def test_strange_values_are_painted(table: RowTable) -> None:
    table.set_rows((Row("x" * 300_000, "a\x00b\nc {{open"), Row("", "{{a}}{{b}}")))
    assert not table.grab().isNull()
