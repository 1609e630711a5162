from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action
from apiclient_gui.core.model import Authorisation, Header, Origin
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.workspace import StoredRequest, Workspace, new_identity
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.pages.tokens import LARGE, MEMBER, TokensPage
from apiclient_gui.ui.panels.base import Shared
from apiclient_gui.ui.state import State
from apiclient_gui.ui.state.tabs import Tab
from tests import factories
from tests.support.signed_tokens import SECRET, key_set, pem, raw, rsa_key, signed

TEXT = signed({"iss": "https://i.example", "sub": "me"})


class Stage:
    """The page over real parts, and how a person works it."""

    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.qtbot = qtbot
        self.program = Program(data, environ={})
        if not self.program.has_workspace:
            Workspace.create(practice_workspace(data), "Sample")
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.state = State(self.program, self.window)
        self.gateway = Gateway(self.state)
        page = MEMBER.make(Shared(self.state, self.gateway))
        assert isinstance(page, TokensPage)
        self.page = page
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.window.resize(1284, 800)
        self.window.show()

    def load(self) -> None:
        with self.qtbot.waitSignal(self.state.loaded):
            self.state.load()

    def wait(self, truth: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(truth, timeout=10_000)

    def quiet(self) -> None:
        self.wait(lambda: not self.state.tasks.running)

    def paste(self, text: str) -> None:
        data = QMimeData()
        data.setText(text)
        self.page.edit.editor.insertFromMimeData(data)

    def headline(self) -> str:
        return self.page.reading.summary.headline.text()

    def pill(self) -> str:
        return self.page.reading.summary.signature.text()

    def ids(self) -> list[str]:
        return [card.finding.id for card in self.page.reading.findings.cards]

    def check(self, kind: str) -> None:
        self.page.card.choose(kind)
        self.page.card.button.click()
        self.wait(lambda: not self.page.card.busy.isVisible())


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Iterator[Stage]:
    made = Stage(qtbot, data_folder)
    yield made
    made.quiet()
    made.program.close()


@pytest.fixture
def practice(qtbot: QtBot, gateway: Description, data_folder: Path) -> Iterator[Stage]:
    made = Stage(qtbot, data_folder)
    seed.remember_keys(made.program)
    made.load()
    made.gateway.description = gateway
    made.gateway.changed.emit()
    yield made
    made.quiet()
    made.program.close()


# ---------------------------------------------------------------- reading


def test_it_begins_with_what_a_token_is(stage: Stage) -> None:
    assert stage.page.empty.isVisible()
    assert not stage.page.reading.isVisible()


def test_a_pasted_token_is_laid_open(stage: Stage) -> None:
    stage.paste(f"Authorization: Bearer {TEXT}")
    stage.wait(stage.page.reading.isVisible)
    assert stage.headline() == "Token (JWT) of me"
    assert stage.pill() == "Signature not checked"
    assert "token_unwrapped" in stage.ids()


def test_typing_is_read_on_the_way(stage: Stage) -> None:
    stage.page.edit.editor.insertPlainText("eyJ")
    stage.wait(lambda: "segments_wrong" in stage.ids())
    stage.page.edit.set_text(TEXT)
    assert stage.headline() == "Token (JWT) of me"


@pytest.mark.parametrize(
    "text",
    ["\x00", "\ud800", "two words", "{}", "a.b.c", "....", "Bearer", raw("[]", "[]"), "é" * 50],
)
def test_whatever_is_pasted_ends_in_a_finding(stage: Stage, text: str) -> None:
    stage.page.inspect(text)
    assert stage.ids()
    assert not stage.page.card.isVisible()


def test_a_large_text_is_read_on_a_worker(stage: Stage) -> None:
    stage.page.inspect(signed({"sub": "large", "x": "y" * LARGE}))
    assert stage.page.edit.editor.isReadOnly()
    stage.wait(lambda: stage.headline() == "Token (JWT) of large")
    stage.page.inspect("x" * (2**20 + 1))
    stage.wait(lambda: stage.ids() == ["token_too_large"])


def test_a_large_text_does_not_come_after_a_later_one(stage: Stage) -> None:
    stage.page.inspect(signed({"sub": "large", "x": "y" * LARGE}))
    stage.page.inspect(TEXT)
    stage.quiet()
    assert stage.headline() == "Token (JWT) of me"


def test_it_is_cleared_on_request(stage: Stage) -> None:
    stage.page.inspect(TEXT)
    clear = next(one for one in stage.page.findChildren(QPushButton) if one.text() == "Clear")
    clear.click()
    assert stage.page.edit.text() == ""
    assert stage.page.empty.isVisible()
    assert not clear.isEnabled()
    assert not stage.page.edit.editor.document().isUndoAvailable()


def test_the_clipboard_is_pasted_whole(stage: Stage) -> None:
    QApplication.clipboard().setText(TEXT)
    stage.page.empty.chosen.emit("paste")
    assert stage.headline() == "Token (JWT) of me"
    QApplication.clipboard().setText(" ")
    stage.page.empty.chosen.emit("paste")
    assert stage.page.toast.isVisible()
    assert stage.page.edit.text() == TEXT


def test_a_file_is_dropped(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_text(f"{TEXT}\n", encoding="utf-8")
    stage.page.edit.file_dropped.emit(str(file))
    stage.wait(lambda: stage.headline() == "Token (JWT) of me")
    stage.page.edit.file_dropped.emit(str(tmp_path / "none"))
    stage.wait(lambda: stage.page.trouble.finding is not None)
    assert stage.page.trouble.finding.id == "file_unreadable"


def test_a_token_is_masked_in_logs_and_kept_nowhere(stage: Stage, data_folder: Path) -> None:
    stage.paste(TEXT)
    stage.quiet()
    assert TEXT not in stage.program.redactor.text(f"said {TEXT}")
    stage.page.inspect("a short text that is none")
    stage.quiet()
    assert stage.program.redactor.text("a short text that is none").endswith("is none")
    kept = [path for path in data_folder.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if TEXT.encode() in path.read_bytes()]


# ---------------------------------------------------------------- the signature


def test_a_key_that_is_pasted_checks(stage: Stage) -> None:
    stage.page.inspect(TEXT)
    stage.page.card.choose("keys")
    stage.page.card.fields.keys.setPlainText(pem(rsa_key()).decode())
    stage.check("keys")
    assert stage.pill() == "✓ Signature verified"


def test_a_secret_checks_is_masked_and_goes(stage: Stage) -> None:
    stage.page.inspect(signed({"sub": "me"}, algorithm="HS256"))
    stage.page.card.choose("secret")
    stage.page.card.fields.secret.setText(SECRET.decode())
    stage.page.card.fields.changed.emit()
    stage.check("secret")
    assert stage.pill() == "✓ Signature verified"
    assert SECRET.decode() not in stage.program.redactor.text(SECRET.decode())
    stage.page.card.choose("keys")
    assert stage.page.card.fields.secret.text() == ""


def test_a_verdict_goes_with_its_token(stage: Stage) -> None:
    stage.page.inspect(TEXT)
    stage.page.card.choose("keys")
    stage.page.card.fields.keys.setPlainText(key_set().decode())
    stage.check("keys")
    assert stage.pill() == "✓ Signature verified"
    stage.page.edit.set_text(TEXT[:-6] + "AAAAAA")
    assert stage.pill() == "Signature not checked"
    stage.check("keys")
    assert stage.pill() == "✕ Signature refused"
    assert [one.finding.id for one in stage.page.card.findings.cards] == ["signature_wrong"]


def test_keys_that_cannot_be_had_leave_it_unchecked(stage: Stage) -> None:
    stage.page.inspect(TEXT)
    stage.page.card.choose("url")
    stage.page.card.fields.url.setText("http://keys.example/jwks")
    stage.page.card.fields.changed.emit()
    stage.check("url")
    assert [one.finding.id for one in stage.page.card.findings.cards] == ["keys_not_https"]
    assert stage.pill() == "Signature not checked"


# ---------------------------------------------------------------- tokens of identities


def test_the_practice_users_token_is_one_press_away(practice: Stage) -> None:
    page = practice.page
    assert page.empty_here.isVisible()
    page.empty_here.chosen.emit("practice")
    practice.wait(lambda: practice.headline() == "ID token of carol")
    practice.check("issuer")
    assert practice.pill() == "✓ Signature verified"
    tried = {fact.label: fact.value for fact in page.card.facts.facts}["Tried"]
    assert "cognito-idp" in tried
    page.inspect_identity("carol", "access")
    practice.wait(lambda: practice.headline() == "Access token of carol")
    assert practice.pill() == "Signature not checked"


def test_a_key_set_at_a_url_checks(practice: Stage, gateway: Description) -> None:
    assert gateway.user_pool is not None
    practice.page.inspect_identity("carol")
    practice.wait(lambda: practice.headline() == "ID token of carol")
    practice.page.card.choose("url")
    practice.page.card.fields.url.setText(gateway.user_pool.jwks_url)
    practice.page.card.fields.changed.emit()
    practice.check("url")
    assert practice.pill() == "✓ Signature verified"


def test_keys_of_another_issuer_do_not_fit(practice: Stage, gateway: Description) -> None:
    assert gateway.idp is not None
    practice.page.inspect_identity("carol")
    practice.wait(lambda: practice.headline() == "ID token of carol")
    practice.page.card.choose("url")
    practice.page.card.fields.url.setText(gateway.idp.jwks_url)
    practice.page.card.fields.changed.emit()
    practice.check("url")
    assert practice.pill() == "Signature not checked"
    assert [one.finding.id for one in practice.page.card.findings.cards] == ["key_not_found"]


def test_the_menu_offers_what_a_login_brought(practice: Stage) -> None:
    menu = practice.page.menu
    menu.aboutToShow.emit()
    assert "carol (logs in)" in [action.text() for action in menu.actions()]
    practice.page.inspect_identity("carol")
    practice.wait(lambda: practice.headline() == "ID token of carol")
    practice.quiet()
    menu.aboutToShow.emit()
    entry = next(one for one in menu.actions() if one.text() == "carol, access token")
    entry.trigger()
    practice.wait(lambda: practice.headline() == "Access token of carol")


def test_an_action_leads_to_an_identitys_token(practice: Stage) -> None:
    action = Action("inspect_token", "Inspect", {"identity": "carol", "kind": "access"})
    practice.state.perform(action)
    practice.wait(lambda: practice.headline() == "Access token of carol")


def test_an_action_waits_for_the_workspace(
    qtbot: QtBot, gateway: Description, data_folder: Path
) -> None:
    stage = Stage(qtbot, data_folder)
    seed.remember_keys(stage.program)
    stage.state.perform(Action("inspect_token", "Inspect", {"identity": "carol"}))
    stage.load()
    stage.wait(lambda: stage.headline() == "ID token of carol")
    stage.quiet()
    stage.program.close()


def test_an_identity_without_a_token_is_told(practice: Stage) -> None:
    practice.page.inspect_identity("alice")
    practice.wait(lambda: practice.page.trouble.finding is not None)
    assert practice.page.trouble.finding.id == "identity_unfit"
    practice.page.inspect_identity("nobody")
    assert practice.page.trouble.finding.id == "identity_unknown"
    practice.page.inspect(TEXT)
    assert practice.page.trouble.finding is None


def test_getting_a_token_can_be_cancelled(stage: Stage) -> None:
    stage.program.workspace.save_identity(new_identity("me", "fixed_token", {}))
    stage.load()
    stage.page.inspect_identity("me")
    assert stage.page.busy.isVisible()
    stage.page.busy.cancelled.emit()
    assert not stage.page.busy.isVisible()
    stage.quiet()
    assert stage.page.trouble.finding is None


def test_the_token_of_a_result_is_opened(stage: Stage) -> None:
    how = Authorisation("bearer", "carol", ("X-Token",), token_kind="id")
    exchange = factories.exchange(factories.request(), authorisation=how)
    line = Header("X-Token", TEXT, Origin("scheme"))
    exchange = replace(exchange, prepared=replace(exchange.prepared, headers=(line,)))
    tab = Tab(StoredRequest("a", exchange.request))
    tab.outcome = exchange
    stage.state.tabs.open(tab)
    stage.state.perform(Action("inspect_sent_token", "Open in Tokens"))
    assert stage.page.edit.text() == TEXT
    assert stage.headline() == "Token (JWT) of me"


def test_what_is_copied_is_json(stage: Stage) -> None:
    stage.page.inspect(TEXT)
    copy = next(one for one in stage.page.findChildren(QPushButton) if one.text() == "Copy as JSON")
    copy.click()
    assert json.loads(QApplication.clipboard().text())["claims"]["sub"] == "me"
    assert stage.page.toast.isVisible()
