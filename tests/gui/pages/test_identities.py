from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QListView,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action
from apiclient_gui.core.flow import Ask
from apiclient_gui.core.model import Auth, Field, Identity, Request
from apiclient_gui.core.program import Program
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import serve
from apiclient_gui.ui.dialogs.ask import AskDialog, attend
from apiclient_gui.ui.snapshot import Standing
from apiclient_gui.ui.widgets.identity.kind_chooser import KindChooser
from apiclient_gui.ui.widgets.toast import Toast
from apiclient_gui.ui.widgets.wire_text import WireText
from tests.keyring_backends import HangingKeyring, MemoryKeyring
from tests.support.identity_page import KEY_ID, Stage
from tests.support.vaults import use

PLANTED = "planted-Secret/0123456789+x="


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Stage:
    return Stage(qtbot, data_folder)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingKeyring]:
    backend = HangingKeyring({})
    use(monkeypatch, backend)
    yield backend
    backend.prompt.set()


def test_an_empty_page_teaches_and_leads_to_a_form(stage: Stage) -> None:
    stage.load()
    chooser = stage.page.findChild(KindChooser)
    assert chooser.isVisible()
    chooser.chosen.emit("aws_keys")
    assert stage.form.name == ""
    assert stage.marks() == {"New identity": "not saved"}
    stage.wait(lambda: stage.field("Name").hasFocus())


