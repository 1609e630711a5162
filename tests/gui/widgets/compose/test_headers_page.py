from __future__ import annotations

from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Header, Origin, Row
from apiclient_gui.ui.widgets.compose.headers_page import HeadersPage


def test_defaults_stand_below_in_columns(qtbot: QtBot) -> None:
    page = HeadersPage()
    qtbot.addWidget(page)
    default = Origin("default")
    page.show_defaults((Header("Host", "h", default), Header("User-Agent", "me", default)))
    assert page._lines.text() == "Host        h\nUser-Agent  me"
    page.show_defaults(())
    assert page._lines.text() == ""
    assert page._title.isHidden()


def test_edits_are_told(qtbot: QtBot) -> None:
    page = HeadersPage()
    qtbot.addWidget(page)
    page.table.set_rows([Row("A", "1")])
    with qtbot.waitSignal(page.changed):
        page.table.model().setData(page.table.model().index(0, 2), "2")
    assert page.table.rows() == (Row("A", "2"),)
