"""What is done for the preferences off the window's thread, over a real data folder and a keyring in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Environment, Request, Settings
from apiclient_gui.core.preferences import Preferences
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import Workspace, new_identity
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.state import kept_tabs
from apiclient_gui.ui.state.preferences import forget_everything, look_into, try_keyring
from tests import factories
from tests.keyring_backends import MemoryKeyring, OtherKeyring
from tests.support.sockets import RawServer, make_certificate, ok
from tests.support.vaults import use


@pytest.fixture
def program(data_folder: Path) -> Program:
    """A program with something secret in every corner, in two workspaces."""
    made = Program(data_folder, environ={})
    _fill(made, Workspace.create(practice_workspace(data_folder), "One"))
    other = data_folder.parent / "other"
    _fill(made, Workspace.create(other, "Two"))
    made.known.open(other)
    made.keep_preferences(Preferences(proxy="http://p:1", proxy_user="me"), Secret("planted"))
    with RawServer(ok(b"kept")) as server:
        made.send(factories.request(f"http://{server.host}/"), made.surroundings(Environment()))
    for workspace in (other, practice_workspace(data_folder)):
        drafts = kept_tabs.folder_of(data_folder, workspace)
        drafts.mkdir(parents=True)
        (drafts / "0123456789abcdef.toml").write_text("typed", encoding="utf-8")
    return made


def _fill(program: Program, workspace: Workspace) -> None:
    identity = new_identity("me", "aws_keys", {"access_key_id": factories.KEY_ID})
    workspace.save_identity(identity)
    program.identities.put(identity, "secret_access_key", Secret("planted"))
    environment = Environment(name="dev", id=f"env-{workspace.name}", secrets=("token",))
    workspace.save_environment(environment)
    program.identities.secrets.put(environment.id, "token", Secret("planted"))
    settings = Settings(cert_file=f"/{workspace.name}.pem")
    workspace.save_request("one", Request(name="one", settings=settings))
    program.keep_passphrase(settings, Secret("planted"))


def test_everything_is_forgotten_and_the_rest_stays(
    program: Program, memory_keyring: MemoryKeyring, data_folder: Path
) -> None:
    assert len(memory_keyring.entries) >= 7
    told: list[str] = []
    outcome = forget_everything(program, told.append, Cancel())
    assert (outcome.kept, outcome.whole, outcome.gone) == ((), True, len(told))
    assert memory_keyring.entries == {}
    assert program.history.size().entries == 0
    assert list((data_folder / "drafts").rglob("*.toml")) == []
    assert not (data_folder / "vault.json").exists()
    assert program.preferences.proxy_user == "me"
    for folder in (data_folder.parent / "other", practice_workspace(data_folder)):
        workspace = Workspace.open(folder)
        assert [one.name for one in workspace.identities()] == ["me"]
        assert len(workspace.requests()) == 1
    assert told[-3:] == ["The proxy's password", "The history", "Drafts"]
    program.close()


def test_what_cannot_be_removed_is_told_and_does_not_stop_the_rest(
    program: Program, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, OtherKeyring({}))  # the one that holds the secrets went away
    drafts = kept_tabs.folder_of(data_folder, practice_workspace(data_folder))
    with FileLock(drafts / ".lock"):
        outcome = forget_everything(program, lambda _: None, Cancel())
    assert outcome.whole
    assert {finding.id for _, finding in outcome.kept} == {"keyring_changed", "drafts_in_use"}
    assert [what for what, _ in outcome.kept][-2:] == ["The proxy's password", "Drafts"]
    assert program.history.size().entries == 0
    assert (data_folder / "vault.json").exists()
    program.close()


def test_a_damaged_workspace_is_told(program: Program, data_folder: Path) -> None:
    folder = data_folder.parent / "other"
    (folder / "workspace.toml").write_text("version = ", encoding="utf-8")
    outcome = forget_everything(program, lambda _: None, Cancel())
    assert [what for what, _ in outcome.kept] == [str(folder)]
    program.close()


def test_practice_keys_go_on_working(gateway: Description, data_folder: Path) -> None:
    program = Program(data_folder, environ={})
    seed.remember_keys(program)
    alice = program.workspace.identity("alice")
    before = program.identities.secret(alice, "secret_access_key")
    assert before
    assert forget_everything(program, lambda _: None, Cancel()).kept == ()
    assert program.identities.secret(alice, "secret_access_key") == before


def test_it_can_be_stopped_in_between(program: Program, memory_keyring: MemoryKeyring) -> None:
    cancel = Cancel()
    outcome = forget_everything(program, lambda _: cancel.request(), cancel)
    assert (outcome.gone, outcome.whole) == (1, False)
    assert memory_keyring.entries
    program.close()


def test_a_keyring_is_tried_and_left_as_it_was(
    data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    state = try_keyring(Program(data_folder, environ={}))
    assert (state.usable, state.finding, state.in_memory) == (True, None, ())
    assert memory_keyring.entries == {}


def test_a_keyring_that_takes_nothing_says_why(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(data_folder, environ={})
    assert program.vault.put("x", "y", Secret("z")) is None
    use(monkeypatch, OtherKeyring({}))
    state = try_keyring(program)
    assert not state.usable
    assert state.finding is not None
    assert state.finding.id == "keyring_changed"
    assert state.in_memory == ()


def test_a_file_of_authorities_is_counted(tmp_path: Path) -> None:
    assert look_into(str(make_certificate(tmp_path, "a.invalid").file)) == 1
    (tmp_path / "none.pem").write_text("none", encoding="utf-8")
    with pytest.raises(Problem) as caught:
        look_into(str(tmp_path / "none.pem"))
    assert caught.value.finding.id == "ca_file_unusable"
