from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.button import button, icon_button, press


def test_icon_button_has_a_name_and_takes_the_focus(qtbot: QtBot) -> None:
    made = icon_button("copy", "Copy all", shortcut="Ctrl+K")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Copy all"
    assert "Ctrl+K" in made.toolTip()
    assert made.focusPolicy() is Qt.FocusPolicy.StrongFocus
    assert not made.icon().pixmap(16, 16).isNull()


def test_button_presses_with_the_keyboard(qtbot: QtBot) -> None:
    made = button("Send", "primary", "send")
    qtbot.addWidget(made)
    assert made.property("kind") == "primary"
    with qtbot.waitSignal(made.clicked):
        qtbot.keyClick(made, Qt.Key.Key_Space)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus_and_no_box(qtbot: QtBot, key: Qt.Key) -> None:
    window, send, box = QWidget(), button("Send"), QCheckBox("On")
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(send)
    column.addWidget(box)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    send.setFocus()
    with qtbot.waitSignal(send.clicked):
        assert press(event, window)
    box.setFocus()
    assert not press(event, window)
    assert not box.isChecked()
