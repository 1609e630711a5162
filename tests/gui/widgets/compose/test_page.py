from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Row
from apiclient_gui.ui.widgets.compose import page
from apiclient_gui.ui.widgets.row_table import RowTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_table_is_as_high_as_its_rows_and_its_current_row_in_sight(qtbot: QtBot) -> None:
    outer, inner, table = QWidget(), QWidget(), RowTable("Rows")
    qtbot.addWidget(outer)
    column = page.column(inner)
    column.addWidget(table)
    area = page.fill(outer, inner, table)
    outer.resize(400, 120)
    outer.show()
    row = table.verticalHeader().defaultSectionSize()
    table.set_rows([Row(str(number)) for number in range(9)])
    assert table.height() == 10 * row + 2
    assert area.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    table.go_to_row(8)
    assert area.verticalScrollBar().value() > 0
    table.set_rows([Row(str(number)) for number in range(500)])
    assert table.height() < 30 * row  # from here on it scrolls by itself


def test_a_cell_being_typed_into_is_taken_over(qtbot: QtBot) -> None:
    table = RowTable("Rows")
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show()
    table.activateWindow()
    with qtbot.waitActive(table):
        pass
    page.commit(table)  # nothing to take over
    table.setCurrentIndex(table.model().index(0, 1))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "name")
    assert table.rows() == ()
    page.commit(table)
    assert table.rows() == (Row("name"),)
