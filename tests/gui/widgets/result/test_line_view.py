from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from apiclient_gui.core.formatter.rows import Lines, index
from apiclient_gui.core.formatter.store import Memory
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.result import line_view
from apiclient_gui.ui.widgets.result.line_view import LineView
from apiclient_gui.ui.widgets.result.text_rows import HexRows, TextRows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Press = Callable[..., None]


def rows(text: str) -> TextRows:
    content = text.encode()
    return TextRows(Lines(Memory(content), index(content)))


@pytest.fixture
def view(qtbot: QtBot) -> LineView:
    made = LineView("Response body")
    qtbot.addWidget(made)
    made.resize(600, 300)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.fixture
def press(qtbot: QtBot, view: LineView) -> Press:
    def pressed(
        key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        qtbot.keyClick(view, key, modifier)

    return pressed


def numbered(count: int) -> TextRows:
    return rows("".join(f"row {number:05}\n" for number in range(count)))


def shows(view: LineView, name: str) -> bool:
    """Whether a colour of the theme is painted."""
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = QColor(theme.colour(name)).rgb()
    return any(
        image.pixel(x, y) == wanted for y in range(image.height()) for x in range(image.width())
    )


def test_only_rows_in_sight_are_shown(view: LineView) -> None:
    view.set_rows(numbered(1000))
    shown = view.text().splitlines()
    assert shown[0] == "row 00000"
    assert 10 < len(shown) < 40
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert view.text().splitlines()[-1] == "row 00999"
    view.set_rows(None)
    assert view.text() == ""


def test_keys_walk_and_the_view_follows(view: LineView, press: Press) -> None:
    view.set_rows(numbered(1000))
    press(Qt.Key.Key_End, CTRL)
    assert view.caret == 10_000
    assert "row 00999" in view.text()
    press(Qt.Key.Key_Home, CTRL)
    assert view.caret == 0
    assert view.text().startswith("row 00000")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_End)
    assert view.caret == 19
    press(Qt.Key.Key_Right)
    assert view.caret == 20
    press(Qt.Key.Key_Left)
    assert view.caret == 19
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    assert view.caret == 0
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_PageDown)
    assert not view.text().startswith("row 00000")
    press(Qt.Key.Key_PageUp)
    press(Qt.Key.Key_PageUp)
    press(Qt.Key.Key_PageUp)
    assert view.caret == 0
    for _ in range(30):
        press(Qt.Key.Key_Right)
    assert view.caret == 30


def test_a_screen_reader_hears_the_row_of_the_caret(view: LineView, press: Press) -> None:
    view.set_rows(numbered(10))
    assert view.accessibleDescription() == "1  row 00000"
    press(Qt.Key.Key_Down)
    assert view.accessibleDescription() == "2  row 00001"


def test_what_is_selected_is_copied(view: LineView, press: Press) -> None:
    view.set_rows(numbered(10))
    press(Qt.Key.Key_Down, SHIFT)
    assert view.selected == (0, 10)
    press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "row 00000\n"
    assert shows(view, "accent_soft")
    press(Qt.Key.Key_A, CTRL)
    assert view.selected == (0, 100)
    press(Qt.Key.Key_Down)
    assert view.selected[0] == view.selected[1]


def test_a_folded_line_is_copied_whole(view: LineView, press: Press) -> None:
    view.set_rows(rows("x" * 5000))
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "x" * 5000


def test_too_much_is_not_copied(
    qtbot: QtBot, view: LineView, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_view, "COPIED_BYTES", 2**20)
    QApplication.clipboard().setText("before")
    view.set_rows(rows("x" * (2**20 + 1)))
    press(Qt.Key.Key_A, CTRL)
    with qtbot.waitSignal(view.refused) as told:
        press(Qt.Key.Key_C, CTRL)
    assert "up to 1 MB" in told.args[0]
    assert QApplication.clipboard().text() == "before"


