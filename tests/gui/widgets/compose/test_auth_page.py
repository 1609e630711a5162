from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Auth, Environment, Identity, Request
from apiclient_gui.ui.widgets.compose.auth_page import AuthPage
from apiclient_gui.ui.widgets.compose.outline import outline

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ALICE = Identity(
    name="alice", kind="aws_keys", id="1", facts={"access_key_id": "AKIAIOSFODNN7EXAMPLE"}
)
LATER = Identity(name="later", kind="from_the_future", id="2")


@pytest.fixture
def page(qtbot: QtBot) -> AuthPage:
    made = AuthPage()
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show_identities([ALICE, LATER])
    made.show()
    return made


def line(page: AuthPage, name: str) -> QLineEdit:
    QApplication.processEvents()  # Qt shows what a layout got in the next round
    found = [one for one in page.findChildren(QLineEdit) if one.accessibleName() == name]
    return next(one for one in found if one.isVisible())


def test_identities_say_who_they_are(page: AuthPage) -> None:
    words = [page.identity.itemText(at) for at in range(page.identity.count())]
    assert words == [
        "No identity",
        "alice  ·  AWS keys  ·  AKIA…MPLE",
        "later  ·  from_the_future",
    ]


@pytest.mark.parametrize(
    "auth",
    [
        Auth(),
        Auth("sigv4", "alice", {"region": "eu-west-1", "normalize": True, "other": 5}),
        Auth("from_the_future", "ghost", {"x": "y"}),
        Auth("sigv4", "alice", {"region": True}),
    ],
)
def test_what_was_shown_comes_back_unless_it_is_edited(page: AuthPage, auth: Auth) -> None:
    page.show_auth(auth)
    assert page.auth() == auth
    page.show_identities([])
    assert page.auth() == auth
    if auth.identity:
        assert "not in this workspace" in page.identity.currentText()


def test_choosing_an_identity_signs_with_its_scheme(page: AuthPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.changed):
        page._choose_identity(1)
    assert page.auth() == Auth("sigv4", "alice")
    assert page.scheme.currentText() == "SigV4, in headers"
    page._choose_identity(0)
    assert page.auth() == Auth("sigv4", "")


def test_fields_are_those_of_the_scheme_and_in_line(page: AuthPage) -> None:
    page.show_auth(Auth("sigv4", "alice"))
    QApplication.processEvents()
    for name, box in (("Region", page.identity), ("Service", page.scheme)):
        field = line(page, name)
        place = field.mapTo(page, field.rect().topLeft())
        above = box.mapTo(page, box.rect().topLeft())
        assert place.x() == above.x()
        assert field.width() == box.width()
    page.set_scheme("none")
    assert [one for one in page.findChildren(QLineEdit) if one.isVisible()] == []


def test_options_are_set_cleared_and_kept_for_other_schemes(page: AuthPage) -> None:
    page.show_auth(Auth("sigv4", "alice", {"other": "kept"}))
    field = line(page, "Region")
    QTest.keyClicks(field, "eu-west-1")
    assert page.auth().options == {"other": "kept", "region": "eu-west-1"}
    field.clear()
    field.textEdited.emit("")
    assert page.auth().options == {"other": "kept"}
    page._more.click()
    box = next(b for b in page.findChildren(QCheckBox) if "without dot" in b.accessibleName())
    box.click()
    assert page.auth().options["normalize"] is False
    page.set_option("content_sha256", "true")
    assert page.auth().options["content_sha256"] is True
    assert page._more.text() == "Fewer options"
    page._more.click()
    assert page._more.text() == "More options · 2 set"


def test_the_outline_fills_the_gaps(page: AuthPage) -> None:
    environment = Environment(name="dev", region="us-east-1", service="execute-api")
    request = Request(url="http://h/", auth=Auth("sigv4", "alice"))
    page.show_auth(request.auth)
    page.show_outline(outline(request, environment, ALICE), request)
    assert line(page, "Region").placeholderText() == "us-east-1"
    assert line(page, "Service").placeholderText() == "execute-api"
    assert page._words.property("tone") == "muted"
    page.show_outline(outline(request, Environment(), ALICE), request)
    assert page._words.property("tone") == "warn"


def test_the_clock(page: AuthPage) -> None:
    page.show_clock(-61)
    assert page._clock_words.text() == "Clock corrected by −1 min 1 s"
    page.show_clock(0)
    assert not page._clock.isVisible()
