from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.compose.file_field import FileField

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def field(qtbot: QtBot) -> FileField:
    made = FileField()
    qtbot.addWidget(made)
    made.show()
    return made


def files(*urls: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def dropped(field: FileField, data: QMimeData) -> tuple[bool, bool]:
    """Drag over it and let go; return whether either was accepted."""
    action, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(5, 5), action, data, left, none)
    enter.ignore()
    field.dragEnterEvent(enter)
    drop = QDropEvent(QPointF(5, 5), action, data, left, none)
    drop.ignore()
    field.dropEvent(drop)
    return enter.isAccepted(), drop.isAccepted()


def test_a_typed_path_is_told_with_its_size(field: FileField, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"{}")
    with qtbot.waitSignal(field.changed):
        QTest.keyClicks(field.line, str(file))
    assert field.path() == str(file)
    assert field._note.text() == "2 B · application/json"
    field.show_path(str(file), guessed=False)
    assert field._note.text() == "2 B"
    field.show_path("/nowhere", guessed=True)
    assert field._note.property("tone") == "bad"
    field.show_path("", guessed=True)
    assert field._note.property("tone") == "muted"


def test_showing_is_silent(field: FileField) -> None:
    told: list[None] = []
    field.changed.connect(lambda: told.append(None))
    field.show_path("/x", guessed=True)
    assert told == []


def test_a_file_is_chosen_in_a_dialog(field: FileField, qtbot: QtBot) -> None:
    field.findChild(QPushButton).click()
    dialog = field.findChild(QFileDialog)
    with qtbot.waitSignal(field.changed):
        dialog.fileSelected.emit("/chosen")
    assert field.path() == "/chosen"
    dialog.reject()


def test_the_first_file_dropped_is_taken_and_nothing_else(field: FileField) -> None:
    assert dropped(field, files("https://h/x")) == (False, False)
    assert field.path() == ""
    assert dropped(field, files("file:///a%20b.png", "file:///c")) == (True, True)
    assert field.path() == "/a b.png"
