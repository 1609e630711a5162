from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Environment
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import Workspace
from apiclient_gui.ui.state import environments
from apiclient_gui.ui.state.environments import EnvironmentDraft, SecretDraft
from tests.keyring_backends import MemoryKeyring
from tests.support.vaults import use

PLANTED = "planted-value/0123456789"
DEV = Environment(name="dev", variables={"base": "http://h", "token": PLANTED})


@pytest.fixture
def program(data_folder: Path) -> Program:
    Workspace.create(practice_workspace(data_folder), "Sample").save_environment(DEV)
    return Program(data_folder, environ={})


def secret(program: Program, draft: EnvironmentDraft) -> Environment:
    environment, finding = environments.save(program, draft)
    assert finding is None
    return environment


def hidden(program: Program) -> Environment:
    """Save dev with its token turned into a secret."""
    plain = msgspec.structs.replace(DEV, variables={"base": "http://h"})
    return secret(program, EnvironmentDraft(plain, (SecretDraft("token", Secret(PLANTED)),), DEV))


def value(program: Program, environment: Environment, name: str) -> str | None:
    found = program.vault.get(environment.id, name)
    return found.reveal() if found else None


def test_a_value_that_becomes_secret_leaves_the_file(
    program: Program, memory_keyring: MemoryKeyring
) -> None:
    saved = hidden(program)
    assert saved.secrets == ("token",)
    assert len(saved.id) == 16
    assert program.workspace.environment("dev") == saved
    assert value(program, saved, "token") == PLANTED
    files = [path for path in program.data.rglob("*") if path.is_file()]
    assert all(PLANTED.encode() not in path.read_bytes() for path in files)
    assert environments.ask(program, saved).states == {"token": "set"}


def test_a_name_may_change_and_a_value_stay(program: Program) -> None:
    before = hidden(program)
    renamed = msgspec.structs.replace(before, name="staging")
    saved = secret(program, EnvironmentDraft(renamed, (SecretDraft("jwt", None, "token"),), before))
    assert [one.name for one in program.workspace.environments()] == ["staging"]
    assert (saved.id, saved.secrets) == (before.id, ("jwt",))
    assert value(program, saved, "jwt") == PLANTED
    assert value(program, saved, "token") is None


def test_two_secrets_may_swap_their_names(program: Program) -> None:
    first = EnvironmentDraft(
        Environment(name="two"), (SecretDraft("a", Secret("A")), SecretDraft("b", Secret("B")))
    )
    before = secret(program, first)
    swap = (SecretDraft("b", None, "a"), SecretDraft("a", None, "b"))
    saved = secret(program, EnvironmentDraft(before, swap, before))
    assert (value(program, saved, "a"), value(program, saved, "b")) == ("B", "A")


def test_a_name_that_is_taken_leaves_no_value_behind(
    program: Program, memory_keyring: MemoryKeyring
) -> None:
    draft = EnvironmentDraft(Environment(name="dev"), (SecretDraft("token", Secret(PLANTED)),))
    with pytest.raises(Problem) as refused:
        environments.save(program, draft)
    assert refused.value.finding.id == "name_taken"
    assert memory_keyring.entries == {}
    assert program.workspace.environment("dev") == DEV


def test_a_copy_has_its_own_values(program: Program) -> None:
    before = hidden(program)
    copied, _ = environments.duplicate(program, before, "dev copy")
    assert copied.id != before.id
    assert copied.variables == before.variables
    assert value(program, copied, "token") == PLANTED
    environments.delete(program, before)
    assert value(program, before, "token") is None
    assert value(program, copied, "token") == PLANTED
    assert [one.name for one in program.workspace.environments()] == ["dev copy"]


def test_a_keyring_that_does_not_take_it_is_told(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, NoKeyring())
    plain = msgspec.structs.replace(DEV, variables={})
    saved, finding = environments.save(
        program, EnvironmentDraft(plain, (SecretDraft("token", Secret(PLANTED)),), DEV)
    )
    assert finding is not None
    assert PLANTED not in repr(finding)
    assert value(program, saved, "token") == PLANTED  # for this run


def test_what_stays_plain_needs_no_id(program: Program) -> None:
    saved = secret(program, EnvironmentDraft(Environment(name="new", variables={"a": "1"})))
    assert saved.id == ""
