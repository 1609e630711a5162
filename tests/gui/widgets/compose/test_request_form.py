from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Auth, Part, Payload, Request, Row, Settings
from apiclient_gui.ui.widgets.compose.request_form import RequestForm, plain

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FULL = Request(
    name="n",
    method="PUT",
    url="http://h/?a=1",
    params=(Row("b", "2"), Row("", ""), Row("c", "", enabled=False)),
    headers=(Row("H", "1"),),
    body=Payload(
        "text",
        "x",
        rows=(Row("f", "1"), Row("")),
        parts=(Part(""), Part("", file="/x"), Part("p")),
        file="/y",
    ),
    auth=Auth("sigv4", "me"),
    settings=Settings(timeout=3, cert_file="/c", proxy="none", follow=True),
    position=7,
)


@pytest.fixture
def form(qtbot: QtBot) -> RequestForm:
    made = RequestForm()
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made


def test_a_request_comes_back_without_its_empty_rows(form: RequestForm) -> None:
    told: list[int] = []
    form.changed.connect(lambda: told.append(1))
    form.show_request(FULL)
    assert form.request(Request(name="n", position=7)) == plain(FULL)
    assert told == []


def test_every_part_tells_its_edits(form: RequestForm, qtbot: QtBot) -> None:
    form.show_request(FULL)
    for edit in (
        lambda: form.address.url.setText("x"),
        lambda: form.params.table.model().setData(form.params.table.model().index(0, 1), "z"),
        lambda: form.headers.table.model().setData(form.headers.table.model().index(0, 1), "z"),
        lambda: form.body._choose("json"),
        lambda: form.auth.set_scheme("none"),
        lambda: form.settings.take_file("/x"),
    ):
        with qtbot.waitSignal(form.changed):
            edit()


def test_moving_parameters_out_of_the_url(form: RequestForm) -> None:
    form.show_request(FULL)
    form.describe(FULL, unsaved=False)
    form.params._move.click()
    assert form.address.url.text() == "http://h/"
    assert form.params.table.rows()[-1] == Row("a", "1")


def test_what_is_not_saved_is_offered_to_be(form: RequestForm, qtbot: QtBot) -> None:
    form.describe(FULL, unsaved=True)
    assert form._save.isVisible()
    with qtbot.waitSignal(form.saved):
        form._save.click()
    form.describe(FULL, unsaved=False)
    assert not form._save.isVisible()


@pytest.mark.parametrize(
    "place", ["url", "params", "headers", "body", "auth", "identity", "settings"]
)
def test_every_place_takes_the_focus(form: RequestForm, qtbot: QtBot, place: str) -> None:
    form.activateWindow()
    with qtbot.waitActive(form):
        pass
    form.show_request(FULL)
    form.address.send.setFocus()
    form.go_to(place)
    assert QApplication.focusWidget() is not form.address.send
    form.body.show_payload(Payload("multipart"))
    form.address.send.setFocus()
    form.go_to("body")
    assert QApplication.focusWidget() is form.body.parts.table
    form.go_to("nowhere")  # of a later version: nothing happens


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("none", "Body"),
        ("form", "Body · Form"),
        ("multipart", "Body · Multipart"),
        ("file", "Body · File"),
    ],
)
def test_the_title_tells_the_kind_of_body(form: RequestForm, kind: str, title: str) -> None:
    form.describe(Request(body=Payload(kind)), unsaved=False)  # type: ignore[arg-type]  # a Literal
    assert title in [form.tabs.tabText(at) for at in range(form.tabs.count())]


def test_what_is_being_typed_into_the_body_is_taken_over(form: RequestForm) -> None:
    form.show_request(Request(body=Payload("form")))
    form.tabs.turn_to("body")
    table = form.body.form
    table.edit(table.model().index(0, 1))
    table.viewport().findChild(QLineEdit).setText("typed")
    form.settle()
    assert form.request(Request()).body.rows == (Row("typed"),)
