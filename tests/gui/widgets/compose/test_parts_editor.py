from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Part
from apiclient_gui.ui.widgets.compose.parts_editor import PartsEditor
from apiclient_gui.ui.widgets.row_model import NAME, VALUE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def editor(qtbot: QtBot) -> PartsEditor:
    made = PartsEditor()
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    return made


def go(editor: PartsEditor, row: int) -> None:
    editor.table.setCurrentIndex(editor.table.model().index(row, NAME))


def test_parts_come_back_as_shown(editor: PartsEditor) -> None:
    parts = (Part("a", "1"), Part("f", "kept", "/x", "a/b", enabled=False), Part("", file="/y"))
    editor.show_parts(parts)
    assert editor.table.parts() == parts
    assert editor.table.rows() == ()


def test_the_line_below_is_about_the_current_part(editor: PartsEditor, tmp_path: Path) -> None:
    file = tmp_path / "cat.png"
    file.write_bytes(b"x" * 100)
    editor.show_parts((Part("a", "1", content_type="text/x"), Part("cat", file=str(file))))
    assert editor._type.text() == "text/x"
    assert not editor._as_text.isVisible()
    go(editor, 1)
    assert (editor._type.text(), editor._type.placeholderText()) == ("", "image/png")
    assert editor._words.text() == "cat: 100 B"
    assert editor._as_text.isVisible()
    file.unlink()
    go(editor, 0)
    go(editor, 1)
    assert editor._words.property("tone") == "bad"


def test_a_file_is_chosen_for_a_part_and_given_up_again(editor: PartsEditor, qtbot: QtBot) -> None:
    editor.show_parts((Part("a", "kept"),))
    editor._choose.click()
    dialog = editor.findChild(QFileDialog)
    with qtbot.waitSignal(editor.changed):
        dialog.fileSelected.emit("/x/cat.png")
    dialog.reject()
    assert editor.table.parts() == (Part("a", "kept", "/x/cat.png"),)
    editor._as_text.click()
    assert editor.table.parts() == (Part("a", "kept"),)
    editor.table.model().undo.undo()
    assert editor.table.parts() == (Part("a", "kept", "/x/cat.png"),)
    go(editor, 1)
    editor.take_file("/y/dog.png")
    assert editor.table.parts()[1] == Part("dog", file="/y/dog.png")


def test_a_type_is_one_step_that_can_be_undone(editor: PartsEditor, qtbot: QtBot) -> None:
    editor.show_parts((Part("a", "1"),))
    QTest.keyClicks(editor._type, " text/csv ")
    with qtbot.waitSignal(editor.changed):
        QTest.keyClick(editor._type, Qt.Key.Key_Return)
    assert editor.table.parts() == (Part("a", "1", content_type="text/csv"),)
    editor.table.model().undo.undo()
    assert editor.table.parts() == (Part("a", "1"),)
    assert editor._type.text() == ""


def test_what_is_being_typed_is_taken_over(editor: PartsEditor) -> None:
    editor.show_parts((Part("a", "1"),))
    editor._type.setText("text/csv")
    editor.settle()
    assert editor.table.parts() == (Part("a", "1", content_type="text/csv"),)
    go(editor, 1)
    editor._type.setText("text/csv")
    editor.settle()
    assert len(editor.table.parts()) == 1


def test_dropped_files_become_parts(editor: PartsEditor, qtbot: QtBot) -> None:
    editor.show_parts((Part("a", "1"),))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/x/cat.png"), QUrl("https://h/"), QUrl.fromLocalFile("/y")])
    model = editor.table.model()
    assert set(model.mimeTypes()) & set(data.formats())
    with qtbot.waitSignal(editor.changed):
        assert model.dropMimeData(data, Qt.DropAction.CopyAction, 0, 0, QModelIndex())
    assert [part.file for part in editor.table.parts()] == ["/x/cat.png", "/y", ""]
    assert editor.table.parts()[0].name == "cat"
    model.undo.undo()
    assert editor.table.parts() == (Part("a", "1"),)
    text = QMimeData()
    text.setText("no file")
    assert not model.dropMimeData(text, Qt.DropAction.CopyAction, 0, 0, QModelIndex())


def test_the_value_of_a_file_is_its_path(editor: PartsEditor) -> None:
    editor.show_parts((Part("f", "kept", "/x"),))
    model = editor.table.model()
    cell = model.index(0, VALUE)
    assert cell.data() == "/x"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "File: /x"
    editor.table.edit(cell)
    line = editor.table.viewport().findChild(QLineEdit)
    line.setText("/z")
    editor.settle()
    assert editor.table.parts() == (Part("f", "kept", "/z"),)


def test_pasted_lines_become_parts(editor: PartsEditor) -> None:
    editor.show_parts(())
    editor.table.paste_rows("a: 1\nb=2")
    assert editor.table.parts() == (Part("a", "1"), Part("b", "2"))
    editor.table.selectAll()
    assert editor.table._copied() == "a: 1\nb: 2"