def test_the_mouse_selects(qtbot: QtBot, view: LineView) -> None:
    view.set_rows(numbered(100))
    page, high = view.viewport(), view._sight.line
    left, first = view._edge + 1, QPoint(view._edge + 1, 2)
    qtbot.mousePress(page, Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(page, QPoint(left, 2 * high + 2))
    qtbot.mouseRelease(page, Qt.MouseButton.LeftButton, pos=QPoint(left, 2 * high + 2))
    assert view.selected == (0, 20)
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, SHIFT, QPoint(left, 4 * high + 2))
    assert view.selected == (0, 40)
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(580, high + 2))
    assert view.selected == (19, 19)


def test_dragging_beyond_the_edge_goes_on(qtbot: QtBot, view: LineView) -> None:
    view.set_rows(numbered(1000))
    page = view.viewport()
    qtbot.mousePress(page, Qt.MouseButton.LeftButton, pos=QPoint(100, 5))
    qtbot.mouseMove(page, QPoint(100, page.height() + 40))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 2)
    qtbot.mouseRelease(page, Qt.MouseButton.LeftButton, pos=QPoint(100, page.height() + 40))
    assert not view._again.isActive()
    assert view.selected[1] > 0


def turn(view: LineView, by: int) -> None:
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        QPointF(50, 50),
        QPointF(view.mapToGlobal(QPoint(50, 50))),
        QPoint(),
        QPoint(0, by),
        none,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_scrolls_by_lines_of_broken_rows(view: LineView) -> None:
    view.set_rows(rows("x" * 50_000))
    turn(view, -120)
    assert view._sight.top == (0, 3)
    turn(view, -20)
    turn(view, -20)
    assert view._sight.top == (0, 4)
    turn(view, 1200)
    assert view._sight.top == (0, 0)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert view._sight.top == view._sight.bottom


def test_without_wrap_it_scrolls_sideways(view: LineView, press: Press) -> None:
    view.set_rows(rows("short\n" + "x" * 900))
    assert view.horizontalScrollBar().maximum() == 0
    view.set_wrap(False)
    assert view.horizontalScrollBar().maximum() > 1000
    press(Qt.Key.Key_End, CTRL)
    assert view.horizontalScrollBar().value() > 1000
    press(Qt.Key.Key_Home, CTRL)
    assert view.horizontalScrollBar().value() == 0
    view.set_wrap(True)
    assert view.horizontalScrollBar().maximum() == 0


def test_hits_are_marked_and_one_is_gone_to(view: LineView) -> None:
    view.set_rows(numbered(1000))
    assert not shows(view, "warn_soft")
    view.set_hits([4, 5014], -1, 5)
    assert shows(view, "warn_soft")
    view.set_hits([4, 5014], 1, 5)
    view.select(5014, 5019)
    assert "row 00501" in view.text()
    assert shows(view, "accent")
    assert view.selected_text(3) == "005"


def test_bytes_are_walked_byte_by_byte(view: LineView, press: Press) -> None:
    view.set_rows(HexRows(Memory(bytes(range(256)))))
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    assert view.caret == 17
    press(Qt.Key.Key_Right, SHIFT)
    press(Qt.Key.Key_Right, SHIFT)
    press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "11 12"
    assert view.accessibleDescription().startswith("00000010  10 11 12")


def test_other_colours_reach_rows_in_sight(view: LineView) -> None:
    view.set_rows(rows('{"a": 1}'), json=True)
    before = view._sight.layout(0)
    view.setPalette(theme.palette(theme.DARK))
    assert view._sight.layout(0) is not before


def test_the_menu_copies(view: LineView) -> None:
    view.set_rows(numbered(10))
    view.select(0, 3)
    page = view.viewport()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        page, QContextMenuEvent(reason, QPoint(5, 5), page.mapToGlobal(QPoint(5, 5)))
    )
    menu = view.findChild(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert QApplication.clipboard().text() == "row"


def test_without_rows_nothing_happens(view: LineView, press: Press) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_A):
        press(key, CTRL)
    view.set_rows(rows(""))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_PageDown):
        press(key)
    turn(view, -120)
    assert view.selected == (0, 0)
    assert view.selected_text(10) == ""
