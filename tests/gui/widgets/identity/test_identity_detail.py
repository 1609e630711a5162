from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import Identity, Login
from apiclient_gui.ui.snapshot import Asked, Standing
from apiclient_gui.ui.widgets.identity.identity_detail import IdentityDetail
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from apiclient_gui.ui.widgets.identity.identity_list import IdentityRow
from apiclient_gui.ui.widgets.page_head import PageHead
from tests import factories

STRANGE = Finding(id="identity_kind_unknown", severity="error", title="Not known")


def made_form(name: str, kind_id: str = "aws_keys") -> IdentityForm:
    kind = TABLE[kind_id]
    return IdentityForm(Identity(name=name, kind=kind.id, id=name), kind, new=False)


@pytest.fixture
def detail(qtbot: QtBot) -> IdentityDetail:
    made = IdentityDetail(lambda: factories.NOW)
    qtbot.addWidget(made)
    made.show()
    return made


def test_one_form_shows_at_a_time(detail: IdentityDetail) -> None:
    first, second = made_form("a"), made_form("b")
    detail.add_form(first)
    detail.add_form(second)
    detail.show_form(second)
    assert (first.isVisible(), second.isVisible()) == (False, True)
    detail.drop_form(second)
    detail.show_form(first)
    assert first.isVisible()


def test_only_a_kind_that_logs_in_has_the_login(detail: IdentityDetail) -> None:
    keys, person = made_form("a"), made_form("b", "user_pool")
    for form in (keys, person):
        detail.add_form(form)
    detail.show_form(keys)
    assert not detail.login.isVisible()
    detail.show_form(person)
    assert detail.login.isVisible()
    login = Login("h", ("access",), factories.NOW)
    detail.show_login(person, Standing(login), for_run=True)
    assert "this run only" in detail.login._words.text()
    assert detail.login.renew.isEnabled()
    line = next(o for o in person.findChildren(QLineEdit) if o.accessibleName() == "User name")
    QTest.keyClicks(line, "x")
    detail.show_login(person, Standing(login), for_run=False)
    assert not detail.login.renew.isEnabled()


def test_only_a_kind_that_yields_aws_keys_has_the_question_to_aws(detail: IdentityDetail) -> None:
    keys, person = made_form("a"), made_form("b", "user_pool")
    for form in (keys, person):
        detail.add_form(form)
    detail.show_form(person)
    assert not detail.caller.isVisible()
    detail.show_form(keys)
    assert detail.caller.isVisible()
    detail.show_caller(keys, Asked())
    assert detail.caller.ask.isEnabled()
    line = next(o for o in keys.findChildren(QLineEdit) if o.accessibleName() == "Access key id")
    QTest.keyClicks(line, "x")
    detail.show_caller(keys, Asked())
    assert not detail.caller.ask.isEnabled(), "what is asked about is what is saved"


def test_secrets_and_uses_are_told(detail: IdentityDetail) -> None:
    form = made_form("a")
    detail.add_form(form)
    detail.show_form(form)
    detail.show_secrets(form, None, (3, 0), lambda _name, field: field == "session_token")
    assert [fact.value for fact in detail.card._who.facts] == ["SigV4, in headers", "3 requests"]
    assert len(detail.card._variables.facts) == 2


def test_a_stranger_has_a_reason_instead_of_a_form(detail: IdentityDetail) -> None:
    detail.show_form(None, STRANGE)
    assert detail.stranger.finding == STRANGE
    assert not detail.card.isVisible()
    assert not detail.login.isVisible()
    detail.show_form(None)
    assert detail.stranger.finding is None


@pytest.mark.parametrize(
    ("mark", "new", "busy", "known", "expected"),
    [
        ("", False, False, True, {"Delete"}),
        ("edited", False, False, True, {"Delete", "Revert", "Save"}),
        ("not saved", True, False, True, {"Cancel", "Save"}),
        ("edited", False, True, True, set()),
        ("", False, False, False, {"Delete"}),
    ],
)
def test_what_can_be_done(
    detail: IdentityDetail, mark: str, new: bool, busy: bool, known: bool, expected: set[str]
) -> None:
    row = IdentityRow("1", "alice", "AWS keys", mark=mark)
    detail.show_head(row, new=new, practice=False, busy=busy, known=known)
    assert detail.findChild(PageHead).title == "alice"
    buttons = (detail.delete, detail.revert, detail.save)
    assert {b.text() for b in buttons if b.isVisible() and b.isEnabled()} == expected


def test_in_a_narrow_window_the_login_stands_over_the_form(
    qtbot: QtBot, detail: IdentityDetail
) -> None:
    form = made_form("b", "user_pool")
    detail.add_form(form)
    detail.show_form(form)

    def over() -> bool:
        top = detail.rect().topLeft()
        return detail.login.mapTo(detail, top).y() < form.mapTo(detail, top).y()

    detail.resize(500, 600)
    qtbot.waitUntil(lambda: over() and detail.login.isVisible())
    detail.resize(1100, 600)
    qtbot.waitUntil(lambda: not over() and detail.login.isVisible())
