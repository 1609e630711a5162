from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.busy_bar import BusyBar


def test_it_shows_what_is_done_and_can_be_ended(qtbot: QtBot) -> None:
    bar = BusyBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.start("Sending")
    assert bar.accessibleName() == "Sending"
    bar.say("Waiting for your keyring")
    assert "Waiting for your keyring" in {one.text() for one in bar.findChildren(QLabel)}
    with qtbot.waitSignal(bar.cancelled):
        qtbot.mouseClick(bar.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert not bar.grab().isNull()
    bar.stop()
    assert bar.isHidden()


def test_another_button_may_end_it(qtbot: QtBot) -> None:
    bar = BusyBar(cancel=False)
    qtbot.addWidget(bar)
    bar.start("Waiting")
    assert not bar.findChild(QPushButton).isVisible()


def test_nothing_jumps_when_it_comes(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    bar = BusyBar()
    below = QLabel("below")
    column.addWidget(bar)
    column.addWidget(below)
    page.show()
    before = below.geometry()
    bar.start("Sending")
    column.activate()
    assert below.geometry() == before
    bar.stop()
