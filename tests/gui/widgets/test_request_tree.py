from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
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
    assert opened.args == ["top", True]


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


def drop(tree: RequestTree, dragged: str, target: str, where: str) -> list[object]:
    """Return what is wanted when the row of one path is dropped above, on or below another."""
    wanted: list[object] = []
    tree.moved.connect(lambda *words: wanted.extend(words))
    tree.folder_moved.connect(lambda *words: wanted.extend(words))
    tree.bring_into_sight(dragged)
    tree._take_up()
    tree.bring_into_sight(target)
    index = tree.currentIndex() if target else QModelIndex()
    tree._drop(index, getattr(QAbstractItemView.DropIndicatorPosition, where))
    return wanted


@pytest.mark.parametrize(
    ("dragged", "target", "where", "wanted"),
    [
        ("top", "a/second", "AboveItem", ["top", "a", "a/second"]),
        ("top", "a/second", "BelowItem", ["top", "a", ""]),
        ("top", "a/b", "OnItem", ["top", "a/b", None]),
        ("a/second", "a/b", "BelowItem", ["a/second", "a", ""]),
        ("a/second", "", "OnViewport", ["a/second", "", ""]),
        ("a/second", "a/second", "AboveItem", []),
        ("a/b", "top", "AboveItem", ["a/b", ""]),
        ("a/b", "a", "AboveItem", ["a/b", ""]),
    ],
)
def test_a_drop_says_where_to(
    tree: RequestTree, dragged: str, target: str, where: str, wanted: list[object]
) -> None:
    assert drop(tree, dragged, target, where) == wanted


def test_a_drop_leaves_the_rows_to_the_workspace(tree: RequestTree) -> None:
    wanted: list[object] = []
    tree.moved.connect(lambda *words: wanted.append(words))
    tree.bring_into_sight("a/second")
    tree._take_up()
    place = tree.visualRect(tree.model().index(1, 0)).center().toPointF()
    data = QMimeData()  # the event only points to it
    event = QDropEvent(
        place,
        tree.model().supportedDragActions(),
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    tree.dropEvent(event)
    action = event.dropAction()
    assert action == Qt.DropAction.CopyAction
    assert len(wanted) == 1
    assert len(paths(tree)) == 5


def test_keys_move_and_open(tree: RequestTree, qtbot: QtBot) -> None:
    tree.bring_into_sight("a/second")
    with qtbot.waitSignal(tree.shifted) as shifted:
        QTest.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert shifted.args == ["a/second", 1]
    assert tree.current_path == "a/second"
    with qtbot.waitSignal(tree.opened) as opened:
        QTest.keyClick(tree, Qt.Key.Key_Return)
    assert opened.args == ["a/second", False]


def test_the_menu_key_asks_at_the_current_row(tree: RequestTree, qtbot: QtBot) -> None:
    tree.bring_into_sight("a/b/deep")
    room = tree.visualRect(tree.currentIndex())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(tree.menu_wanted) as wanted:
        tree.contextMenuEvent(event)
    assert wanted.args == [tree.viewport().mapToGlobal(room.bottomLeft())]


def test_empty_folders_are_shown_and_aimed_at(tree: RequestTree) -> None:
    tree.aim("a/empty", edit=True)
    tree.show_requests(STORED, ("a", "a/b", "a/empty"))
    assert tree.is_on_folder
    assert tree.current_folder == "a/empty"
    assert tree.viewport().findChild(QLineEdit) is not None


def test_the_same_rows_are_not_made_anew(tree: RequestTree) -> None:
    tree.bring_into_sight("top")
    tree.rename_current()
    tree.show_requests(list(STORED))
    assert tree.viewport().findChild(QLineEdit) is not None, "what is being typed stays"


def test_beside_a_row_that_is_gone_the_next_is_current(tree: RequestTree) -> None:
    tree.bring_into_sight("a/second")
    tree.show_requests([STORED[0], STORED[2]])
    assert tree.current_path == "top"
    tree.show_requests(STORED[:1])
    assert tree.current_path == "a/b/deep"
