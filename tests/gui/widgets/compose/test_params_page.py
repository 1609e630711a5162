from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Request, Row
from apiclient_gui.core.prepare import prepare
from apiclient_gui.ui.widgets.compose.params_page import ParamsPage, count_in, split_query

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize(
    ("url", "left", "rows"),
    [
        ("http://h/", "http://h/", ()),
        ("http://h/?", "http://h/?", ()),
        ("http://h/?a=1", "http://h/", (Row("a", "1"),)),
        ("{{b}}/p?a={{v}}&c=%2F+x#f", "{{b}}/p#f", (Row("a", "{{v}}"), Row("c", "/ x"))),
        ("http://h/?flag&a=", "http://h/?flag", (Row("a", ""),)),
        ("http://h/?a=%FF&b=2", "http://h/?a=%FF", (Row("b", "2"),)),
        ("http://h/?x=50%", "http://h/", (Row("x", "50%"),)),
    ],
)
def test_what_a_row_can_hold_moves(url: str, left: str, rows: tuple[Row, ...]) -> None:
    assert split_query(url) == (left, rows)


@pytest.mark.parametrize("query", ["a=1&b=%2F%20x", "a=b=c&a=2", "%E4%BD%A0=%F0%9F%90%B6", "a=%25"])
def test_moving_changes_nothing_on_the_wire(query: str) -> None:
    url = f"http://h/p?{query}"
    left, rows = split_query(url)
    for strict in (True, False):
        before = prepare(Request(url=url), {}, strict=strict)
        after = prepare(Request(url=left, params=rows), {}, strict=strict)
        if strict:
            assert before.url == after.url
        assert after.query


def test_the_line_counts_and_the_button_moves(qtbot: QtBot) -> None:
    page = ParamsPage()
    qtbot.addWidget(page)
    page.show()
    page.table.set_rows([Row("limit", "10")])
    moved: list[str] = []
    page.moved.connect(moved.append)
    page.show_url("http://h/")
    assert not page._line.isVisible()
    page.show_url("http://h/?a=1&b=2")
    assert page._words.text() == "2 parameters stand in the URL."
    page.findChild(QPushButton).click()
    assert moved == ["http://h/"]
    assert page.table.rows() == (Row("limit", "10"), Row("a", "1"), Row("b", "2"))
    assert count_in("http://h/?a&&b") == 2
