from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.compose.file_choice import about, choose_file, dropped_files

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_dialog_gives_the_path_and_does_not_block(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    taken: list[str] = []
    choose_file(parent, "Choose", taken.append, ("Pictures (*.png)",))
    dialog = parent.findChild(QFileDialog)
    assert dialog.nameFilters() == ["Pictures (*.png)", "All files (*)"]
    dialog.fileSelected.emit("/x")
    assert taken == ["/x"]
    dialog.reject()


def test_only_files_count_of_what_is_dropped() -> None:
    data = QMimeData()
    assert dropped_files(data) == []
    data.setUrls([QUrl("https://h/x"), QUrl.fromLocalFile("/a b/c.png")])
    assert dropped_files(data) == ["/a b/c.png"]


def test_size_and_type_are_told(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(b"x" * 2048)
    assert about(str(file)) == ("2.0 KB · image/png", True)
    assert about(str(file), guessed=False) == ("2.0 KB", True)
    assert about("") == ("", True)
    assert about("{{folder}}/a.png")[1]


@pytest.mark.parametrize(
    ("path", "words"),
    [("/nowhere/at/all", "✕ It is not there."), ("/", "✕ It cannot be read: it is a folder.")],
)
def test_what_cannot_be_sent_is_told(path: str, words: str) -> None:
    assert about(path) == (words, False)
