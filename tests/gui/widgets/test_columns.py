from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.columns import Columns


def test_the_second_goes_under_the_first_where_it_is_narrow(qtbot: QtBot) -> None:
    first, second = QLabel("first"), QLabel("second")
    first.setMinimumWidth(300)
    second.setMinimumWidth(300)
    columns = Columns(first, second, narrow=700)
    qtbot.addWidget(columns)
    columns.resize(900, 400)
    columns.show()
    assert not columns.is_stacked
    assert second.x() > first.x()
    columns.resize(500, 400)
    assert columns.is_stacked
    qtbot.waitUntil(lambda: second.x() == first.x() and second.y() > first.y())
    columns.resize(900, 400)
    assert not columns.is_stacked


def test_it_asks_for_the_width_of_one(qtbot: QtBot) -> None:
    first, second = QLabel("first"), QLabel("second")
    first.setMinimumWidth(300)
    second.setMinimumWidth(400)
    columns = Columns(first, second)
    qtbot.addWidget(columns)
    assert columns.minimumSizeHint().width() < 700
