from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import Identity
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.widgets.identity.identity_form import NAME, IdentityForm
from apiclient_gui.ui.widgets.identity.secret_state import SecretLine, SecretState

KIND = TABLE["aws_keys"]
ALICE = Identity(
    name="alice", kind=KIND.id, id="1", facts={"access_key_id": "AKIA", "later": "a fact to keep"}
)


@pytest.fixture
def form(qtbot: QtBot) -> IdentityForm:
    made = IdentityForm(ALICE, KIND, new=False)
    qtbot.addWidget(made)
    made.show()
    return made


def line(form: IdentityForm, name: str) -> QLineEdit:
    return next(one for one in form.findChildren(QLineEdit) if one.accessibleName() == name)


def test_facts_without_a_field_stay(qtbot: QtBot, form: IdentityForm) -> None:
    assert not form.is_edited
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(line(form, "Region"), "x")
    assert form.is_edited
    assert form.facts() == {"access_key_id": "AKIA", "later": "a fact to keep", "region": "x"}
    form.fill(ALICE)
    assert not form.is_edited


def test_a_typed_secret_is_an_edit_until_it_is_saved(qtbot: QtBot, form: IdentityForm) -> None:
    qtbot.keyClicks(line(form, "Secret access key"), "planted")
    assert form.is_edited
    assert form.secrets() == {"secret_access_key": Secret("planted")}
    form.settle(ALICE)
    assert not form.is_edited
    assert line(form, "Secret access key").text() == ""


def test_what_was_typed_while_it_was_being_saved_stays_an_edit(
    qtbot: QtBot, form: IdentityForm
) -> None:
    qtbot.keyClicks(line(form, "Region"), "x")
    form.settle(ALICE)
    assert form.is_edited


def test_a_saved_identity_may_be_without_its_secret(qtbot: QtBot, form: IdentityForm) -> None:
    assert form.check(())
    new = IdentityForm(Identity(name="", kind=KIND.id, id="2"), KIND, new=True)
    qtbot.addWidget(new)
    assert new.is_edited
    assert not new.check(())
    qtbot.keyClicks(line(new, "Name"), "n")
    qtbot.keyClicks(line(new, "Access key id"), "AKIA")
    assert not new.check(())
    new.show_secrets({}, frozenset({"secret_access_key"}))
    assert new.check(())
    assert not new.check({"n"})


def test_errors_go_with_the_next_edit(qtbot: QtBot, form: IdentityForm) -> None:
    form.show_errors({NAME: "Taken."})
    assert line(form, "Name").accessibleDescription() == "Taken."
    qtbot.keyClicks(line(form, "Name"), "2")
    assert line(form, "Name").accessibleDescription() == ""


def test_each_secret_says_where_it_is_and_can_be_removed(qtbot: QtBot, form: IdentityForm) -> None:
    said = SecretLine("Set in your keyring", "check", "ok", removable=True)
    form.show_secrets({"session_token": said}, frozenset({"session_token"}))
    assert [one.words for one in form.findChildren(SecretState)] == ["", said.words]
    assert line(form, "Session token").placeholderText() == "set: type to replace it"
    remove = next(
        one
        for one in form.findChildren(QAbstractButton)
        if one.accessibleName() == "Remove Session token"
    )
    with qtbot.waitSignal(form.removed) as removed:
        remove.click()
    assert removed.args == ["session_token"]


def test_examples_stand_in_the_field(form: IdentityForm) -> None:
    assert line(form, "Access key id").placeholderText() == "AKIA…"
    assert "eu-west-1" in line(form, "Region").placeholderText()
