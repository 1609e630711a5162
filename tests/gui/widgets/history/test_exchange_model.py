from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.history import Query
from apiclient_gui.core.program import Program
from apiclient_gui.ui.tasks import Tasks
from apiclient_gui.ui.widgets.history import exchange_words as words
from apiclient_gui.ui.widgets.history.exchange_model import ExchangeModel
from apiclient_gui.ui.widgets.history.row_window import MOST
from tests.support import histories


class Desk:
    """A model over a store with 250 exchanges, checked by Qt's own tester."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot = qtbot
        self.program = program
        self.owner = QObject()
        self.tasks = Tasks(self.owner)
        self.model = ExchangeModel(program, self.tasks, self.owner)
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Fatal, self.owner
        )

    def ask(self, query: Query) -> None:
        with self.qtbot.waitSignal(self.model.glanced):
            self.model.ask(query)

    def refresh(self) -> None:
        with self.qtbot.waitSignal(self.model.glanced):
            self.model.refresh()

    def want(self, first: int, last: int) -> None:
        self.model.want(first, last)
        self.qtbot.waitUntil(lambda: not self.tasks.running)

    def url(self, at: int) -> str:
        return str(self.model.index(at, words.URL).data()).rpartition("/")[2]


@pytest.fixture
def desk(qtbot: QtBot, data_folder: Path) -> Iterator[Desk]:
    with histories.program(data_folder, 250) as program:
        made = Desk(qtbot, program)
        made.ask(Query())
        yield made
        qtbot.waitUntil(lambda: not made.tasks.running)


def test_rows_are_read_when_they_are_wanted(desk: Desk) -> None:
    model = desk.model
    assert (model.rowCount(), model.columnCount(), model.held) == (250, 9, 100)
    assert desk.url(0) == "249"
    assert model.row(200) is None
    assert model.index(200, words.TIME).data() == "…"
    desk.want(190, 220)
    assert desk.url(200) == "49"
    assert model.index(200, words.STATUS).data() == "200 Word"
    said = model.index(200, words.IDENTITY).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Identity: none"


def test_what_comes_in_goes_on_top_and_nothing_else_changes(desk: Desk) -> None:
    came: list[int] = []
    desk.model.came.connect(came.append)
    desk.want(200, 210)
    reset = []
    desk.model.modelReset.connect(lambda: reset.append(True))
    histories.fill(desk.program.history, 3, start=250)
    desk.refresh()
    assert (came, reset, desk.model.rowCount()) == ([3], [], 253)
    assert [desk.url(at) for at in (0, 3, 205)] == ["252", "249", "47"]
    desk.refresh()
    assert came == [3]


def test_the_first_ones_of_an_empty_store_show(qtbot: QtBot, data_folder: Path) -> None:
    with histories.program(data_folder) as program:
        desk = Desk(qtbot, program)
        desk.ask(Query())
        assert desk.model.rowCount() == 0
        histories.fill(program.history, 2)
        desk.refresh()
        assert desk.model.rowCount() == 2


def test_the_oldest_go_when_the_store_lets_them_go(desk: Desk) -> None:
    history = desk.program.history
    oldest = history.page(limit=1000).rows[-50:]
    history.remove(row.id for row in oldest)
    histories.fill(history, 1, start=250)
    desk.refresh()
    assert (desk.model.rowCount(), desk.url(0)) == (201, "250")


def test_a_query_cancels_the_one_before(desk: Desk) -> None:
    totals: list[int] = []
    desk.model.glanced.connect(lambda glance: totals.append(glance.page.total))
    desk.model.ask(Query(text="nothing-has-this"))
    desk.ask(Query(text="/12"))
    assert totals == [desk.model.rowCount()]
    assert desk.url(0) == "129"


def test_rows_are_taken_out_and_their_ids_collected(desk: Desk) -> None:
    history, model = desk.program.history, desk.model
    ids = model.collect((1, 2))(history, Cancel())
    history.remove(ids)
    with desk.qtbot.waitSignal(model.glanced):
        model.drop(ids)
    assert (model.rowCount(), desk.url(0), desk.url(1)) == (248, "249", "246")
    far = model.collect((0, 200, 201))(history, Cancel())
    assert [history.show(one).exchange.prepared.path for one in far] == ["/249", "/47", "/46"]
    history.remove(far)
    with desk.qtbot.waitSignal(model.modelReset):
        model.drop(far)  # not all of them are held
    desk.qtbot.waitUntil(lambda: model.rowCount() == 245)


def test_memory_is_bounded_however_far_is_scrolled(qtbot: QtBot, data_folder: Path) -> None:
    with histories.program(data_folder, 2_600) as program:
        desk = Desk(qtbot, program)
        desk.ask(Query())
        for first in range(0, 2_600, 100):
            desk.want(first, first + 40)
            assert desk.model.held <= MOST
        assert desk.url(2_599) == "0"
        desk.want(0, 40)
        assert desk.url(30) == "2569"


def test_a_store_that_cannot_be_read_says_so(qtbot: QtBot, data_folder: Path) -> None:
    with histories.program(data_folder) as program:
        place = data_folder / "history" / "history.sqlite"
        place.mkdir(parents=True)
        desk = Desk(qtbot, program)
        said: list[Finding] = []
        desk.model.failed.connect(said.append)
        desk.model.ask(Query())
        qtbot.waitUntil(lambda: bool(said))
        assert said[0].severity == "error"
        assert desk.model.rowCount(QModelIndex()) == 0
