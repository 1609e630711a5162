from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import AwsKeys, Credentials, Tokens, UserPassword
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.dialogs.keep_credentials import KeepCredentialsDialog, draft, what
from apiclient_gui.ui.snapshot import IdentityDraft

KEYS = AwsKeys("AKIAIOSFODNN7EXAMPLE", Secret("wJalr-secret"), Secret("session-secret"))


def test_the_keys_become_an_identity_of_that_name(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    drafts: list[IdentityDraft] = []
    dialog = KeepCredentialsDialog(KEYS, frozenset({"keys MPLE"}), drafts.append, around)
    dialog.open()
    name = dialog.findChild(QLineEdit)
    assert name is not None
    assert name.text() == "keys MPLE-2"
    name.setText("keys MPLE")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert not drafts, "the name is taken"
    name.setText("mine")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert drafts == [
        IdentityDraft(
            "mine",
            "aws_keys",
            {"access_key_id": "AKIAIOSFODNN7EXAMPLE"},
            {
                "secret_access_key": Secret("wJalr-secret"),
                "session_token": Secret("session-secret"),
            },
        )
    ]


@pytest.mark.parametrize(
    ("credentials", "kind", "secrets"),
    [
        (UserPassword("jo", Secret("p")), "user_password", {"password": Secret("p")}),
        (Tokens({"access": Secret("t")}, "access"), "fixed_token", {"token": Secret("t")}),
        (AwsKeys("AKID", Secret("k")), "aws_keys", {"secret_access_key": Secret("k")}),
    ],
)
def test_each_kind_of_credentials_has_its_kind_of_identity(
    credentials: Credentials, kind: str, secrets: dict[str, Secret]
) -> None:
    made = draft(credentials, "")
    assert made.name
    assert (made.kind, made.secrets) == (kind, secrets)


def test_no_secret_is_in_the_words() -> None:
    for credentials in (
        KEYS,
        UserPassword("jo", Secret("pass")),
        Tokens({"id": Secret("tok")}, "id"),
    ):
        said = what(credentials)
        assert not any(secret in said for secret in ("wJalr", "pass\n", "tok\n", "session-secret"))
    assert "AKIA…MPLE" in what(KEYS)
