from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.diff_lines import DiffLine
from apiclient_gui.ui.widgets.diff_model import MARK, ORIGIN, OURS, THEIRS, DiffModel

ROWS = (
    DiffLine("GET", "the method", "GET", number=1),
    DiffLine("a=1", "row 1", "a=2", number=2, leads=True),
    DiffLine("b=1", "row 2", "b=1", joints=("&", "&"), leads=True),
    DiffLine(None, "", None, leads=True, reason="A proxy.", link="Show row 1"),
)
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[DiffModel]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = DiffModel(parent, ("", "Ours", "From", "Theirs"))
    made.replace(ROWS, compared=True)
    yield made
    parent.hide()  # it owns the model, and lives until here


def test_the_gutter_has_the_number_where_a_line_begins_and_the_mark(model: DiffModel) -> None:
    assert [model.index(row, MARK).data() for row in range(4)] == ["1", "2 ≠", "", ""]
    assert model.numbered
    assert [model.differs(row) for row in range(4)] == [False, True, False, False]


def test_a_row_that_goes_on_begins_with_what_joins_it(model: DiffModel) -> None:
    cells = [model.index(2, column).data() for column in (OURS, ORIGIN, THEIRS)]
    assert cells == ["&b=1", "row 2", "&b=1"]


def test_a_remark_is_said_whole(model: DiffModel) -> None:
    assert model.index(3, OURS).data() == "Likely reason: A proxy."
    assert model.index(3, OURS).data(SPOKEN) == "Likely reason: A proxy. Show row 1"
    assert model.index(3, THEIRS).data() == ""


def test_a_mark_is_spoken_and_gone_with_the_next_rows(qtbot: QtBot, model: DiffModel) -> None:
    with qtbot.waitSignal(model.dataChanged):
        model.mark([1])
    assert model.index(1, MARK).data(SPOKEN) == "line 2, differs, chosen in the request"
    assert model.index(0, MARK).data(SPOKEN) == "line 1, same"
    assert model.index(1, OURS).data(SPOKEN) == "Ours: a=1, differs"
    assert model.index(0, MARK).data(Qt.ItemDataRole.ToolTipRole) is None
    model.replace(ROWS, compared=False)
    assert model.marked == frozenset()
    assert model.index(0, MARK).data(SPOKEN) == "line 1"
