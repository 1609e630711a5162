from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.kv_table import KvTable

ROWS = (("date", "Sun, 22 Nov 2026 09:47:15 GMT"), ("x-amzn-RequestId", "1-2-3"))


@pytest.fixture
def table(qtbot: QtBot) -> KvTable:
    made = KvTable("Response headers")
    qtbot.addWidget(made)
    made.set_rows(ROWS)
    made.resize(500, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_rows_and_what_is_read_out(table: KvTable) -> None:
    assert table.rows() == ROWS
    index = table.model().index(1, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Value: 1-2-3"
    assert table.accessibleName() == "Response headers"
    assert not table.grab().isNull()


def test_ctrl_c_copies_the_selected_rows(qtbot: QtBot, table: KvTable) -> None:
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "x-amzn-RequestId: 1-2-3"


def test_menu_copies_a_cell(table: KvTable) -> None:
    at = table.visualRect(table.model().index(0, 1)).center()
    table.customContextMenuRequested.emit(QPoint(at))
    menu = table.findChild(QMenu)
    words = {action.text(): action for action in menu.actions()}
    words["Copy value"].trigger()
    assert QApplication.clipboard().text() == ROWS[0][1]
    words["Copy all"].trigger()
    assert QApplication.clipboard().text().count("\n") == 1
    menu.close()


def test_long_cells_wrap_when_asked(qtbot: QtBot) -> None:
    table = KvTable("Claims", ("Claim", "Value", "What it says"), (True, True, False), wrap=True)
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show()
    table.set_rows((("a", "b", "short"), ("c", "d", "words " * 60)))
    assert table.rowHeight(1) > 2 * table.rowHeight(0)
