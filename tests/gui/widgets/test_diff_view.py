from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QAction, QFont, QTextLayout
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.diff_view import MARK, OURS, THEIRS, DiffLine, DiffView, align

LINES = (
    DiffLine("GET", "the method", "GET", leads=True),
    DiffLine("/pets", "the URL", "/pets/", leads=True),
    DiffLine("x-extra:1", "row 2", None, leads=True),
    DiffLine("", "ends the headers", ""),
)
PARTS = (
    DiffLine("GET", "the method", "GET", number=1, leads=True),
    DiffLine("a=1", "row 2", "a=1", number=2, leads=True),
    DiffLine("b=2", "row 1", "b=3", joints=("&", "&"), leads=True),
    DiffLine(None, "", "c=4", joints=("&", "&")),
    DiffLine(None, "", None, leads=True, reason="A proxy.", link="Show row 1"),
    DiffLine("host:a", "the URL", "host:a", number=3, leads=True),
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


def test_differing_lines_have_a_mark_beside_their_colour(view: DiffView) -> None:
    assert view.differing == (1, 2)
    model = view.model()
    assert [model.index(row, MARK).data() for row in range(4)] == ["", "≠", "≠", ""]
    spoken = model.index(2, THEIRS).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "What the gateway computed: no line, differs"
    assert not view.grab().isNull()


def test_a_click_and_enter_tell_the_row(qtbot: QtBot, view: DiffView) -> None:
    place = view.visualRect(view.model().index(2, OURS)).center()
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [2]
    view.setCurrentIndex(view.model().index(1, OURS))
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [1]


def test_a_row_that_leads_nowhere_is_silent_and_looks_so(qtbot: QtBot, view: DiffView) -> None:
    view.setCurrentIndex(view.model().index(3, OURS))
    with qtbot.assertNotEmitted(view.chosen):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    for row, shape in ((1, Qt.CursorShape.PointingHandCursor), (3, Qt.CursorShape.ArrowCursor)):
        view.entered.emit(view.model().index(row, OURS))
        assert view.viewport().cursor().shape() is shape


def test_the_items_of_a_line_are_copied_as_one_line(qtbot: QtBot, view: DiffView) -> None:
    view.set_lines(PARTS, compared=True)
    assert view.text(OURS) == "GET\na=1&b=2\nhost:a"
    assert view.text(THEIRS) == "GET\na=1&b=3&c=4\nhost:a"
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.setCurrentIndex(view.model().index(1, OURS))
    view.selectionModel().select(
        QItemSelection(view.model().index(1, OURS), view.model().index(2, OURS)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "a=1&b=2"


@pytest.mark.parametrize(
    ("row", "words", "copied"),
    [
        (2, "Copy the line", "a=1&b=2"),
        (5, "Copy the line", "host:a"),
        (4, "Copy the reason", "A proxy."),
        (0, "Copy all: what we signed", "GET\na=1&b=2\nhost:a"),
        (0, "Copy all: what the gateway computed", "GET\na=1&b=3&c=4\nhost:a"),
    ],
)
def test_the_menu_copies(view: DiffView, row: int, words: str, copied: str) -> None:
    view.set_lines(PARTS, compared=True)
    entry(view, row, words).trigger()
    assert QApplication.clipboard().text() == copied


def test_the_menu_leads_where_a_click_leads(qtbot: QtBot, view: DiffView) -> None:
    view.set_lines(PARTS, compared=True)
    assert not entry(view, 3, "Show where it was composed").isEnabled()
    with qtbot.waitSignal(view.chosen) as told:
        entry(view, 4, "Show where it was composed").trigger()
    assert told.args == [4]


def entry(view: DiffView, row: int, words: str) -> QAction:
    """Return an entry of the menu that opens over a row; the menu before is closed."""
    for menu in view.findChildren(QMenu):
        menu.close()
    known = set(view.findChildren(QMenu))
    view.customContextMenuRequested.emit(view.visualRect(view.model().index(row, OURS)).center())
    menu = next(one for one in view.findChildren(QMenu) if one not in known)
    return next(one for one in menu.actions() if one.text() == words)


def test_numbers_have_a_gutter_with_and_without_the_gateways_version(view: DiffView) -> None:
    view.set_lines(PARTS, compared=False)
    assert not view.isColumnHidden(MARK)
    assert view.horizontalScrollBar().maximum() == 0
    view.set_lines(PARTS, compared=True)
    assert view.differing == (2, 3)
    assert view.horizontalScrollBar().maximum() == 0


def test_marking_rows_ends_the_selection(view: DiffView) -> None:
    view.setCurrentIndex(view.model().index(1, OURS))
    assert view.selectedIndexes()
    view.mark([0, 2])
    assert view.marked == (0, 2)
    assert not view.selectedIndexes()


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

    monkeypatch.setattr("apiclient_gui.ui.widgets.diff_paint.QTextLayout", Spy)
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


def test_the_whole_text_is_copied_and_a_line_without_its_number(
    qtbot: QtBot, view: DiffView
) -> None:
    view.set_lines(PARTS, compared=True)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    control = Qt.KeyboardModifier.ControlModifier
    view.setCurrentIndex(view.model().index(5, MARK))
    qtbot.keyClick(view, Qt.Key.Key_C, control)
    assert QApplication.clipboard().text() == "host:a"
    qtbot.keyClick(view, Qt.Key.Key_A, control)
    qtbot.keyClick(view, Qt.Key.Key_C, control)
    assert QApplication.clipboard().text() == "GET\na=1&b=2\nhost:a"
    view.setCurrentIndex(view.model().index(5, THEIRS))
    qtbot.keyClick(view, Qt.Key.Key_A, control)
    qtbot.keyClick(view, Qt.Key.Key_C, control)
    assert QApplication.clipboard().text() == "GET\na=1&b=3&c=4\nhost:a"
    view.setCurrentIndex(view.model().index(4, OURS))
    qtbot.keyClick(view, Qt.Key.Key_C, control)
    assert QApplication.clipboard().text() == "A proxy."


def test_home_and_end_lead_to_the_first_and_the_last_line(qtbot: QtBot, view: DiffView) -> None:
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, OURS))
    walked: list[int] = []
    view.walked.connect(walked.append)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    assert walked == [3, 0, 1]
    assert {one.row() for one in view.selectedIndexes()} == {1}
