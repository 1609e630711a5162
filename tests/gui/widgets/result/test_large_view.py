from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.formatter.rows import Lines, index
from apiclient_gui.core.formatter.store import Memory
from apiclient_gui.ui.widgets.result import large_view, line_view
from apiclient_gui.ui.widgets.result.large_view import LargeView
from apiclient_gui.ui.widgets.result.text_rows import HexRows, TextRows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def view(qtbot: QtBot) -> LargeView:
    made = LargeView("Response body")
    qtbot.addWidget(made)
    made.resize(700, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(view: LargeView, text: str) -> None:
    content = text.encode()
    view.set_rows(TextRows(Lines(Memory(content), index(content))), about="text/plain")


def tool(view: LargeView, name: str) -> QToolButton:
    return next(one for one in view.findChildren(QToolButton) if one.accessibleName() == name)


def look_for(qtbot: QtBot, view: LargeView, words: str) -> int:
    with qtbot.waitSignal(view.searched) as told:
        view._find.field.setText(words)
    return int(told.args[0])


def test_a_search_counts_and_goes_round(qtbot: QtBot, view: LargeView) -> None:
    show(view, "".join(f"row {number}\n" for number in range(100_000)))
    assert look_for(qtbot, view, "ROW 9999") == 11
    assert view._find.count == "1 of 11"
    assert "row 9999" in view.lines.text()
    qtbot.keyClick(view._find.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view._find.count == "11 of 11"
    assert "row 99999" in view.lines.text()
    qtbot.keyClick(view._find.field, Qt.Key.Key_Return)
    assert view._find.count == "1 of 11"
    assert view.lines.selected_text(100) == "row 9999"


def test_nothing_found_says_so(qtbot: QtBot, view: LargeView) -> None:
    show(view, "hay")
    assert look_for(qtbot, view, "needle") == 0
    assert view._find.count == "none"
    view._find.field.clear()
    assert view._find.count == ""


def test_the_first_hit_shows_while_the_search_goes_on(
    view: LargeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_view, "_SLICE_S", 0)
    show(view, "needle" + "x" * 2**20 + "needle")
    view._find.field.setText("needle")
    view._slices.stop()
    view._go_on()
    assert view._find.count == "1 of 1 …"
    for _ in range(16):
        view._go_on()
    assert view._find.count == "1 of 2"


def test_other_rows_are_searched_anew(qtbot: QtBot, view: LargeView) -> None:
    show(view, "Rex Rex")
    assert look_for(qtbot, view, "rex") == 2
    with qtbot.waitSignal(view.searched) as told:
        show(view, "Rex")
    assert told.args == [1]
    view.set_rows(None)
    assert view._find.count == "none"
    assert view.lines.text() == ""


def test_in_bytes_digits_are_bytes(qtbot: QtBot, view: LargeView) -> None:
    view.set_rows(HexRows(Memory(b"\x89PNG")))
    assert look_for(qtbot, view, "50 4e") == 1
    assert view.lines.selected == (1, 3)
    assert not tool(view, "Wrap long lines").isVisible()


def test_all_is_copied_unless_it_is_too_much(
    view: LargeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(view, "text " * 100)
    tool(view, "Copy all").click()
    assert QApplication.clipboard().text() == "text " * 100
    assert view.notice() == "text/plain"
    monkeypatch.setattr(line_view, "COPIED_BYTES", 100)
    tool(view, "Copy all").click()
    assert "save the body instead" in view.notice()
    show(view, "short")
    assert view.notice() == "text/plain"


def test_wrap_is_a_button(view: LargeView) -> None:
    show(view, "x" * 900)
    assert len(view.lines.text()) == 900
    assert view.lines.horizontalScrollBar().maximum() == 0
    tool(view, "Wrap long lines").click()
    assert view.lines.horizontalScrollBar().maximum() > 0
