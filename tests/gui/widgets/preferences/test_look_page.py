from __future__ import annotations

from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.preferences.look_page import LookPage


def test_a_look_is_told_when_it_is_picked_and_not_when_it_is_shown(qtbot: QtBot) -> None:
    page = LookPage("light")
    qtbot.addWidget(page)
    assert page.look == "light"
    with qtbot.waitSignal(page.chosen) as chosen:
        next(one for one in page.findChildren(QRadioButton) if one.text() == "Dark").click()
    assert chosen.args == ["dark"]
    assert page.look == "dark"
    with qtbot.assertNotEmitted(page.chosen):
        page.show_look("system")
    assert page.look == "system"
