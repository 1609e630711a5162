"""Identities that bring AWS keys, on the page: logging in with IAM Identity Center, roles, profiles, the environment."""

from __future__ import annotations

import os
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.practice import seed, totp
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.dialogs import ask, show_code
from apiclient_gui.ui.dialogs.ask import AskDialog
from apiclient_gui.ui.dialogs.show_code import ShowCodeDialog
from apiclient_gui.ui.snapshot import Standing
from apiclient_gui.ui.widgets.identity.kind_chooser import KindChooser
from tests.keyring_backends import HangingKeyring, MemoryKeyring
from tests.support.aws_files import AwsFiles
from tests.support.identity_page import KEY_ID, Stage
from tests.support.vaults import use


class Browser(QObject):
    """Takes the pages that would be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.pages.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("http", made, "take")
    yield made
    QDesktopServices.unsetUrlHandler("http")


@pytest.fixture
def practice(qtbot: QtBot, data_folder: Path, gateway: Description) -> Stage:
    """The page over the practice workspace, with the dialogs that the window opens."""
    assert gateway.base_url
    stage = Stage(qtbot, data_folder)
    seed.remember_keys(stage.program)
    ask.attend(stage.state.asking, stage.page)
    show_code.attend(stage.state.asking, stage.page)
    stage.load()
    return stage


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Stage:
    return Stage(qtbot, data_folder)


def asked(stage: Stage, title: str) -> AskDialog:
    """Return the question of that title, once it is there."""

    def found() -> list[AskDialog]:
        every = stage.page.findChildren(AskDialog)
        return [one for one in every if one.isVisible() and one.windowTitle() == title]

    stage.wait(lambda: bool(found()))
    return found()[0]


def state_of(stage: Stage) -> str:
    return next(row.state for row in stage.side.list.rows if row.name == stage.form.name)


def test_a_login_with_identity_center_from_its_button_to_who_one_is(
    practice: Stage, gateway: Description, browser: Browser, memory_keyring: MemoryKeyring
) -> None:
    stage, sso = practice, gateway.sso
    assert sso is not None
    stage.choose("dana-sso")
    stage.login.log_in.click()
    stage.wait(lambda: stage.page.findChild(ShowCodeDialog) is not None)
    dialog = stage.page.findChild(ShowCodeDialog)
    code = dialog.code.text()
    assert browser.pages == [f"{gateway.base_url}/sso/device?user_code={code}"]
    form = urllib.parse.urlencode({"user_code": code, "user": "dana", "decision": "allow"})
    with urllib.request.urlopen(f"{gateway.base_url}/sso/device", form.encode()) as reply:  # noqa: S310  # this test's own gateway
        assert reply.status == 200
    account = asked(stage, "Account to work with")
    assert account.choices is not None
    assert account.choices.chosen == f"{sso.accounts[0].account_id} · practice"
    # The page is done with: what stands there is the question.
    stage.wait(lambda: stage.page.findChild(ShowCodeDialog) is None)
    stage.qtbot.keyClick(account.choices.list, Qt.Key.Key_Return)
    role = asked(stage, "Role to work with")
    assert role.choices is not None
    stage.qtbot.keyClick(role.choices.list, Qt.Key.Key_Down)
    stage.qtbot.keyClick(role.choices.list, Qt.Key.Key_Return)
    stage.wait(lambda: stage.login.pill.accessibleName() == "Logged in")
    assert state_of(stage).startswith("logged in, keys until ")
    facts = {fact.label: fact.value for fact in stage.login._facts.facts}
    assert facts["Access key id"].startswith("ASIA")
    assert facts["Role"] == f"PetsReader in account {sso.accounts[0].account_id}"
    stage.detail.caller.ask.click()
    stage.wait(lambda: stage.state.callers.about(stage.form.identity).caller is not None)
    caller = {fact.label: fact.value for fact in stage.detail.caller._facts.facts}
    assert caller["Account"] == sso.accounts[0].account_id
    assert "AWSReservedSSO_PetsReader_" in caller["ARN"]
    assert caller["ARN"].endswith("/dana")
    assert stage.page.findChildren(QDialog) == []


def test_a_login_that_is_denied_in_the_browser_says_so(
    practice: Stage, gateway: Description, browser: Browser
) -> None:
    stage = practice
    stage.choose("dana-sso")
    stage.login.log_in.click()
    stage.wait(lambda: stage.page.findChild(ShowCodeDialog) is not None)
    assert len(browser.pages) == 1
    code = stage.page.findChild(ShowCodeDialog).code.text()
    form = urllib.parse.urlencode({"user_code": code, "user": "dana", "decision": "deny"})
    urllib.request.urlopen(f"{gateway.base_url}/sso/device", form.encode()).close()  # noqa: S310  # this test's own gateway
    stage.wait(lambda: stage.login.finding is not None)
    assert stage.login.finding.id == "sso_login_denied"
    stage.wait(lambda: stage.page.findChild(ShowCodeDialog) is None)


def test_a_role_gets_keys_with_a_code_and_is_not_logged_in_to(
    practice: Stage, gateway: Description, memory_keyring: MemoryKeyring
) -> None:
    stage, sts = practice, gateway.sts
    assert sts is not None
    stage.choose("alice-as-admin")
    assert stage.login.pill.accessibleName() == "No keys yet"
    assert stage.login.log_in.text() == "Get keys"
    stage.wait(lambda: "MemoryKeyring" in stage.card.place.text())
    assert stage.card.place.text().startswith("It has none of its own: its source asks")
    stage.login.log_in.click()
    dialog = asked(stage, "MFA code")
    line = dialog.findChild(QLineEdit)
    assert line.hasFocus()
    stage.qtbot.keyClicks(line, totp.code(sts.mfa.secret, Clock.computer()))
    stage.qtbot.keyClick(line, Qt.Key.Key_Return)
    stage.wait(lambda: stage.login.pill.accessibleName().startswith("Keys until "))
    assert state_of(stage).startswith("keys until ")
    stage.login.log_out.click()
    stage.wait(lambda: stage.login.pill.accessibleName() == "No keys yet")


def test_a_source_is_offered_and_follows_a_new_name(stage: Stage) -> None:
    stage.add("alice")
    stage.add("bob")
    role = new_identity("reader", "aws_role", {"source": "alice", "role_arn": "arn"})
    stage.program.workspace.save_identity(role)
    stage.load()
    stage.choose("reader")
    box = stage.form.findChild(QComboBox)
    assert [box.itemText(row) for row in range(box.count())] == ["alice", "bob"]
    assert box.currentText() == "alice"
    stage.choose("alice")
    assert stage.card._who.facts[1].value == "1 identity"
    stage.type("Name", "alicia")
    stage.detail.save.click()
    stage.wait(lambda: any(one.name == "alicia" for one in stage.state.snapshot.identities))
    stage.choose("reader")
    stage.wait(lambda: stage.form.facts()["source"] == "alicia")
    assert not stage.form.is_edited


def test_profiles_are_offered_and_long_term_keys_are_told(
    qtbot: QtBot, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = f"aws_access_key_id = {KEY_ID}\naws_secret_access_key = planted-secret\n"
    files = AwsFiles.empty(tmp_path, monkeypatch)
    files.write(credentials=f"[default]\n{keys}[dev]\n{keys}")
    stage = Stage(qtbot, data_folder, dict(os.environ))
    stage.program.workspace.save_identity(
        new_identity("mine", "aws_profile", {"profile": "dev", "region": "eu-west-1"})
    )
    stage.load()
    box = stage.form.findChild(QComboBox)
    stage.wait(lambda: box.count() == 2)
    assert [box.itemText(row) for row in range(2)] == ["default", "dev"]
    assert box.currentText() == "dev"
    stage.login.log_in.click()
    stage.wait(lambda: not stage.state.logins.about(stage.form.identity).running)
    assert stage.login.finding is None
    assert stage.login.pill.accessibleName() == "Long-term keys"
    assert [fact.value for fact in stage.login._facts.facts] == [KEY_ID]
    assert "planted-secret" not in str(stage.state.logins.about(stage.form.identity))


def test_keys_of_the_environment_are_not_in_a_keyring_and_none_is_asked(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = HangingKeyring({})
    use(monkeypatch, hanging)
    stage.program.workspace.save_identity(new_identity("shell", "aws_env", {}))
    stage.load()
    assert stage.card.place.text() == "In the environment that this program was started with."
    assert not stage.card.is_waiting
    assert not stage.card.variables.isVisible()
    assert not stage.login.isVisible()
    stage.detail.caller.ask.click()
    stage.wait(lambda: stage.state.callers.about(stage.form.identity).finding is not None)
    finding = stage.state.callers.about(stage.form.identity).finding
    assert finding is not None
    assert finding.id == "no_credentials"
    assert hanging.calls == 0


def test_a_new_role_asks_for_nothing_of_the_keyring(stage: Stage) -> None:
    stage.add("alice")
    stage.load()
    stage.side.plus.click()
    stage.page.findChild(KindChooser).chosen.emit("aws_role")
    assert stage.card.place.text() == "It has none of its own: its source asks for the role."
    stage.detail.revert.click()
    assert stage.side.list.hasFocus()


def test_a_source_that_was_deleted_is_marked_and_another_one_chosen(stage: Stage) -> None:
    stage.add("alice")
    facts = {"source": "alice", "role_arn": "arn:aws:iam::123456789012:role/x"}
    stage.program.workspace.save_identity(new_identity("reader", "aws_role", facts))
    stage.load()
    stage.choose("alice")
    stage.detail.delete.click()
    box = stage.page.findChild(QMessageBox)
    assert "1 identity (reader)" in box.informativeText()
    stage.answer("Delete")
    stage.wait(lambda: [row.name for row in stage.side.list.rows] == ["reader"])
    assert state_of(stage) == "no identity alice"
    assert any(words.startswith("There is no identity alice") for words in stage.notes())
    stage.login.log_in.click()
    stage.wait(lambda: stage.login.finding is not None)
    action = stage.login.finding.actions[0]
    stage.login.action.emit(action)
    assert action.label == "Choose another source"
    assert stage.window.focusWidget() is stage.form.findChild(QComboBox)


def test_a_practice_role_without_an_endpoint_asks_the_sts_of_its_source(
    practice: Stage, gateway: Description
) -> None:
    stage, sts = practice, gateway.sts
    assert sts is not None
    role = new_identity("mine", "aws_role", {"source": "alice", "role_arn": sts.roles[0].arn})
    stage.program.workspace.save_identity(role)
    stage.load()
    stage.choose("mine")
    assert stage.field("STS endpoint").placeholderText() == f"from alice: {sts.endpoint}"
    assert stage.field("Region").placeholderText() == "from alice: us-east-1"
    stage.detail.caller.ask.click()
    stage.wait(lambda: stage.state.callers.about(role).caller is not None)
    caller = {fact.label: fact.value for fact in stage.detail.caller._facts.facts}
    assert ":assumed-role/" in caller["ARN"]
    # The keys that it got meanwhile are told, too.
    stage.wait(lambda: stage.login.pill.accessibleName().startswith("Keys until "))


def test_a_key_makes_a_new_one(stage: Stage) -> None:
    stage.add("alice")
    stage.load()
    stage.qtbot.keyClick(stage.side.list, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert stage.page.findChild(KindChooser).isVisible()


def test_a_long_finding_beside_the_form_moves_no_row(stage: Stage) -> None:
    facts = {"source": "nobody", "role_arn": "arn:aws:iam::123456789012:role/x"}
    stage.program.workspace.save_identity(new_identity("reader", "aws_role", facts))
    stage.load()
    stage.choose("reader")

    def rows() -> list[int]:
        return [one.mapTo(stage.form, QPoint()).y() for one in stage.form.findChildren(QLineEdit)]

    before = rows()
    trouble = Finding(id="x", severity="error", title="No", detail="It said no. " * 200)
    stage.login.show_standing(Standing(finding=trouble))
    form = stage.form.height()
    stage.wait(lambda: stage.login.height() > form and stage.form.height() != form)
    assert rows() == before
