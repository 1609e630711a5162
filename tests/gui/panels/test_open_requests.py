from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Auth, Request
from apiclient_gui.ui.panels.open_requests import MEMBER, OpenRequests
from tests.support.sockets import RawServer, ok
from tests.support.window import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
BUTTON = QMessageBox.StandardButton
REQUESTS = {f"A/{name}": Request(name=name.upper(), method="POST") for name in "abc"}


class Bench:
    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.stage = Stage(qtbot, data, REQUESTS)
        self.state = self.stage.state
        self.tabs = self.state.tabs
        made = MEMBER.make(self.stage.shared)
        assert isinstance(made, OpenRequests)
        self.panel = made
        qtbot.addWidget(made)
        made.resize(900, 40)
        made.show()
        made.activateWindow()
        qtbot.waitActive(made).__enter__()
        self.stage.load()
        for path in REQUESTS:
            self.state.open_path(path)

    @property
    def spoken(self) -> list[str]:
        bar = self.panel.strip.bar
        return [bar.accessibleTabName(at) for at in range(bar.count())]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
        QTest.keyClick(self.panel, key, modifiers)

    def box(self) -> QMessageBox:
        return self.panel.findChildren(QMessageBox)[-1]

    def type_into(self, at: int) -> None:
        self.tabs.keep_draft(self.tabs.all[at], Request(name="typed", url="http://typed"))


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path) -> Bench:
    return Bench(qtbot, data_folder)


def test_the_strip_shows_the_tabs(bench: Bench) -> None:
    assert bench.spoken == ["POST A", "POST B", "POST C"]
    assert bench.panel.strip.bar.currentIndex() == 2
    assert bench.panel.strip.bar.tabToolTip(0) == "A/a.toml"
    bench.type_into(0)
    assert bench.spoken[0] == "GET typed, not saved"
    bench.panel.strip.chosen.emit(1)
    assert bench.state.current.path == "A/b"
    bench.panel.strip.moved.emit(0, 2)
    assert bench.spoken[2] == "GET typed, not saved"


def test_keys_make_turn_close_and_reopen(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Tab)
    assert bench.state.current.path == "A/a"
    bench.press(Qt.Key.Key_Backtab, CTRL | SHIFT)
    assert bench.state.current.path == "A/c"
    bench.press(Qt.Key.Key_W)
    assert bench.spoken == ["POST A", "POST B"]
    bench.press(Qt.Key.Key_T, CTRL | SHIFT)
    assert bench.spoken == ["POST A", "POST B", "POST C"]
    bench.panel.strip.new.click()
    assert bench.spoken[-1] == "GET New request"
    assert bench.tabs.current.folder == "A", "it is saved beside the one before"


def test_a_tab_with_changes_is_asked_about(bench: Bench) -> None:
    bench.type_into(2)
    bench.press(Qt.Key.Key_W)
    assert bench.box().text() == "“typed” has changes that are not saved"
    bench.box().button(BUTTON.Cancel).click()
    assert len(bench.tabs.all) == 3
    bench.press(Qt.Key.Key_W)
    bench.box().button(BUTTON.Discard).click()
    assert bench.spoken == ["POST A", "POST B"]
    bench.tabs.reopen()
    assert bench.tabs.current.unsaved, "even what was discarded comes back while the window is open"
    bench.press(Qt.Key.Key_W)
    bench.box().button(BUTTON.Save).click()
    bench.stage.wait(lambda: len(bench.tabs.all) == 2)
    bench.stage.quiet()
    assert bench.stage.workspace.request("A/c").request.url == "http://typed"


def test_closing_the_others_asks_once(bench: Bench) -> None:
    bench.type_into(0)
    bench.type_into(1)
    bench.panel.close_tabs(bench.tabs.all[:2])
    assert bench.box().text() == "2 requests have changes that are not saved"
    bench.box().button(BUTTON.Discard).click()
    assert bench.spoken == ["POST C"]


def test_a_save_that_fails_keeps_the_tab(bench: Bench) -> None:
    bench.type_into(2)
    (bench.stage.workspace.folder / "workspace.toml").unlink()
    bench.press(Qt.Key.Key_W)
    bench.box().button(BUTTON.Save).click()
    bench.stage.wait(lambda: bool(bench.stage.noticed))
    assert len(bench.tabs.all) == 3


def test_what_arrives_in_another_tab_is_marked(bench: Bench) -> None:
    with RawServer(ok(b"{}")) as server:
        bench.state.send(Request(url=f"http://{server.host}/"))
        assert bench.spoken[2] == "POST C, on its way"
        bench.tabs.step(1)
        bench.stage.wait(lambda: bench.spoken[2] == "POST C, answer arrived")
    bench.state.send(Request(url="http://x/", auth=Auth("sigv4")))
    bench.tabs.step(-1)
    assert bench.spoken[2] == "POST C"
    bench.stage.wait(lambda: bench.spoken[0] == "POST A, not answered")


def test_the_menu_of_a_tab(bench: Bench, qtbot: QtBot) -> None:
    bench.panel._menu(0, QPoint(0, 0))
    menu = bench.panel.findChildren(QMenu)[0]
    acts = {one.text(): one for one in menu.actions() if one.text()}
    assert list(acts) == ["Close", "Close the others", "Reveal in the tree", "Duplicate"]
    with qtbot.waitSignal(bench.state.revealed) as revealed:
        acts["Reveal in the tree"].trigger()
    assert revealed.args == ["A/a"]
    acts["Close the others"].trigger()
    assert bench.spoken == ["POST A"]
    acts["Duplicate"].trigger()
    bench.stage.wait(lambda: bench.spoken == ["POST A", "POST A copy"])
    menu.close()
    bench.stage.quiet()
