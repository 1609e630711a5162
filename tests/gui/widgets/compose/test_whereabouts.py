from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Auth, Origin, Payload, Request, Row
from apiclient_gui.ui.widgets.compose.request_form import RequestForm
from apiclient_gui.ui.widgets.compose.whereabouts import Whereabouts, item_at, origin_at
from apiclient_gui.ui.widgets.row_model import NAME, VALUE

REQUEST = Request(
    url="http://h/pets?kind=dog&page=2#top",
    params=(Row("limit", "10"), Row("q", "x")),
    headers=(Row("X-One", "1"), Row("X-Two", "2")),
    body=Payload("text", "Rex"),
    auth=Auth("sigv4", "alice"),
)


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.form = RequestForm()
        self.told: list[Origin] = []
        self.parent = QObject()
        qtbot.addWidget(self.form)
        self.form.show_request(REQUEST)
        self.form.resize(900, 400)
        self.form.show()
        self.form.activateWindow()
        qtbot.waitUntil(self.form.isActiveWindow)
        self.watch = Whereabouts(self.form, self.parent)
        self.watch.moved.connect(self.told.append)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(qtbot)
    yield made
    made.form.hide()


def test_a_row_tells_which_it_is(bench: Bench) -> None:
    table = bench.form.params.table
    bench.form.go_to("params", 1)
    assert bench.told[-1] == Origin("param", 1)
    table.setCurrentIndex(table.model().index(0, NAME))
    assert bench.told[-1] == Origin("param", 0)
    count = len(bench.told)
    table.setCurrentIndex(table.model().index(2, NAME))  # the empty one
    assert len(bench.told) == count
    bench.form.go_to("headers", 1)
    assert bench.told[-1] == Origin("header", 1)


def test_a_cell_being_edited_is_its_row(bench: Bench) -> None:
    table = bench.form.headers.table
    bench.form.go_to("headers", 0)
    table.setCurrentIndex(table.model().index(1, VALUE))
    table.edit(table.currentIndex())
    editor = table.viewport().findChild(QLineEdit)
    assert origin_at(bench.form, editor) == Origin("header", 1)


def test_rows_that_are_wholly_empty_do_not_count(bench: Bench) -> None:
    bench.form.headers.table.set_rows((Row(""), Row("X-One", "1")))
    bench.form.go_to("headers", 1)
    assert bench.told[-1] == Origin("header", 0)


def test_the_url_tells_the_item_of_its_query(bench: Bench) -> None:
    url = bench.form.address.url
    url.setFocus()
    url.setCursorPosition(3)
    assert bench.told[-1] == Origin("url")
    url.setCursorPosition(REQUEST.url.index("page"))
    assert bench.told[-1] == Origin("url", 1)


@pytest.mark.parametrize(
    ("position", "item"), [(0, None), (13, None), (14, 0), (22, 0), (23, 1), (29, 1), (30, None)]
)
def test_items_are_counted_between_question_mark_and_fragment(
    position: int, item: int | None
) -> None:
    assert item_at(REQUEST.url, position) == item


def test_a_url_without_a_query_has_no_items() -> None:
    assert item_at("http://h/pets", 5) is None
    assert item_at("http://h/pets#a?b", 16) is None


def test_method_body_and_auth_are_places_and_settings_are_none(bench: Bench) -> None:
    form = bench.form
    assert origin_at(form, form.address.method) == Origin("url", name="method")
    assert origin_at(form, form.body.edit) == Origin("body")
    assert origin_at(form, form.auth.identity) == Origin("scheme")
    assert origin_at(form, form.settings) is None
    form.go_to("body")
    assert bench.told[-1] == Origin("body")


def test_what_takes_no_focus_says_nothing(bench: Bench) -> None:
    bench.form.address.url.setFocus()
    count = len(bench.told)
    table = bench.form.params.table
    table.setCurrentIndex(table.model().index(1, NAME))
    assert set(bench.told[count:]) <= {Origin("url")}
