from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.result.veil import Veiled


def test_it_pales_what_is_below_and_leaves_it_usable(qtbot: QtBot) -> None:
    below = QPushButton()
    below.setStyleSheet("background: black; border: 0")
    veiled = Veiled(below)
    qtbot.addWidget(veiled)
    veiled.resize(80, 40)
    veiled.show()

    def middle() -> int:
        return QColor(veiled.grab().toImage().pixelColor(40, 20)).lightness()

    before = middle()
    veiled.dim(True)
    assert veiled.dimmed
    assert middle() > before + 50
    with qtbot.waitSignal(below.clicked):
        target = veiled.childAt(40, 20)
        assert target is below
        target.click()
    veiled.dim(False)
    assert middle() == before
