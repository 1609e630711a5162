from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.diff_lines import DiffLine
from apiclient_gui.ui.widgets.diff_view import MARK, OURS, DiffView

ROWS = (
    DiffLine("GET", "the method", "GET", number=1),
    DiffLine("host:a", "the URL", "host:b", number=2, leads=True),
    DiffLine(None, "", None, leads=True, reason="A proxy replaced it. " * 12, link="Show the URL"),
    DiffLine("x:1", "row 1", "x:1", number=3, leads=True),
)


@pytest.fixture
def view(qtbot: QtBot) -> DiffView:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    made = DiffView()
    qtbot.addWidget(made)
    made.set_lines(ROWS, compared=True)
    made.resize(700, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def colours(view: DiffView, room: QRect) -> set[str]:
    image: QImage = view.viewport().grab(room).toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(image.pixel(x, y)).name() for x, y in points}


def test_rows_that_differ_have_a_ground_and_a_sign(view: DiffView) -> None:
    first, second = (view.visualRect(view.model().index(row, MARK)) for row in (0, 1))
    bad = theme.colour("bad").name()
    assert theme.colour("bad_soft").name() in colours(view, second)
    assert bad in colours(view, second)  # the sign itself, in the gutter
    assert bad not in colours(view, first)


def test_a_marked_row_has_a_bar(view: DiffView) -> None:
    accent = theme.colour("accent").name()
    room = view.visualRect(view.model().index(3, MARK))
    assert accent not in colours(view, room)
    view.mark([3])
    assert accent in colours(view, room)
    assert view.marked == (3,)


def test_a_remark_takes_the_whole_width_and_the_height_it_needs(view: DiffView) -> None:
    room = view.visualRect(view.model().index(2, OURS))
    assert room.right() >= view.viewport().width() - 2
    assert view.rowHeight(2) > view.rowHeight(0)
    assert theme.colour("accent").name() in colours(view, room)  # where it leads
