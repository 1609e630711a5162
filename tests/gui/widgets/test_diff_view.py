from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.diff_view import MARK, OURS, THEIRS, DiffLine, DiffView, align

LINES = align(
    [("GET", "the method"), ("/pets", "the URL"), ("x-extra:1", "row 2"), ("host:a", "the URL")],
    ["GET", "/pets/", "host:a"],
)


@pytest.fixture
def view(qtbot: QtBot) -> DiffView:
    made = DiffView()
    qtbot.addWidget(made)
    made.set_lines(LINES, compared=True)
    made.resize(700, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_equal_lines_meet() -> None:
    assert (
        DiffLine("GET", "the method", "GET"),
        DiffLine("/pets", "the URL", "/pets/"),
        DiffLine("x-extra:1", "row 2", None),
        DiffLine("host:a", "the URL", "host:a"),
    ) == LINES


texts = st.lists(st.sampled_from(["a", "b", "", "c"]), max_size=8)


@given(ours=texts, theirs=texts)
def test_no_line_is_lost_or_moved(ours: list[str], theirs: list[str]) -> None:
    lines = align([(one, "x") for one in ours], theirs)
    assert [line.ours for line in lines if line.ours is not None] == ours
    assert [line.theirs for line in lines if line.theirs is not None] == theirs
    assert (ours == theirs) == all(line.same for line in lines)


def test_differing_lines_have_a_mark_beside_their_colour(view: DiffView) -> None:
    assert view.differing == (1, 2)
    model = view.model()
    assert [model.index(row, MARK).data() for row in range(4)] == ["", "≠", "≠", ""]
    spoken = model.index(2, THEIRS).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "What the gateway computed: no line, differs"
    assert not view.grab().isNull()


def test_a_click_and_enter_tell_the_line_of_ours(qtbot: QtBot, view: DiffView) -> None:
    place = view.visualRect(view.model().index(3, OURS)).center()
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [3]
    view.setCurrentIndex(view.model().index(1, OURS))
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [1]


def test_a_line_only_the_gateway_has_leads_nowhere(qtbot: QtBot, view: DiffView) -> None:
    view.set_lines((DiffLine(None, "", "x"), DiffLine("y", "o", None)), compared=True)
    view.setCurrentIndex(view.model().index(0, OURS))
    with qtbot.assertNotEmitted(view.chosen):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    view.setCurrentIndex(view.model().index(1, OURS))
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [0]


def test_without_the_gateways_version_nothing_is_marked(view: DiffView) -> None:
    view.set_lines((DiffLine("GET", "the method", None),), compared=False)
    assert view.differing == ()
    assert view.isColumnHidden(THEIRS)
    assert view.isColumnHidden(MARK)


def test_lines_are_copied(qtbot: QtBot, view: DiffView) -> None:
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.setCurrentIndex(view.model().index(1, OURS))
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "/pets"


@pytest.mark.parametrize("width", [420, 700, 1400])
def test_long_lines_are_broken_so_that_both_sides_are_in_sight(view: DiffView, width: int) -> None:
    long = "limit=10&" * 60
    view.resize(width, 400)
    view.set_lines((DiffLine(long, "parameter row 1", long + "more"),), compared=True)
    assert view.horizontalScrollBar().maximum() == 0
    theirs = view.visualRect(view.model().index(0, THEIRS))
    assert theirs.right() <= view.viewport().width()
    lines = view.fontMetrics().height() * len(long) * 7 // theirs.width()
    assert view.rowHeight(0) > lines // 2
    assert not view.grab().isNull()


def test_a_very_long_line_shows_the_part_that_differs_and_is_copied_whole(
    qtbot: QtBot, view: DiffView, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[str] = []

    class Spy(QTextLayout):
        def __init__(self, words: str, font: QFont) -> None:
            super().__init__(words, font)
            laid_out.append(words)

    monkeypatch.setattr("apiclient_gui.ui.widgets.diff_view.QTextLayout", Spy)
    ours, theirs = "a" * 60_000 + "X" + "b" * 40_000, "a" * 60_000 + "Y" + "b" * 40_000
    view.set_lines(align([(ours, "the URL")], [theirs]), compared=True)
    assert not view.grab().isNull()
    assert max(map(len, laid_out)) < 5_000
    assert any("X" in words and "characters …" in words for words in laid_out)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.setCurrentIndex(view.model().index(0, OURS))
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == ours
