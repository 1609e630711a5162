from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.named_secrets import State
from apiclient_gui.core.vault import VaultState
from apiclient_gui.ui.snapshot import Keeping
from apiclient_gui.ui.widgets.identity.form_secrets import form_secrets
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from tests import factories

KEY = "secret_access_key"


@pytest.fixture
def form(qtbot: QtBot) -> IdentityForm:
    made = IdentityForm(factories.identity(), TABLE["aws_keys"], new=False)
    qtbot.addWidget(made)
    return made


def keeping(state: State, *, for_run: bool = False) -> Keeping:
    memory = (("id-1", KEY),) if for_run else ()
    return Keeping({KEY: state}, VaultState("k", usable=True, finding=None, in_memory=memory))


def nothing(_name: str, _field: str) -> bool:
    return False


def test_before_the_keyring_was_asked_nothing_is_known(form: IdentityForm) -> None:
    lines, kept = form_secrets(form, None, nothing)
    assert kept is None
    assert lines[KEY].words == ""


def test_where_a_secret_is(form: IdentityForm) -> None:
    lines, kept = form_secrets(form, keeping("set"), nothing)
    assert kept == {KEY}
    assert lines[KEY].words == "Set in your keyring"
    lines, _ = form_secrets(form, keeping("set", for_run=True), nothing)
    assert "this run only" in lines[KEY].words
    lines, kept = form_secrets(form, keeping("missing"), nothing)
    assert (lines[KEY].words, kept) == ("Not set", frozenset())


def test_the_environment_goes_before_and_belongs_to_a_name(form: IdentityForm) -> None:
    lines, kept = form_secrets(form, None, lambda name, field: (name, field) == ("me", KEY))
    assert "APICLIENT_SECRET_ME_SECRET_ACCESS_KEY" in lines[KEY].words
    assert kept is None
    lines, _ = form_secrets(form, keeping("environment"), nothing)
    assert lines[KEY].words == "Not set"
