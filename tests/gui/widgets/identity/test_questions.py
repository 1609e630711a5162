from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.vault import VaultState
from apiclient_gui.ui.snapshot import Keeping
from apiclient_gui.ui.widgets.identity.questions import confirm_deletion, confirm_removal
from tests import factories

OPEN = VaultState("k", usable=True, finding=None, in_memory=())
SHUT = VaultState("k", usable=False, finding=None, in_memory=())


@pytest.mark.parametrize(
    ("kind", "keeping", "said"),
    [
        ("aws_keys", None, "its secrets from your keyring."),
        ("aws_keys", Keeping({}, OPEN), "its secrets from your keyring."),
        ("aws_keys", Keeping({}, SHUT), "kept for this run only"),
        ("aws_keys", Keeping({}, SHUT, practice=True, sample=True), "stay in the practice folder"),
        ("aws_role", Keeping({}, OPEN, sample=True), "makes it anew"),
        ("aws_role", Keeping({}, OPEN), "what its logins brought from your keyring."),
        ("aws_env", None, "It has no secrets."),
        ("saml", None, "stay in your keyring"),
    ],
)
def test_what_goes_is_said(qtbot: QtBot, kind: str, keeping: Keeping | None, said: str) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    agreed: list[bool] = []
    identity = factories.identity(kind=kind)
    confirm_deletion(around, identity, lambda: agreed.append(True), keeping=keeping)
    box = around.findChild(QMessageBox)
    assert said in box.informativeText()
    assert "used by" not in box.informativeText()
    next(one for one in box.buttons() if one.text() == "Delete").click()
    assert agreed == [True]


def test_those_that_use_it_are_named(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    confirm_deletion(
        around,
        factories.identity(),
        lambda: None,
        keeping=None,
        requests=("a/1", "a/2", "a/3", "a/4", "a/5"),
        identities=("reader",),
    )
    words = around.findChild(QMessageBox).informativeText()
    assert "used by 5 requests (a/1, a/2, a/3 and 2 more) and 1 identity (reader)." in words


def test_a_secret_is_named(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    confirm_removal(around, factories.identity(), "Session token", lambda: None)
    box = around.findChild(QMessageBox)
    assert box.text() == "Remove the session token of me?"
    box.reject()
