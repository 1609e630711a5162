from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.tab_pages import TabPages


@pytest.fixture
def tabs(qtbot: QtBot) -> TabPages:
    made = TabPages("Request")
    qtbot.addWidget(made)
    for key, title in (("params", "Params"), ("headers", "Headers"), ("auth", "Auth")):
        made.add_page(key, title, QWidget())
    made.resize(500, 300)
    return made


def test_counts_and_titles_are_in_the_text_that_is_read_out(tabs: TabPages) -> None:
    tabs.set_count("params", 1)
    tabs.set_title("auth", "Auth · SigV4")
    assert [tabs.tabText(index) for index in range(3)] == ["Params 1", "Headers", "Auth · SigV4"]
    tabs.set_count("params", 0)
    assert tabs.tabText(0) == "Params"


def test_a_page_is_turned_to_by_key(qtbot: QtBot, tabs: TabPages) -> None:
    with qtbot.waitSignal(tabs.turned) as told:
        tabs.turn_to("auth")
    assert told.args == ["auth"]
    assert tabs.current == "auth"
    with pytest.raises(ValueError, match="nowhere"):
        tabs.turn_to("nowhere")


def test_nothing_moves_when_another_tab_is_chosen(tabs: TabPages) -> None:
    bar = tabs.tabBar()
    before = [bar.tabRect(index) for index in range(3)]
    tabs.turn_to("headers")
    assert [bar.tabRect(index) for index in range(3)] == before


def test_arrow_keys_go_along(qtbot: QtBot, tabs: TabPages) -> None:
    tabs.show()
    qtbot.keyClick(tabs.tabBar(), Qt.Key.Key_Right)
    assert tabs.current == "headers"
    tabs.show_page("auth", shown=False)
    qtbot.keyClick(tabs.tabBar(), Qt.Key.Key_Right)
    assert tabs.current == "headers"
    assert not tabs.grab().isNull()


def test_many_tabs_do_not_make_the_window_wide(qtbot: QtBot) -> None:
    tabs = TabPages("Response")
    qtbot.addWidget(tabs)
    for number in range(20):
        tabs.add_page(str(number), f"Page {number}", QWidget())
    assert tabs.minimumSizeHint().width() < 300


def test_a_tab_taken_away_while_nothing_shows_leaves_no_gap(qtbot: QtBot) -> None:
    pages = TabPages("Result")
    qtbot.addWidget(pages)
    for key in ("a", "b", "c"):
        pages.add_page(key, key, QWidget())
    pages.resize(600, 200)
    pages.show()
    bar = pages.tabBar()
    assert bar.tabRect(2).left() == bar.tabRect(1).right() + 1
    pages.hide()
    for key in ("a", "b", "c"):
        pages.show_page(key, key != "b")
    pages.show()
    assert bar.tabRect(2).left() == bar.tabRect(0).right() + 1
