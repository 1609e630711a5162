from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Request
from apiclient_gui.ui.panels.request_list import MEMBER, RequestList
from tests.support.window import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

REQUESTS = {
    "IAM/list": Request(name="List pets", url="http://x/pets", position=1),
    "IAM/add": Request(name="Add a pet", method="POST", url="http://x/pets", position=2),
    "health": Request(name="Health", url="http://x/health"),
}


class Bench:
    def __init__(self, qtbot: QtBot, data: Path, requests: dict[str, Request]) -> None:
        self.stage = Stage(qtbot, data, requests)
        self.state = self.stage.state
        made = MEMBER.make(self.stage.shared)
        assert isinstance(made, RequestList)
        self.panel = made
        qtbot.addWidget(made)
        made.resize(264, 600)
        made.show()
        made.activateWindow()
        qtbot.waitActive(made).__enter__()
        self.stage.load()

    @property
    def tree(self) -> QLineEdit:
        return self.panel.tree

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.panel.tree, key)

    def settle(self) -> None:
        """Wait until what was begun is written and read again."""
        self.stage.wait(lambda: not self.state.is_busy)

    def names(self) -> list[str]:
        tree, found = self.panel.tree, []
        index = tree.model().index(0, 0)
        while index.isValid():
            found.append(index.data(Qt.ItemDataRole.AccessibleTextRole))
            index = tree.indexBelow(index)
        return found

    def said(self) -> str:
        labels = self.panel._stack.currentWidget().findChildren(QLabel)
        return " ".join(one.text() for one in labels)


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path) -> Bench:
    return Bench(qtbot, data_folder, REQUESTS)


def test_the_tree_says_what_there_is(bench: Bench) -> None:
    assert bench.names() == ["GET Health", "Folder IAM", "GET List pets", "POST Add a pet"]
    assert bench.panel._title.text() == "Sample"


def test_what_the_arrows_reach_is_open(bench: Bench) -> None:
    bench.panel.tree.setFocus()
    bench.press(Qt.Key.Key_Home)
    assert bench.state.current.path == "health"
    bench.press(Qt.Key.Key_Down)
    assert bench.state.current.path == "health", "a folder leaves the request open"
    bench.press(Qt.Key.Key_Down)
    assert bench.state.current.path == "IAM/list"
    assert bench.panel.tree.open_path == "IAM/list"


def test_a_folder_closes_and_stays_closed(bench: Bench) -> None:
    tree = bench.panel.tree
    tree.setFocus()
    bench.press(Qt.Key.Key_Home)
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Return)
    assert bench.names() == ["GET Health", "Folder IAM"]
    bench.stage.load()
    assert bench.names() == ["GET Health", "Folder IAM"]


def test_the_filter_narrows_and_says_when_nothing_is_left(bench: Bench) -> None:
    bench.panel.filter.setText("pOsT")
    assert bench.names() == ["Folder IAM", "POST Add a pet"]
    QTest.keyClick(bench.panel.filter, Qt.Key.Key_Return)
    assert bench.state.current.path == "IAM/add"
    bench.panel.filter.setText("nowhere")
    assert "No request has “nowhere”" in bench.said()
    bench.panel.filter.setText("iam")
    assert len(bench.names()) == 3  # the folder's name counts for what is in it


def test_what_is_not_saved_is_marked(bench: Bench) -> None:
    bench.stage.keep_draft("health", Request(url="x"))
    assert "GET Health, not saved" in bench.names()
    bench.stage.keep_draft("health", None)
    assert "GET Health" in bench.names()


def test_a_click_previews_and_enter_keeps_open(bench: Bench) -> None:
    tabs = bench.state.tabs
    bench.panel.tree.setFocus()
    bench.press(Qt.Key.Key_Home)
    assert tabs.current.preview
    bench.press(Qt.Key.Key_Return)
    assert not tabs.current.preview
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Down)
    assert [(tab.path, tab.preview) for tab in tabs.all] == [("health", False), ("IAM/add", True)]


