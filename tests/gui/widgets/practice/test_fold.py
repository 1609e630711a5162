from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.practice.fold import Fold


def test_it_opens_and_closes_with_mouse_and_keyboard(qtbot: QtBot) -> None:
    fold = Fold("User pool", "carol, dave")
    qtbot.addWidget(fold)
    inner = QLabel("what belongs to it")
    fold.body.addWidget(inner)
    fold.show()
    assert (fold.title, fold.accessibleName()) == ("User pool", "User pool")
    assert not inner.isVisible()
    with qtbot.waitSignal(fold.turned) as turned:
        qtbot.mouseClick(fold.head, Qt.MouseButton.LeftButton)
    assert turned.args == [True]
    assert fold.is_open
    assert inner.isVisible()
    assert not fold.grab().isNull()
    qtbot.keyClick(fold.head, Qt.Key.Key_Space)
    assert not fold.is_open
    assert not inner.isVisible()
    fold.open()
    assert inner.isVisible()
