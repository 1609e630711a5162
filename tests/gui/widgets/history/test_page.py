from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.program import Program
from apiclient_gui.ui.state import State
from apiclient_gui.ui.widgets.history.page import HistoryPage
from tests.support import histories

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """The page over a real store."""

    def __init__(self, qtbot: QtBot, data: Path, count: int) -> None:
        self.qtbot = qtbot
        self.program = Program(data, environ={})
        histories.fill(self.program.history, count)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.state = State(self.program, self.window)
        self.asked: list[Action] = []
        self.state.asked.connect(self.asked.append)
        self.page = HistoryPage(self.state, self.window)
        self.table, self.filters, self.detail = (
            self.page.table,
            self.page.filters,
            self.page.detail,
        )
        self.page.resize(1200, 800)
        self.window.resize(1200, 800)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.wait(lambda: self.front != 0)

    @property
    def front(self) -> int:
        """0 before the store answered, 1 the empty page, 2 the list."""
        return self.page._pages.currentIndex()

    def wait(self, truth: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(truth()), timeout=20_000)

    def shows(self, number: int) -> bool:
        kept = self.detail.current
        return kept is not None and kept.exchange.prepared.path == f"/{number}"

    def refresh(self) -> None:
        with self.qtbot.waitSignal(self.page.model.glanced):
            self.page.refresh()

    def answer(self, button: str) -> None:
        box = self.page.findChildren(QMessageBox)[-1]
        next(one for one in box.buttons() if one.text() == button).click()

    def close(self) -> None:
        self.wait(lambda: not self.state.tasks.running)
        self.program.close()


@pytest.fixture
def desk(qtbot: QtBot, data_folder: Path) -> Iterator[Desk]:
    made = Desk(qtbot, data_folder, 30)
    yield made
    made.close()


@pytest.fixture
def empty(qtbot: QtBot, data_folder: Path) -> Iterator[Desk]:
    made = Desk(qtbot, data_folder, 0)
    yield made
    made.close()


def test_an_empty_history_teaches_and_fills(empty: Desk) -> None:
    assert empty.front == 1
    assert not empty.page.clear.isEnabled()
    empty.page._nothing.chosen.emit("requests")
    assert [one.parameters for one in empty.asked] == [{"place": "url"}]
    histories.fill(empty.program.history, 1)
    empty.refresh()
    assert empty.front == 2
    empty.wait(lambda: empty.shows(0))


def test_the_newest_is_shown_and_what_is_kept_is_said(desk: Desk) -> None:
    desk.wait(lambda: desk.shows(29))
    assert desk.table.places == (0,)
    said = desk.page._stock.text()
    assert said.startswith("30 exchanges · ")
    assert said.endswith("the newest 10,000 are kept, up to 1 GB")
    desk.page._change.click()
    assert desk.asked[-1].parameters == {"place": "preferences"}


def test_new_ones_leave_what_is_chosen(desk: Desk) -> None:
    desk.table.choose(3)
    desk.wait(lambda: desk.shows(26))
    histories.fill(desk.program.history, 2, start=30)
    desk.refresh()
    assert desk.table.places == (5,)
    assert desk.shows(26)
    assert desk.filters._count.text() == "32"