def test_deleting_can_be_undone_with_its_draft(bench: Bench) -> None:
    draft = Request(name="Health", url="http://draft")
    told: list[tuple[str, bool]] = []
    bench.state.told.connect(lambda *words: told.append(words))
    bench.stage.keep_draft("health", draft)
    bench.panel.tree.setFocus()
    bench.press(Qt.Key.Key_Delete)
    bench.settle()
    assert "GET Health" not in bench.names()
    assert bench.state.current.path == ""
    assert told == [("“Health” deleted", True)]
    assert bench.panel.tree.currentIndex().isValid(), "the keyboard goes on beside it"
    QTest.keyClick(bench.panel.tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    assert bench.state.current.path == "health"
    assert bench.stage.drafts == {"health": draft}
    assert bench.stage.workspace.request("health").request == REQUESTS["health"]


def test_the_keyboard_puts_requests_in_order(bench: Bench) -> None:
    bench.state.open_path("IAM/add")
    bench.panel.tree.setFocus()
    QTest.keyClick(bench.panel.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    bench.settle()
    assert bench.names()[2:] == ["POST Add a pet", "GET List pets"]
    assert bench.panel.tree.current_path == "IAM/add"
    QTest.keyClick(bench.panel.tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    assert bench.names()[2:] == ["GET List pets", "POST Add a pet"]
    redo = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(bench.panel.tree, Qt.Key.Key_Z, redo)
    bench.settle()
    assert bench.names()[2:] == ["POST Add a pet", "GET List pets"]


def test_a_request_that_is_moved_stays_open_and_current(bench: Bench) -> None:
    bench.state.open_path("IAM/list")
    bench.panel.tree.moved.emit("IAM/list", "", "health")
    bench.settle()
    assert bench.names() == ["GET List pets", "GET Health", "Folder IAM", "POST Add a pet"]
    assert bench.state.current.path == "list"
    assert bench.panel.tree.current_path == "list"


def test_folders_are_made_named_moved_and_deleted(bench: Bench) -> None:
    bench.state.open_path("health")
    bench.panel.tree.setFocus()
    bench.panel.add_folder()
    bench.settle()
    editor = bench.panel.tree.viewport().findChild(QLineEdit)
    assert editor.accessibleName() == "Name of the folder"
    editor.setText("Mine")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    bench.stage.wait(lambda: "Folder Mine" in bench.names())
    bench.settle()
    bench.panel.tree.folder_moved.emit("IAM", "Mine")
    bench.settle()
    assert bench.stage.workspace.request("Mine/IAM/list").request == REQUESTS["IAM/list"]
    bench.panel.tree.aim("Mine")
    bench.stage.load()
    bench.press(Qt.Key.Key_Delete)
    bench.settle()
    assert bench.names() == ["GET Health"]
    bench.state.edits.undo()
    bench.settle()
    assert bench.names() == [
        "GET Health",
        "Folder Mine",
        "Folder IAM",
        "GET List pets",
        "POST Add a pet",
    ]


def test_what_cannot_be_done_is_told(bench: Bench) -> None:
    bench.panel.tree.folder_moved.emit("IAM", "IAM")
    bench.settle()
    assert [finding.id for finding in bench.stage.noticed] == ["folder_into_itself"]


def test_the_menu_offers_what_the_row_can(bench: Bench) -> None:
    def menu() -> list[str]:
        bench.panel._menu(QPoint(0, 0))
        shown = bench.panel.findChildren(QMenu)[0]
        words = [one.text() for one in shown.actions() if one.text()]
        places = [
            (choice.text(), choice.isEnabled())
            for one in shown.actions()
            if one.menu() is not None
            for choice in one.menu().actions()
        ]
        shown.close()
        shown.setParent(None)
        return [*words, *(f"{text}{'' if on else ' (here)'}" for text, on in places)]

    bench.state.open_path("IAM/list")
    assert menu() == [
        "Open in a tab",
        "Duplicate",
        "Rename",
        "Move to",
        "Delete",
        "New request",
        "New folder",
        "Top of the list",
        "IAM (here)",
    ]
    bench.panel.tree.bring_into_sight("IAM")
    assert menu()[0] == "Rename"
    bench.panel.tree.setCurrentIndex(QModelIndex())
    assert menu() == ["New request", "New folder"]


def test_a_tab_is_revealed_whatever_is_filtered(bench: Bench) -> None:
    bench.panel.filter.setText("health")
    bench.state.revealed.emit("IAM/add")
    assert bench.panel.filter.text() == ""
    assert bench.panel.tree.current_path == "IAM/add"


def test_renaming_in_place(bench: Bench) -> None:
    bench.state.open_path("health")
    bench.panel.tree.setFocus()
    bench.press(Qt.Key.Key_F2)
    editor = bench.panel.tree.viewport().findChild(QLineEdit)
    assert editor.accessibleName() == "Name of the request"
    editor.setText("Pulse")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    bench.stage.wait(lambda: "GET Pulse" in bench.names())
    assert bench.stage.workspace.request("health").request.name == "Pulse"


def test_duplicating_and_adding_stay_in_the_folder(bench: Bench) -> None:
    bench.state.open_path("IAM/add")
    bench.panel.tree.setFocus()
    QTest.keyClick(bench.panel.tree, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    bench.stage.wait(lambda: bench.state.current.path == "IAM/add-a-pet-copy")
    bench.panel.add()
    bench.stage.wait(lambda: bench.state.current.path == "IAM/new-request")
    bench.stage.quiet()


def test_an_empty_workspace_teaches(qtbot: QtBot, data_folder: Path) -> None:
    bench = Bench(qtbot, data_folder, {})
    assert "No request yet" in bench.said()
    shown = bench.panel._stack.currentWidget().findChildren(QPushButton)
    next(one for one in shown if one.text() == "New request").click()
    bench.stage.wait(lambda: bool(bench.state.snapshot.requests))
    assert bench.names() == ["GET New request"]


def test_a_workspace_that_cannot_be_read_says_why(qtbot: QtBot, data_folder: Path) -> None:
    bench = Bench(qtbot, data_folder, {})
    (bench.stage.workspace.folder / "workspace.toml").write_text("not = [toml")
    with qtbot.waitSignal(bench.state.unreadable) as told:
        bench.state.load()
    assert told.args[0].title in bench.said()
