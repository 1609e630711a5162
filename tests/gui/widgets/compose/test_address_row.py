from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.compose.address_row import LONGEST_URL, METHODS, AddressRow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def row(qtbot: QtBot) -> AddressRow:
    made = AddressRow()
    qtbot.addWidget(made)
    made.resize(900, 60)
    made.show()
    return made


def test_any_method_can_be_typed(row: AddressRow, qtbot: QtBot) -> None:
    row.show_address("PURGE", "http://h/")
    assert row.method.currentText() == "PURGE"
    with qtbot.waitSignal(row.changed):
        row.method.setEditText("LINK")
    assert row.method.findText("LINK") < 0


def test_showing_is_silent_and_replacing_can_be_undone(row: AddressRow) -> None:
    told: list[int] = []
    row.changed.connect(lambda: told.append(1))
    row.show_address("GET", "http://h/?a=1")
    assert told == []
    row.replace_url("http://h/")
    assert told
    row.url.undo()
    assert row.url.text() == "http://h/?a=1"


def test_environments_and_a_new_one(row: AddressRow, qtbot: QtBot) -> None:
    row.show_environments(["dev", "prod"], "prod")
    assert row.environments.currentText() == "prod"
    with qtbot.waitSignal(row.environment_chosen) as chosen:
        row._choose(1)
    assert chosen.args == ["dev"]
    with qtbot.waitSignal(row.environment_edited) as edited:
        row._choose(row.environments.count() - 1)
    assert edited.args == [True]
    row.show_environments(["dev"], "gone")
    assert row.environments.currentText() == "No environment"


def test_send_becomes_cancel_in_the_same_room(row: AddressRow) -> None:
    place = row.send.geometry()
    row.show_sending(on=True)
    QApplication.processEvents()
    assert (row.send.text(), row.send.geometry()) == ("Cancel", place)
    row.show_sending(on=False)
    assert row.send.text() == "Send"


@pytest.mark.parametrize(("number", "selected"), [(0, "a=1"), (1, "b"), (2, "c=ü")])
def test_an_item_of_the_query_is_selected(row: AddressRow, number: int, selected: str) -> None:
    row.show_address("GET", "http://h/?a=1&b&c=ü#f")
    row.select_query_item(number)
    assert row.url.selectedText() == selected
    row.select_query_item(None)
    assert row.url.selectedText() == row.url.text()


def test_a_url_has_an_end(row: AddressRow, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("u" * (LONGEST_URL + 5))
    with qtbot.waitSignal(row.cut):
        row.url.paste()
    assert len(row.url.text()) == LONGEST_URL
    QApplication.clipboard().clear()


def test_every_method_is_wholly_legible(qtbot: QtBot) -> None:
    row = AddressRow()
    qtbot.addWidget(row)
    row.resize(480, 40)
    row.show()
    line = row.method.lineEdit()
    for method in METHODS:
        row.show_address(method, "https://api.example.com/")
        assert line.fontMetrics().horizontalAdvance(method) + 4 <= line.width()
    row.show_address("A" * 60, "https://api.example.com/")
    assert line.cursorPosition() == 0


def test_a_narrow_row_leaves_the_url_legible(qtbot: QtBot) -> None:
    row = AddressRow()
    qtbot.addWidget(row)
    row.show_environments(["practice"], "practice")
    row.resize(row.minimumSizeHint())
    row.show()
    assert row.url.width() >= 100
    assert row.environments.width() < 120
