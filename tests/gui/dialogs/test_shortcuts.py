from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.dialogs.shortcuts import ShortcutsDialog, shortcuts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_every_shortcut_of_the_window_is_listed_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    for words, keys in (("Send", "Ctrl+Return"), ("Send", "Ctrl+Enter"), ("Menu", "")):
        action = QAction(words, window)
        action.setShortcut(keys)
    page = QWidget(window)
    for name, keys, place in (("Requests", "Ctrl+1", window), ("Filter", "Ctrl+F", page)):
        made = QPushButton(name, place)
        made.setShortcut(keys)
    pages = {"Requests": page}
    rows = shortcuts(window, pages)
    assert [(name, where) for name, _, where in rows] == [
        ("Requests", "Everywhere"),
        ("Send", "Everywhere"),
        ("Filter", "Requests"),
    ]
    assert rows[1][1].count("Ctrl") == 2
    dialog = ShortcutsDialog(window, pages)
    dialog.open()
    assert dialog.table.rows()[: len(rows)] == rows
    dialog.reject()
