from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import ApiKey, Auth, Environment, Identity, Request
from apiclient_gui.ui.widgets.compose.auth_page import AuthPage
from apiclient_gui.ui.widgets.compose.outline import outline
from tests.factories import NOW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ALICE = Identity(
    name="alice", kind="aws_keys", id="1", facts={"access_key_id": "AKIAIOSFODNN7EXAMPLE"}
)
MARIA = Identity(name="maria", kind="user_pool", id="3", facts={"username": "maria"})
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
        "",
        "later  ·  from_the_future  ·  not known here",
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
        page.choice.chosen.emit("alice")
    assert page.auth() == Auth("sigv4", "alice")
    assert page.scheme.currentText() == "SigV4, in headers"
    page.choice.chosen.emit("")
    assert page.auth() == Auth("sigv4", "")


def test_an_identity_that_does_not_fit_brings_its_scheme(page: AuthPage) -> None:
    page.show_identities([ALICE, MARIA])
    page.choice.chosen.emit("maria")
    assert page.auth() == Auth("bearer", "maria")
    page.set_scheme("basic")
    assert page.auth().identity == "maria"  # kept, and the outline tells that it does not fit
    page.choice.chosen.emit("alice")
    assert page.auth() == Auth("sigv4", "alice")
    words = [page.identity.itemText(at) for at in range(page.identity.count())]
    assert words[-1].endswith("for Bearer token")


def test_the_token_is_chosen_in_words(page: AuthPage) -> None:
    page.show_identities([MARIA])
    page.show_auth(Auth("bearer", "maria"))
    boxes = {box.accessibleName(): box for box in page.findChildren(QComboBox)}
    token = boxes["Which token"]
    assert [token.itemText(at) for at in range(3)] == [
        "The identity's default",
        "ID token",
        "Access token",
    ]
    token.setCurrentIndex(2)
    token.activated.emit(2)
    assert page.auth().options == {"token_kind": "access"}
    token.setCurrentIndex(0)
    token.activated.emit(0)
    assert page.auth().options == {}
    assert boxes["Before the token"].itemText(1) == "Nothing"


def test_an_api_key_goes_along_with_any_scheme(page: AuthPage, qtbot: QtBot) -> None:
    plan = Identity(name="plan", kind="fixed_token", id="9")
    page.show_identities([ALICE, plan])
    page.show_auth(Auth("sigv4", "alice", {"region": "eu-west-1"}))
    with qtbot.waitSignal(page.changed):
        page.api_key.choice.chosen.emit("plan")
    assert page.auth() == Auth("sigv4", "alice", {"region": "eu-west-1"}, ApiKey("plan"))
    page.set_scheme("none")
    page.set_option("x", "y")
    assert page.auth().api_key == ApiKey("plan")
    page.show_auth(Auth())
    assert page.api_key.key() == ApiKey()


def test_a_login_is_told_under_its_identity(page: AuthPage) -> None:
    page.show_identities([ALICE, MARIA])
    page.know_logins(lambda _: None, lambda: NOW)
    page.show_auth(Auth("bearer", "maria"))
    assert page.login.isVisible()
    assert "sending the request logs in" in page.login.words.text()
    page.choice.chosen.emit("alice")
    assert not page.login.isVisible()


def test_the_first_gap_is_what_a_signature_needs(page: AuthPage) -> None:
    page.activateWindow()
    page.show_auth(Auth("sigv4", "alice", {"region": "x"}))
    QApplication.processEvents()
    page.focus_first_gap()
    assert page.focusWidget() is line(page, "Service")
    page.show_auth(Auth("bearer", "alice"))
    page.focus_first_gap()
    assert page.focusWidget() is page.identity


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


def test_tab_follows_the_page_after_another_scheme_was_chosen(page: AuthPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.set_scheme("basic")
    page.set_scheme("sigv4_query")
    page._more.setChecked(True)
    QApplication.processEvents()
    page.identity.setFocus()
    visited = []
    while QApplication.focusWidget() is not page.api_key.choice.box and len(visited) < 20:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        shown = QApplication.focusWidget()
        visited.append(shown.accessibleName() or shown.text())
    assert visited[:5] == ["Scheme", "Region", "Service", "Valid for (seconds)", "Fewer options"]
    assert visited[5] == "Sign these too"
    assert visited[-1] == "API key"
