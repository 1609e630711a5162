from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.tasks import Tasks
from apiclient_gui.ui.widgets.history.detail_pane import DetailPane
from tests.support import histories


class Desk:
    """A pane over a store with three exchanges; `ids` newest first."""

    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self._around = histories.program(data, 3)
        self.program = self._around.__enter__()
        self.ids = [row.id for row in self.program.history.page().rows]
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.pane = DetailPane(self.program, Tasks(self.window), self.window)
        self.qtbot = qtbot

    def show(self, *ids: int) -> None:
        with self.qtbot.waitSignal(self.pane.shown):
            self.pane.show_ids(ids, len(ids))

    @property
    def page(self) -> QWidget:
        return self.pane._pages.currentWidget()

    def close(self) -> None:
        self._around.__exit__(None, None, None)


@pytest.fixture
def desk(qtbot: QtBot, data_folder: Path) -> Iterator[Desk]:
    made = Desk(qtbot, data_folder)
    yield made
    made.close()


def test_one_is_shown_whole(desk: Desk) -> None:
    assert desk.page is desk.pane.hint
    desk.show(desk.ids[0])
    assert desk.page is desk.pane.kept
    assert desk.pane.current is not None
    assert desk.pane.current.id == desk.ids[0]
    desk.pane.show_ids((), 0)
    assert desk.page is desk.pane.hint
    assert desk.pane.current is None


def test_two_are_compared_the_older_at_the_left(desk: Desk) -> None:
    desk.show(desk.ids[0], desk.ids[2])
    assert desk.page is desk.pane.comparison
    left, right = (desk.pane.comparison.request.model().index(0, at).data() for at in (1, 3))
    assert (left, right) == ("GET https://api.example.com/0", "GET https://api.example.com/2")
    assert desk.pane.current is None


def test_many_are_counted(desk: Desk) -> None:
    desk.pane.show_ids(desk.ids, 3)
    assert desk.page is desk.pane.many
    assert desk.pane.many._title.text() == "3 exchanges chosen"


def test_the_last_one_wanted_is_the_one_shown(desk: Desk) -> None:
    desk.pane.show_ids(desk.ids[:1], 1)
    desk.pane._read()  # on its way
    desk.show(desk.ids[1])
    assert desk.pane.current is not None
    assert desk.pane.current.id == desk.ids[1]


def test_one_that_is_gone_is_explained(desk: Desk) -> None:
    desk.program.history.remove(desk.ids[:1])
    desk.show(desk.ids[0])
    assert desk.page is desk.pane.trouble
    (card,) = desk.pane.trouble.cards
    assert card.finding.id == "history_unknown"
