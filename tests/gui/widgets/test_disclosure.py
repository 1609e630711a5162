from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.disclosure import Disclosure


def test_it_opens_with_mouse_and_keyboard_and_speaks_whole(qtbot: QtBot) -> None:
    row = Disclosure("Less likely: the request was replayed", "possible")
    qtbot.addWidget(row)
    row.show()
    assert row.accessibleName() == "Less likely: the request was replayed, possible"
    with qtbot.waitSignal(row.clicked):
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(row.clicked):
        qtbot.keyClick(row, Qt.Key.Key_Space)
    row.setFocus()
    assert not row.grab().isNull()


def test_a_checkable_one_shows_that_it_is_open(qtbot: QtBot) -> None:
    row = Disclosure("User pool")
    row.setCheckable(True)
    qtbot.addWidget(row)
    row.show()
    closed = row.grab().toImage()
    row.setChecked(True)
    assert row.grab().toImage() != closed
