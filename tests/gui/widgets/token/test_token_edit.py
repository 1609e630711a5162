from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from pytestqt.qtbot import QtBot

from apiclient_gui.core.tokens import decode
from apiclient_gui.ui.widgets.token.token_edit import LONGEST, TokenEdit
from tests.support.signed_tokens import signed


@pytest.fixture
def edit(qtbot: QtBot) -> TokenEdit:
    made = TokenEdit()
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    return made


def pasted(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def test_typing_is_told_a_moment_later(edit: TokenEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(edit.changed):
        edit.editor.insertPlainText("abc")
    assert edit.text() == "abc"


def test_a_text_that_is_set_is_told_at_once(edit: TokenEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(edit.changed, timeout=0):
        edit.set_text("a.b.c")
    assert edit.text() == "a.b.c"
    assert not edit.editor.document().isUndoAvailable()


def test_new_colours_are_no_edit(edit: TokenEdit, qtbot: QtBot) -> None:
    edit.set_text(signed({}))
    with qtbot.assertNotEmitted(edit.changed):
        edit.show_token(decode(edit.text()))
        qtbot.waitUntil(lambda: not edit._pause.isActive())


def test_a_paste_is_told_with_what_came(edit: TokenEdit, qtbot: QtBot) -> None:
    edit.set_text("Bearer ")
    edit.editor.moveCursor(edit.editor.textCursor().MoveOperation.End)
    with qtbot.waitSignal(edit.pasted) as caught:
        edit.editor.insertFromMimeData(pasted("a.b.c"))
    assert caught.args == ["a.b.c"]
    assert edit.text() == "Bearer a.b.c"


def test_what_is_too_long_for_an_editor_is_kept_aside(edit: TokenEdit) -> None:
    text = "x" * (LONGEST + 1)
    edit.editor.insertFromMimeData(pasted(text))
    assert edit.text() == text
    assert edit.editor.isReadOnly()
    assert len(edit.editor.toPlainText()) < LONGEST
    assert "20,001 characters" in edit.note.text()
    edit.set_text("")
    assert edit.text() == ""
    assert not edit.editor.isReadOnly()
    assert edit.note.text() == ""


def test_a_dropped_file_is_told_and_not_pasted(
    edit: TokenEdit, qtbot: QtBot, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "token.txt"))])
    assert edit.editor.canInsertFromMimeData(data)
    with qtbot.waitSignal(edit.file_dropped) as caught:
        edit.editor.insertFromMimeData(data)
    assert Path(caught.args[0]) == tmp_path / "token.txt"
    assert edit.text() == ""


def test_a_no_break_space_stays_one(edit: TokenEdit) -> None:
    edit.set_text("a\u00a0b")
    assert edit.text() == "a\u00a0b"


def test_half_a_character_does_no_harm(edit: TokenEdit) -> None:
    edit.set_text("a\ud800b\x00")
    assert edit.text().startswith("a?b")


def test_it_grows_with_its_text(edit: TokenEdit, qtbot: QtBot) -> None:
    before = edit.editor.height()
    edit.set_text(signed({"text": "x" * 600}))
    qtbot.waitUntil(lambda: edit.editor.height() > before)


def test_segments_are_named_for_tokens_only(edit: TokenEdit) -> None:
    edit.set_text(signed({}))
    edit.show_token(decode(edit.text()))
    assert len(edit.legend.words) == 3
    edit.show_token(decode("sk.live"))
    assert edit.legend.words == ()
