from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.code_view import SHOWN_BYTES, WHOLE_BYTES, CodeView
from apiclient_gui.ui.widgets.search_field import SearchField


@pytest.fixture
def view(qtbot: QtBot) -> CodeView:
    made = CodeView("Response body")
    qtbot.addWidget(made)
    made.resize(600, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def words(view: CodeView) -> str:
    return " ".join(one.text() for one in view.findChildren(QLabel))


def test_bytes_that_are_no_text_show_as_marks(view: CodeView) -> None:
    view.set_content(b"a\xffb\x00c")
    assert view.viewer.toPlainText() == "a\ufffdb\x00c"


def test_search_counts_and_goes_round(qtbot: QtBot, view: CodeView) -> None:
    view.set_text('{"a": "Forbidden"}\n{"b": "forbidden"}', "json")
    field = view.findChild(SearchField)
    with qtbot.waitSignal(view.searched) as told:
        field.setText("FORB")
    assert told.args == [2]
    assert "1 of 2" in words(view)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "2 of 2" in words(view)
    assert view.viewer.textCursor().selectedText() == "forb"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "1 of 2" in words(view)
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert "2 of 2" in words(view)
    field.setText("absent")
    assert "none" in words(view)
    assert view.viewer.extraSelections() == []


def test_search_takes_signs_as_they_are_and_counts_astral_characters(
    qtbot: QtBot, view: CodeView
) -> None:
    view.set_text("😀 a.c abc a.c")
    field = view.findChild(SearchField)
    field.setText("a.c")
    assert "1 of 2" in words(view)
    assert view.viewer.textCursor().selectedText() == "a.c"


def test_ctrl_f_starts_from_what_is_selected(qtbot: QtBot, view: CodeView) -> None:
    view.set_text("needle in hay")
    view.activateWindow()
    view.viewer.setFocus()
    qtbot.waitUntil(view.viewer.hasFocus)
    view.viewer.find("hay")
    qtbot.keyClick(view.viewer, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = view.findChild(SearchField)
    qtbot.waitUntil(field.hasFocus)
    assert field.text() == "hay"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(view.viewer.hasFocus)


def test_a_large_body_shows_its_beginning_and_copies_whole(view: CodeView) -> None:
    body = b"0123456789" * 1_000_000
    view.set_content(body, "json")
    assert f"The first {SHOWN_BYTES // 1024} KB of 9.5 MB" in words(view)
    shown = view.viewer.toPlainText().replace("\n", "")
    assert len(shown) == SHOWN_BYTES
    assert max(map(len, view.viewer.toPlainText().split("\n"))) <= 2000
    copy = next(one for one in view.findChildren(QToolButton) if one.toolTip() == "Copy all")
    copy.click()
    assert len(QApplication.clipboard().text()) == len(body)


def test_just_below_the_limit_all_is_shown(view: CodeView) -> None:
    body = b"line of text\n" * (WHOLE_BYTES // 13)
    view.set_content(body)
    assert len(view.viewer.toPlainText()) == len(body)
    assert "The first" not in words(view)


def test_a_cut_through_a_character_is_no_crash(view: CodeView) -> None:
    view.set_content("é".encode() * WHOLE_BYTES)
    assert view.viewer.toPlainText().startswith("éé")
