from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.code_edit import CodeEdit


@pytest.fixture
def edit(qtbot: QtBot) -> CodeEdit:
    made = CodeEdit("Body")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    "text", ["", "a\r\nb", "no\u00a0break", "a\u2029b", "\ud800", "nul \x00", "tab\t\n\n"]
)
def test_what_was_given_comes_back_to_the_character(
    qtbot: QtBot, edit: CodeEdit, text: str
) -> None:
    with qtbot.assertNotEmitted(edit.changed):
        edit.set_text(text)
    assert edit.text() == text


def test_no_break_spaces_survive_an_edit(qtbot: QtBot, edit: CodeEdit) -> None:
    edit.set_text("a\u00a0b\nc")
    edit.editor.moveCursor(QTextCursor.MoveOperation.End)
    with qtbot.waitSignal(edit.changed):
        qtbot.keyClicks(edit.editor, "d")
    assert edit.text() == "a\u00a0b\ncd"


def test_it_says_whether_it_is_json_and_leads_to_the_place(qtbot: QtBot, edit: CodeEdit) -> None:
    edit.set_text("{}")
    assert edit.hint is not None
    assert edit.hint.valid
    with qtbot.waitSignal(edit.hinted):
        edit.editor.setPlainText("")
        edit.editor.insertPlainText('{\n  "a": ,\n}')
    assert edit.hint is not None
    assert (edit.hint.line, edit.hint.column) == (2, 8)
    line = edit.findChild(QPushButton)
    assert line.text().startswith("✕ Line 2, column 8")
    line.click()
    cursor = edit.editor.textCursor()
    assert (cursor.blockNumber(), cursor.positionInBlock()) == (1, 7)


def test_text_that_is_no_json_gets_no_hint(edit: CodeEdit) -> None:
    edit.set_language("text")
    edit.set_text("{")
    assert edit.hint is None


def test_tab_indents_and_esc_then_tab_leaves(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    edit, after = CodeEdit("Body"), QLineEdit()
    column = QVBoxLayout(page)
    column.addWidget(edit)
    column.addWidget(after)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.editor.hasFocus)
    qtbot.keyClick(edit.editor, Qt.Key.Key_Tab)
    qtbot.keyClicks(edit.editor, "x")
    assert edit.text() == "  x"
    qtbot.keyClick(edit.editor, Qt.Key.Key_Backtab)
    assert edit.text() == "x"
    qtbot.keyClick(edit.editor, Qt.Key.Key_Escape)
    qtbot.keyClick(edit.editor, Qt.Key.Key_Tab)
    assert edit.text() == "x"
    assert not edit.editor.hasFocus()


def test_enter_keeps_the_indent_and_goes_deeper_after_a_brace(qtbot: QtBot, edit: CodeEdit) -> None:
    qtbot.keyClicks(edit.editor, "{")
    qtbot.keyClick(edit.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(edit.editor, "1,")
    qtbot.keyClick(edit.editor, Qt.Key.Key_Return)
    assert edit.text() == "{\n  1,\n  "


def test_selected_lines_are_indented_together_and_undone_in_one_step(
    qtbot: QtBot, edit: CodeEdit
) -> None:
    edit.set_text("a\nb")
    edit.editor.selectAll()
    qtbot.keyClick(edit.editor, Qt.Key.Key_Tab)
    assert edit.text() == "  a\n  b"
    edit.editor.undo()
    assert edit.text() == "a\nb"


def test_wrap_is_switched(edit: CodeEdit) -> None:
    edit.set_wrap(False)
    assert edit.editor.lineWrapMode() is edit.editor.LineWrapMode.NoWrap


def test_a_line_without_end_is_not_wrapped(edit: CodeEdit) -> None:
    # Wrapped, 2 MB in one line take the layout two minutes.
    edit.set_text("x" * 2_000_000)
    assert edit.editor.lineWrapMode() is edit.editor.LineWrapMode.NoWrap
    edit.set_wrap(True)
    assert edit.editor.lineWrapMode() is edit.editor.LineWrapMode.NoWrap
    edit.set_text("short")
    edit.set_wrap(True)
    assert edit.editor.lineWrapMode() is edit.editor.LineWrapMode.WidgetWidth
    QApplication.clipboard().setText("y" * 100_000)
    edit.editor.paste()
    assert edit.editor.lineWrapMode() is edit.editor.LineWrapMode.NoWrap
    assert len(edit.text()) == 100_005