def test_a_new_identity_is_saved_its_secret_in_the_keyring_only(
    stage: Stage, memory_keyring: MemoryKeyring
) -> None:
    stage.load()
    stage.create()
    for name, words in (("Name", "dev"), ("Access key id", KEY_ID), ("Secret access key", PLANTED)):
        stage.type(name, words)
    assert stage.card.place.text() == "Its secrets go to your keyring when you save it."
    stage.qtbot.keyClick(stage.field("Name"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    stage.wait(lambda: "Set in your keyring" in stage.said())
    assert stage.field("Secret access key").text() == ""
    (identity,) = stage.program.workspace.identities()
    assert (identity.name, identity.facts) == ("dev", {"access_key_id": KEY_ID})
    assert [entry.endswith(PLANTED) for entry in memory_keyring.entries.values()] == [True]
    files = [path for path in stage.program.data.rglob("*") if path.is_file()]
    assert all(PLANTED.encode() not in path.read_bytes() for path in files)
    stage.wait(lambda: stage.marks() == {"dev": ""})
    assert "MemoryKeyring" in stage.card.place.text()
    assert not stage.detail.save.isEnabled()


def test_what_is_missing_stands_beside_its_field_and_nothing_is_lost(stage: Stage) -> None:
    stage.add("dev")
    stage.load()
    stage.create()
    stage.type("Access key id", KEY_ID)
    stage.detail.save.click()
    assert {"✕ A name is needed.", "✕ Secret access key is needed."} <= stage.notes()
    stage.type("Name", "dev")
    assert not any(words.startswith("✕") for words in stage.notes())
    stage.type("Secret access key", PLANTED)
    stage.detail.save.click()
    assert "✕ Another identity has this name." in stage.notes()
    assert stage.field("Secret access key").text() == PLANTED
    assert [one.name for one in stage.program.workspace.identities()] == ["dev"]


def test_a_name_that_another_program_took_meanwhile(
    stage: Stage, memory_keyring: MemoryKeyring
) -> None:
    stage.load()
    stage.create()
    stage.add("dev")
    for name, words in (("Name", "dev"), ("Access key id", KEY_ID), ("Secret access key", PLANTED)):
        stage.type(name, words)
    stage.detail.save.click()
    stage.wait(lambda: "✕ Another identity has this name." in stage.notes())
    assert memory_keyring.entries == {}
    assert stage.noticed == []
    assert stage.detail.save.isEnabled()


def test_edits_stay_while_another_identity_is_shown(stage: Stage) -> None:
    stage.add("alpha")
    stage.add("beta")
    stage.load()
    stage.type("Region", "eu-west-1")
    stage.type("Secret access key", PLANTED)
    stage.choose("beta")
    assert stage.field("Region").text() == ""
    assert stage.marks() == {"alpha": "edited", "beta": ""}
    stage.load()
    stage.choose("alpha")
    assert stage.field("Region").text() == "eu-west-1"
    assert stage.field("Secret access key").text() == PLANTED


def test_reverting_can_be_undone(stage: Stage) -> None:
    stage.add("alpha")
    stage.load()
    assert not stage.detail.revert.isVisible()
    stage.type("Region", "eu-west-1")
    stage.detail.revert.click()
    assert stage.field("Region").text() == ""
    stage.page.findChild(Toast).undone.emit()
    assert stage.field("Region").text() == "eu-west-1"
    assert stage.marks() == {"alpha": "edited"}


def test_a_new_one_that_was_discarded_comes_back(stage: Stage) -> None:
    stage.add("alpha")
    stage.load()
    stage.create()
    stage.type("Name", "fresh")
    assert stage.detail.revert.text() == "Cancel"
    stage.detail.revert.click()
    assert stage.marks() == {"alpha": ""}
    stage.page.findChild(Toast).undone.emit()
    assert stage.marks() == {"alpha": "", "fresh": "not saved"}
    assert stage.form.name == "fresh"


def test_requests_follow_a_new_name_and_secrets_stay(stage: Stage) -> None:
    stage.add("old", secret=PLANTED)
    request = Request(name="Pets", url="https://example.com", auth=Auth("sigv4", "old"))
    stage.program.workspace.save_request("pets", request)
    stage.load()
    assert any("1 request" in fact.value for fact in stage.card._who.facts)
    stage.type("Name", "new")
    stage.detail.save.click()
    stage.wait(lambda: stage.marks() == {"new": ""})
    assert stage.program.workspace.request("pets").request.auth.identity == "new"
    stage.wait(lambda: "Set in your keyring" in stage.said())


def test_a_secret_is_removed_after_a_question(stage: Stage, memory_keyring: MemoryKeyring) -> None:
    stage.add("dev", secret=PLANTED)
    stage.load()
    stage.wait(lambda: "Set in your keyring" in stage.said())
    buttons = stage.form.findChildren(QAbstractButton)
    remove = next(b for b in buttons if b.accessibleName() == "Remove Secret access key")
    remove.click()
    stage.answer("Remove")
    stage.wait(lambda: stage.said() == ["Not set", "Not set"])
    assert memory_keyring.entries == {}
    assert not remove.isVisible()
    # The other facts can still be edited without it.
    stage.type("Region", "eu-west-1")
    stage.detail.save.click()
    stage.wait(lambda: stage.marks() == {"dev": ""})


def test_deleting_asks_and_takes_the_secrets_along(
    stage: Stage, memory_keyring: MemoryKeyring
) -> None:
    stage.add("alpha", secret=PLANTED)
    stage.add("beta")
    stage.load()
    stage.qtbot.keyClick(stage.side.list, Qt.Key.Key_Delete)
    stage.answer("Cancel")
    assert len(stage.program.workspace.identities()) == 2
    stage.wait(lambda: stage.page.findChild(QMessageBox) is None)
    stage.type("Region", "eu-west-1")
    stage.detail.delete.click()
    stage.answer("Delete")
    stage.wait(lambda: list(stage.marks()) == ["beta"])
    assert memory_keyring.entries == {}
    assert stage.form.name == "beta"


def test_what_was_typed_survives_the_removal_of_its_file(stage: Stage) -> None:
    stage.add("alpha")
    stage.load()
    stage.type("Region", "eu-west-1")
    stage.program.workspace.delete_identity("alpha")
    stage.load()
    assert stage.field("Region").text() == "eu-west-1"
    stage.detail.save.click()
    stage.wait(lambda: stage.marks() == {"alpha": ""})
    assert stage.program.workspace.identity("alpha").facts["region"] == "eu-west-1"


def test_a_change_on_the_disk_shows_where_nothing_is_edited(stage: Stage) -> None:
    identity = stage.add("alpha")
    stage.load()
    other = Identity(name="alpha", kind="aws_keys", id=identity.id, facts={"region": "x"})
    stage.program.workspace.save_identity(other)
    stage.load()
    assert stage.field("Region").text() == "x"


def test_the_environment_may_set_a_secret(qtbot: QtBot, data_folder: Path) -> None:
    variable = "APICLIENT_SECRET_CI_SECRET_ACCESS_KEY"
    stage = Stage(qtbot, data_folder, {variable: PLANTED})
    stage.load()
    stage.create()
    stage.type("Name", "ci")
    assert f"Set by the environment variable {variable}" in stage.said()
    assert variable in [fact.value for fact in stage.card._variables.facts]
    stage.type("Access key id", KEY_ID)
    stage.detail.save.click()
    stage.wait(lambda: stage.marks() == {"ci": ""})


def test_practice_identities_say_where_their_key_is(qtbot: QtBot, data_folder: Path) -> None:
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as practice:
        seed.seed(program, practice.description)
    stage = Stage(qtbot, data_folder)
    stage.load()
    stage.wait(lambda: "practice ones" in stage.card.place.text())
    assert stage.said()[0] == "Not set: start the practice gateway, which brings it"
    seed.remember_keys(stage.program)
    stage.card.asked.emit()
    stage.wait(lambda: stage.said()[0] == "Set: a practice secret, kept in the practice folder")
    assert stage.card.finding is None


def test_a_keyring_that_waits_is_told_of_and_need_not_be_waited_for(
    stage: Stage, hanging: HangingKeyring
) -> None:
    stage.add("dev")
    stage.load(show=False)
    assert hanging.calls == 0  # a page that nobody sees must not prompt
    stage.show()
    stage.wait(lambda: stage.card.is_waiting)
    stage.card.cancelled.emit()
    assert not stage.card.is_waiting
    assert "not waited for" in stage.card.place.text()
    hanging.prompt.set()
    stage.card.asked.emit()
    stage.wait(lambda: stage.said() == ["Not set", "Not set"])


def test_without_a_keyring_it_says_so_and_keeps_secrets_for_this_run(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, NoKeyring())
    stage.add("dev")
    stage.load()
    stage.wait(lambda: stage.card.finding is not None)
    finding = stage.card.finding
    assert finding is not None
    assert (finding.id, finding.severity) == ("keyring_absent", "warning")
    stage.type("Secret access key", PLANTED)
    stage.detail.save.click()
    stage.wait(lambda: "Set for this run only: it is in no keyring" in stage.said())
    assert [one.id for one in stage.noticed] == ["keyring_absent"]


def test_a_finding_leads_to_its_identity(stage: Stage) -> None:
    stage.add("alpha")
    stage.add("beta")
    action = Action("open_identity", "Open the identity", {"identity": "beta"})
    stage.state.perform(action)  # before the workspace was read
    stage.load()
    assert stage.form.name == "beta"
    stage.side.filter.setText("alpha")
    assert [row.name for row in stage.side.list.rows] == ["alpha"]
    stage.choose("alpha")
    stage.state.perform(action)
    assert stage.form.name == "beta"
    assert stage.side.list.current == stage.form.identity.id
    stage.state.perform(Action("show_url", "Read", {"url": "x"}))
    assert stage.form.name == "beta"


def test_a_kind_of_a_later_version_is_shown_left_alone_and_deleted_if_wanted(stage: Stage) -> None:
    later = new_identity("later", "saml", {"a": "b"})
    stage.program.workspace.save_identity(later)
    stage.load()
    finding = stage.detail.stranger.finding
    assert finding is not None
    assert finding.id == "identity_kind_unknown"
    assert not stage.detail.save.isVisible()
    stage.qtbot.keyClick(stage.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert stage.program.workspace.identities() == (later,)
    stage.qtbot.keyClick(stage.side.list, Qt.Key.Key_Delete)
    stage.answer("Delete")
    stage.wait(lambda: stage.program.workspace.identities() == ())
    assert stage.noticed == []


def test_the_keyboard_goes_from_list_to_form(stage: Stage) -> None:
    stage.add("alpha")
    stage.add("beta")
    stage.load()
    stage.side.filter.setFocus()
    stage.qtbot.keyClick(stage.side.filter, Qt.Key.Key_Down)
    assert stage.side.list.hasFocus()
    stage.qtbot.keyClick(stage.side.list, Qt.Key.Key_Down)
    assert stage.form.name == "beta"
    stage.qtbot.keyClick(stage.side.list, Qt.Key.Key_Return)
    assert stage.field("Name").hasFocus()


def test_all_that_takes_focus_has_a_name(stage: Stage) -> None:
    stage.add("alpha", secret=PLANTED)
    stage.load()
    stage.wait(lambda: "Set in your keyring" in stage.said())
    for widget in stage.page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            named = isinstance(widget, QAbstractButton | QLineEdit | QListView)
            assert widget.accessibleName() or text or not named, widget


def test_a_narrow_window_puts_the_cards_under_the_form(stage: Stage) -> None:
    stage.add("alpha")
    stage.load()
    page = stage.page
    stage.wait(lambda: stage.card.mapTo(page, stage.card.rect().topLeft()).x() > 600)
    stage.window.resize(824, 620)
    stage.wait(lambda: stage.card.mapTo(page, stage.card.rect().topLeft()).x() < 300)
    assert page.width() == 824


# ---- logging in


@pytest.fixture
def pool(qtbot: QtBot, data_folder: Path, gateway: Description) -> Stage:
    """The page over the practice workspace, at a user of its user pool."""
    stage = Stage(qtbot, data_folder)
    seed.remember_keys(stage.program)
    stage.load()
    assert gateway.user_pool is not None
    stage.choose(gateway.user_pool.users[0].username)
    return stage


def standing(stage: Stage) -> Standing:
    return stage.state.logins.about(stage.form.identity)


def log_in(stage: Stage) -> None:
    stage.login.log_in.click()
    assert stage.login.busy.isVisible()
    stage.wait(lambda: not standing(stage).running)
    assert standing(stage).finding is None


def test_a_user_logs_in_renews_and_logs_out(pool: Stage) -> None:
    log_in(pool)
    assert pool.login.pill.accessibleName() == "Logged in"
    row = next(one for one in pool.side.list.rows if one.name == pool.form.name)
    assert row.state.startswith("logged in until ")
    first = standing(pool).login
    pool.login.renew.click()
    pool.wait(lambda: standing(pool).login != first)
    pool.wait(lambda: not standing(pool).running)
    pool.login.log_out.click()
    pool.wait(lambda: pool.login.pill.accessibleName() == "Not logged in")
    assert pool.program.identities.login(pool.form.identity) is None


def test_a_token_is_shown_when_asked_for_and_hidden_when_one_leaves(pool: Stage) -> None:
    log_in(pool)
    pool.login.tokens.wanted.emit("id")
    pool.wait(lambda: pool.login.tokens.shown == "id")
    shown = pool.login.findChild(WireText).toPlainText()
    assert shown.count(".") == 2
    name = pool.form.name
    pool.choose("alice")
    assert pool.login.tokens.shown is None
    pool.choose(name)
    assert pool.login.tokens.shown is None


def test_a_token_is_inspected_elsewhere(pool: Stage) -> None:
    log_in(pool)
    with pool.qtbot.waitSignal(pool.state.asked) as asked:
        pool.login.tokens.inspected.emit("access")
    (action,) = asked.args
    assert (action.key, action.parameters) == (
        "inspect_token",
        {"identity": pool.form.name, "kind": "access"},
    )


def test_a_refused_login_is_told_in_place(pool: Stage) -> None:
    pool.type("Password", "planted-wrong")
    assert not pool.login.log_in.isEnabled()  # what is not saved cannot be used
    pool.detail.save.click()
    pool.wait(pool.login.log_in.isEnabled)
    pool.login.log_in.click()
    pool.wait(lambda: pool.login.finding is not None)
    assert pool.login.finding.id == "login_refused"
    assert pool.noticed == []
    assert "planted-wrong" not in repr(pool.login.finding)


def test_other_facts_end_the_login(pool: Stage) -> None:
    log_in(pool)
    pool.type("Region", "eu-west-1")
    pool.detail.save.click()
    pool.wait(lambda: pool.login.pill.accessibleName() == "Not logged in")
    assert pool.program.identities.login(pool.form.identity) is None


def test_logging_in_again_from_a_finding_sends_nothing_here(pool: Stage) -> None:
    sent: list[object] = []
    pool.state.sending.connect(sent.append)
    name = pool.form.name
    pool.login.action.emit(Action("log_in", "Log in again", {"identity": name}))
    pool.wait(lambda: standing(pool).login is not None)
    assert sent == []


def test_a_login_elsewhere_is_seen_when_the_page_is_shown(pool: Stage) -> None:
    name = pool.form.name
    pool.window.hide()
    other = Program(pool.program.data, environ={})
    seed.remember_keys(other)
    other.identities.credentials(other.workspace.identity(name), {})
    other.close()
    pool.show()
    pool.wait(lambda: pool.login.pill.accessibleName() == "Logged in")


def test_a_person_is_asked_over_the_page(stage: Stage) -> None:
    stage.load()
    attend(stage.state.asking, stage.page)  # the window does it
    person, outcomes = stage.state.asking.person, []
    step = Ask("Code", (Field("code", "Code"),))
    stage.state.tasks.start(
        lambda cancel: person.ask(step, cancel), outcomes.append, outcomes.append
    )
    stage.wait(lambda: stage.page.findChild(AskDialog) is not None)
    dialog = stage.page.findChild(AskDialog)
    stage.qtbot.keyClicks(dialog.findChild(QLineEdit), "123456")
    dialog._answer()
    stage.wait(lambda: outcomes == [{"code": "123456"}])


def test_a_new_one_is_begun_and_left_at_the_keyboard(stage: Stage) -> None:
    stage.add("alpha")
    stage.load()
    stage.side.plus.setFocus()
    stage.qtbot.keyClick(stage.side.plus, Qt.Key.Key_Space)
    chooser = stage.page.findChild(KindChooser)
    stage.wait(chooser._offers[0].hasFocus)
    stage.qtbot.keyClick(chooser._offers[0], Qt.Key.Key_Escape)
    assert stage.form.isVisible()
    assert stage.side.list.hasFocus()
    stage.side.plus.click()
    stage.qtbot.keyClick(chooser._offers[0], Qt.Key.Key_Down)
    stage.qtbot.keyClick(chooser._offers[1], Qt.Key.Key_Return)
    stage.wait(lambda: stage.field("Name").hasFocus())
    assert stage.form.kind.logs_in
    assert not stage.login.log_in.isEnabled()


def test_tab_leads_from_the_form_to_the_login(pool: Stage) -> None:
    log_in(pool)
    pool.field("Name").setFocus()
    seen: list[str] = []
    for _ in range(30):
        widget = QApplication.focusWidget()
        seen.append(widget.accessibleName() or getattr(widget, "text", str)())
        pool.qtbot.keyClick(widget, Qt.Key.Key_Tab)
    at = seen.index("Endpoint")
    assert seen[at + 1 : at + 8] == [
        "Show the ID token",
        "Inspect the ID token on the Tokens page",
        "Show the Access token",
        "Inspect the Access token on the Tokens page",
        "Show the Refresh token",
        "Renew",
        "Log out",
    ]
