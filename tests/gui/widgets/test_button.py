from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.button import button, icon_button


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
