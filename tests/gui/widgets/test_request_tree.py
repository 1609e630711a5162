from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.widgets.request_tree import RequestTree

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

STORED = tuple(
    StoredRequest(path, Request(name=name, method=method))
    for path, name, method in (
        ("a/b/deep", "Deep", "GET"),
        ("a/second", "A name that is far too long for so narrow a list", "OPTIONS"),
        ("top", "", "PURGEEVERYTHING"),
    )
)


@pytest.fixture
def tree(qtbot: QtBot) -> RequestTree:
    made = RequestTree()
    qtbot.addWidget(made)
    made.resize(200, 300)
    made.show_requests(STORED)
    made.show()
    return made


def paths(tree: RequestTree) -> list[str]:
    found, index = [], tree.model().index(0, 0)
    while index.isValid():
        found.append(index.data(Qt.ItemDataRole.UserRole) or index.data())
        index = tree.indexBelow(index)
    return found


def test_folders_nest_and_a_name_may_be_missing(tree: RequestTree) -> None:
    assert paths(tree) == ["a", "b", "a/b/deep", "a/second", "top"]
    last = tree.model().index(1, 0)
    assert last.data(Qt.ItemDataRole.AccessibleTextRole) == "PURGEEVERYTHING top"


def test_a_click_opens(tree: RequestTree, qtbot: QtBot) -> None:
    room = tree.visualRect(tree.model().index(1, 0))
    with qtbot.waitSignal(tree.opened) as opened:
        QTest.mouseClick(
            tree.viewport(), Qt.MouseButton.LeftButton, pos=room.center() + QPoint(1, 0)
        )
    assert opened.args == ["top"]


def test_the_current_row_survives_a_new_reading(tree: RequestTree) -> None:
    tree.mark_open("a/second")
    assert tree.current_path == "a/second"
    tree.show_requests(STORED[:2])
    assert tree.current_path == "a/second"
    tree.show_requests(())
    assert tree.current_path == ""
    assert not tree.narrow("")


def test_marks_are_painted(tree: RequestTree) -> None:
    room = tree.visualRect(tree.model().index(1, 0))
    plain = tree.viewport().grab(room).toImage()
    tree.mark_drafts(frozenset({"top"}))
    marked = tree.viewport().grab(room).toImage()
    assert plain != marked
    tree.mark_open("top")
    assert tree.viewport().grab(room).toImage() != marked


def test_thousands_of_requests_are_narrowed(tree: RequestTree) -> None:
    many = [StoredRequest(f"f{n % 50}/{n}", Request(name=f"Request {n}")) for n in range(3000)]
    tree.show_requests(many)
    assert tree.narrow("request 2999")
    assert paths(tree) == ["f49", "f49/2999"]
