from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Row
from apiclient_gui.ui.widgets.row_model import NAME, ON, REMOVE, VALUE, RowModel, parse

A, B, C = Row("a", "1"), Row("b", "2"), Row("c", "3")


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[RowModel]:
    made = RowModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)
    made.load((A, B, C))
    yield made
    del tester


def said(model: QAbstractItemModel, row: int, column: int) -> str:
    return str(model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))


def test_there_is_always_one_empty_row_more(model: RowModel) -> None:
    assert model.rowCount() == 4
    model.setData(model.index(3, NAME), "d")
    assert model.rows == (A, B, C, Row("d"))
    assert model.rowCount() == 5


def test_changes_are_undone_and_redone(model: RowModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.changed):
        model.setData(model.index(0, VALUE), "9")
    model.remove([1])
    model.move(0, 2)
    assert model.rows == (C, Row("a", "9"))
    for _ in range(3):
        model.undo.undo()
    assert model.rows == (A, B, C)
    for _ in range(3):
        model.undo.redo()
    assert model.rows == (C, Row("a", "9"))


def test_the_same_again_is_no_step(model: RowModel) -> None:
    model.setData(model.index(0, VALUE), "1")
    model.remove([3])
    assert not model.undo.canUndo()


def test_a_row_is_switched_off(model: RowModel) -> None:
    model.setData(model.index(1, ON), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert model.rows[1] == Row("b", "2", enabled=False)
    assert said(model, 1, ON) == "b: off"


def test_every_cell_can_be_read_out(model: RowModel) -> None:
    assert [said(model, 0, column) for column in range(4)] == [
        "a: on",
        "Name: a",
        "Value: 1",
        "Remove a",
    ]
    assert said(model, 3, VALUE) == "Value: empty"
    assert said(model, 3, REMOVE) == "Remove row 4"


@pytest.mark.parametrize(
    ("start", "to", "order"),
    [(0, 3, (B, C, A)), (2, 0, (C, A, B)), (1, 1, (A, B, C)), (9, 0, (A, B, C))],
)
def test_rows_are_moved(model: RowModel, start: int, to: int, order: tuple[Row, ...]) -> None:
    model.move(start, to)
    assert model.rows == order


def test_a_dragged_row_lands_before_the_one_it_is_dropped_on(model: RowModel) -> None:
    data = model.mimeData([model.index(2, ON)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index(0, NAME))
    assert model.rows == (C, A, B)
    data = model.mimeData([model.index(0, ON)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index(9, 9))
    assert model.rows == (A, B, C)


rows = st.lists(st.sampled_from([A, B, C]), max_size=6).map(tuple)


@given(first=rows, second=rows)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_views_are_told_the_truth(
    model: RowModel, first: tuple[Row, ...], second: tuple[Row, ...]
) -> None:
    model.load(first)
    model.commit(second, "Edit")
    shown = [model.index(row, NAME).data() for row in range(model.rowCount())]
    assert shown == [row.name for row in second] + [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Accept: */*\nX-A:1", (Row("Accept", "*/*"), Row("X-A", "1"))),
        ("a=1\r\nb=x=y\n\n", (Row("a", "1"), Row("b", "x=y"))),
        ("u=https://x:1/", (Row("u", "https://x:1/"),)),
        ("Authorization: Basic YQ==", (Row("Authorization", "Basic YQ=="),)),
        (":path: /x", (Row(":path", "/x"),)),
        ("lonely", (Row("lonely"),)),
        (" \n", ()),
        ("", ()),
    ],
)
def test_pasted_lines_make_rows(text: str, expected: tuple[Row, ...]) -> None:
    assert parse(text) == expected
