from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.history import Query
from apiclient_gui.core.program import Program
from apiclient_gui.ui.tasks import Tasks
from apiclient_gui.ui.widgets.history import exchange_words as words
from apiclient_gui.ui.widgets.history.exchange_model import ExchangeModel
from apiclient_gui.ui.widgets.history.exchange_table import ExchangeTable
from tests.support import histories

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """A table over a store with 300 exchanges."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot = qtbot
        self.program = program
        self.owner = QWidget()
        qtbot.addWidget(self.owner)
        self.tasks = Tasks(self.owner)
        self.model = ExchangeModel(program, self.tasks, self.owner)
        self.table = ExchangeTable(self.model, self.owner)
        self.table.resize(1200, 400)
        self.owner.resize(1200, 400)
        with qtbot.waitExposed(self.owner):
            self.owner.show()
        self.owner.activateWindow()
        with qtbot.waitSignal(self.model.glanced):
            self.model.ask(Query())

    def quiet(self) -> None:
        self.qtbot.waitUntil(lambda: not self.tasks.running)

    def shown(self) -> list[int]:
        return [one for one in range(len(words.COLUMNS)) if not self.table.isColumnHidden(one)]


@pytest.fixture
def desk(qtbot: QtBot, data_folder: Path) -> Iterator[Desk]:
    with histories.program(data_folder, 300) as program:
        made = Desk(qtbot, program)
        yield made
        made.quiet()


def test_the_keys_do_what_a_person_expects(desk: Desk) -> None:
    table = desk.table
    table.setFocus()
    table.choose(2)
    for keys, signal in (
        ((Qt.Key.Key_Return,), table.entered),
        ((Qt.Key.Key_Return, CTRL), table.resent),
        ((Qt.Key.Key_Delete,), table.removed),
        ((Qt.Key.Key_C, CTRL), table.copied),
    ):
        with desk.qtbot.waitSignal(signal):
            QTest.keyClick(table, *keys)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.places == (3,)
    QTest.keyClick(table, Qt.Key.Key_2)  # searches nothing
    assert table.places == (3,)


def test_both_ends_are_one_key_away(desk: Desk) -> None:
    desk.table.choose(0)
    QTest.keyClick(desk.table, Qt.Key.Key_End)
    assert desk.table.places == (299,)
    desk.qtbot.waitUntil(lambda: desk.table.rows != ())
    assert desk.table.rows[0].url.endswith("/0")
    QTest.keyClick(desk.table, Qt.Key.Key_Home)
    assert desk.table.places == (0,)


def test_new_rows_move_neither_choice_nor_sight(desk: Desk) -> None:
    table, bar = desk.table, desk.table.verticalScrollBar()
    table.choose(40)
    table.scrollTo(desk.model.index(60, 0))
    (before,) = table.rows
    top = table.rowAt(0)
    histories.fill(desk.program.history, 4, start=300)
    with desk.qtbot.waitSignal(desk.model.glanced):
        desk.model.refresh()
    assert table.places == (44,)
    assert table.rows == (before,)
    assert table.rowAt(0) == top + 4
    bar.setValue(0)
    histories.fill(desk.program.history, 1, start=304)
    with desk.qtbot.waitSignal(desk.model.glanced):
        desk.model.refresh()
    assert table.rowAt(0) == 0, "at the top, what is new comes into sight"


def test_many_are_chosen_as_ranges(desk: Desk) -> None:
    desk.table.selectAll()
    assert desk.table.places == tuple(range(300))
    assert len(desk.table.rows) == desk.model.held


def test_columns_leave_a_narrow_window_and_come_back(desk: Desk) -> None:
    assert desk.shown() == list(range(len(words.COLUMNS)))
    desk.table.resize(640, 300)
    assert desk.shown() == [words.TIME, words.STATUS, words.METHOD, words.URL]
    assert desk.table.columnWidth(words.URL) >= 200
    desk.table.resize(1200, 300)
    assert desk.shown() == list(range(len(words.COLUMNS)))


def test_every_row_is_painted_chosen_or_not(desk: Desk) -> None:
    plain = desk.table.grab().toImage()
    desk.table.choose(1)
    assert desk.table.grab().toImage() != plain