def test_it_is_searched_from_the_keyboard(desk: Desk) -> None:
    desk.table.setFocus()
    QTest.keyClick(desk.table, Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget() is desk.filters.search
    QTest.keyClicks(desk.filters.search, "/12")
    desk.wait(lambda: desk.filters._count.text() == "1 of 30")
    desk.wait(lambda: desk.shows(12))
    QTest.keyClick(desk.filters.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is desk.table
    desk.filters.search.setText("zebra")
    desk.wait(lambda: desk.page._list.currentWidget() is desk.page._none)
    assert not desk.detail.isVisible()
    desk.page._none.chosen.emit("clear")
    desk.wait(lambda: desk.page._list.currentWidget() is desk.table)
    assert desk.filters._count.text() == "30"


def test_two_are_compared(desk: Desk) -> None:
    desk.wait(lambda: desk.shows(29))
    flags = QItemSelectionModel.SelectionFlag
    index = desk.page.model.index(4, 0)
    with desk.qtbot.waitSignal(desk.detail.shown):
        desk.table.selectionModel().select(index, flags.Select | flags.Rows)
    assert desk.detail._pages.currentWidget() is desk.detail.comparison
    desk.table.setFocus()
    QTest.keyClick(desk.table, Qt.Key.Key_C, CTRL)
    copied = "https://api.example.com/29\nhttps://api.example.com/25"
    assert QApplication.clipboard().text() == copied


def test_enter_opens_also_what_is_still_being_read(desk: Desk) -> None:
    desk.wait(lambda: desk.shows(29))
    desk.table.setFocus()
    QTest.keyClick(desk.table, Qt.Key.Key_Down)
    QTest.keyClick(desk.table, Qt.Key.Key_Return)
    desk.wait(lambda: desk.asked)
    tab = desk.state.tabs.current
    assert (tab.request.url, tab.unsaved) == ("https://api.example.com/28", True)
    assert not desk.state.is_sending


def test_ctrl_enter_sends_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.wait(lambda: desk.shows(29))
    sent: list[object] = []
    monkeypatch.setattr(desk.state, "send", sent.append)  # nobody answers at that address
    desk.table.setFocus()
    QTest.keyClick(desk.table, Qt.Key.Key_Return, CTRL)
    assert sent == [desk.state.tabs.current.request]
    desk.detail.kept.resend.click()
    assert len(sent) == 2


def test_one_is_removed_after_a_question(desk: Desk) -> None:
    desk.table.choose(1)
    desk.table.setFocus()
    QTest.keyClick(desk.table, Qt.Key.Key_Delete)
    desk.answer("Cancel")
    assert desk.program.history.size().entries == 30
    QTest.keyClick(desk.table, Qt.Key.Key_Delete)
    desk.answer("Remove")
    desk.wait(lambda: desk.page.model.rowCount() == 29)
    assert desk.program.history.size().entries == 29
    assert desk.table.places == (1,)
    desk.wait(lambda: desk.shows(27))


def test_all_are_cleared_after_a_question_that_says_how_many(desk: Desk) -> None:
    desk.page.clear.click()
    box = desk.page.findChild(QMessageBox)
    assert box.informativeText().startswith("30 exchanges · ")
    desk.answer("Clear all")
    assert desk.page.pill.text() == "Clearing …"
    desk.wait(lambda: desk.front == 1)
    assert desk.program.history.size().entries == 0
    assert not desk.page.pill.text()


def test_a_store_that_cannot_be_read_explains_itself(desk: Desk) -> None:
    finding = Finding(id="history_busy", severity="error", title="Held by another process")
    desk.page.model.failed.emit(finding)
    assert desk.page._trouble.finding == finding
    desk.refresh()
    assert desk.page._trouble.finding is None


def test_what_the_store_tells_is_a_notice(desk: Desk) -> None:
    finding = Finding(id="history_damaged", severity="warning", title="Set aside")
    desk.program.history._tell(finding)
    desk.refresh()
    assert desk.page.notices.findings == (finding,)


def test_the_menu_offers_what_can_be_done(desk: Desk) -> None:
    desk.wait(lambda: desk.shows(29))
    desk.table.menu_wanted.emit(desk.table.rect().center())
    menu = next(one for one in desk.page.findChildren(QMenu) if one.parent() is desk.page)
    words = [one.text() for one in menu.actions() if one.text()]
    assert words == ["Send again", "Open as request", "Copy the URL", "Remove …"]
    menu.close()


def test_all_buttons_have_names(desk: Desk) -> None:
    desk.wait(lambda: desk.shows(29))
    for one in desk.page.findChildren(QAbstractButton):
        if one.isVisible() and not isinstance(one.parent(), QLineEdit):
            assert one.accessibleName() or one.text(), one
