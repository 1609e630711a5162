from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.token.member_lines import read
from apiclient_gui.ui.widgets.token.member_model import NAME
from apiclient_gui.ui.widgets.token.member_table import MemberTable
from tests.support.signed_tokens import signed

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
CLAIMS = {"sub": "me", "long": "x" * 9000, "exp": int(NOW.timestamp()) + 60, "n": {"a": [1, 2]}}


@pytest.fixture
def table(qtbot: QtBot) -> MemberTable:
    made = MemberTable(NOW)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.show_lines(read(signed(CLAIMS)).lines, NOW)
    return made


def choose(table: MemberTable, name: str) -> None:
    names = [line.name for line in table.members.lines]
    table.setCurrentIndex(table.members.index(names.index(name), NAME))


def test_copying_gives_the_whole_value(table: MemberTable) -> None:
    said: list[str] = []
    table.copied.connect(said.append)
    choose(table, "long")
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "x" * 9000
    assert said == ["long copied"]


@pytest.mark.parametrize(
    ("entry", "copied"),
    [
        ("Copy the value", '{"a": [1, 2]}'),
        ("Copy the name", "n"),
        ("Copy as JSON", '"n": {"a": [1, 2]}'),
    ],
)
def test_the_menu_copies_value_name_and_member(table: MemberTable, entry: str, copied: str) -> None:
    choose(table, "n")
    table.customContextMenuRequested.emit(table.visualRect(table.currentIndex()).center())
    (menu,) = table.findChildren(QMenu)
    next(action for action in menu.actions() if action.text() == entry).trigger()
    assert QApplication.clipboard().text() == copied


def test_the_head_of_a_section_is_no_value(table: MemberTable) -> None:
    choose(table, "Claims")
    assert table.chosen is None
    QApplication.clipboard().setText("before")
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "before"
    table.customContextMenuRequested.emit(table.rect().center())
    assert not table.findChildren(QMenu)


def test_it_is_as_high_as_its_rows(table: MemberTable) -> None:
    rows = sum(table.rowHeight(row) for row in range(len(table.members.lines)))
    assert table.minimumHeight() >= rows
    before = table.minimumHeight()
    table.show_lines(read(signed({})).lines, NOW)
    assert table.minimumHeight() < before


def test_the_row_of_the_same_name_stays_chosen(table: MemberTable) -> None:
    choose(table, "sub")
    table.show_lines(read(signed({"first": 1, **CLAIMS})).lines, NOW)
    assert table.chosen is not None
    assert table.chosen.name == "sub"


def test_it_paints_every_kind_of_line(table: MemberTable) -> None:
    blank = table.viewport().grab().toImage()
    table.show_lines((), NOW)
    assert table.viewport().grab().toImage() != blank
