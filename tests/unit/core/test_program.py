"""The program composed over one data folder: where things lie, what is merged, what is learnt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from apiclient_gui.core import program
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import ApiMethod, Auth, Environment, KnownApi
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import MASK, Secret
from apiclient_gui.core.workspace import Workspace
from tests import factories
from tests.factories import KEY_ID, SECRET_KEY, SESSION_TOKEN
from tests.support.sockets import RawServer, ok


@pytest.fixture
def workspace(data_folder: Path) -> Workspace:
    """The workspace that is open unless another is named."""
    return Workspace.create(program.practice_workspace(data_folder), "practice")


@pytest.fixture
def whole(data_folder: Path) -> Program:
    return Program(data_folder, environ={})


# ---------------------------------------------------------------- folders


def test_the_folder_named_goes_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APICLIENT_DATA_DIR", str(tmp_path / "from-environment"))
    assert program.data_folder(str(tmp_path / "named")) == tmp_path / "named"
    assert program.data_folder(None) == tmp_path / "from-environment"
    assert program.data_folder("") == tmp_path / "from-environment"


def test_without_either_it_is_the_systems_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APICLIENT_DATA_DIR", "")
    folder = program.data_folder(None)
    assert folder.is_absolute()
    assert folder.name == "apiclient-gui"


def test_a_folder_named_from_home_or_from_here_becomes_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert program.data_folder("here") == tmp_path / "here"
    assert program.data_folder("~/there") == tmp_path / "home" / "there"


def test_making_it_touches_nothing(data_folder: Path) -> None:
    made = Program(data_folder)
    assert made.data == data_folder
    assert not made.has_workspace
    made.surroundings(Environment())
    made.close()
    assert not data_folder.exists()


def test_making_it_imports_nothing_heavy() -> None:
    code = (
        "import sys; from pathlib import Path; from apiclient_gui.core.program import Program;"
        "Program(Path('nowhere'));"
        "print([m for m in ('requests','urllib3','botocore','keyring','PySide6','sqlite3') if m in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.strip() == "[]"


# ---------------------------------------------------------------- workspace


def test_a_missing_workspace_is_a_finding_and_not_needed_for_a_bare_url(whole: Program) -> None:
    assert not whole.has_workspace
    for ask in (lambda: whole.workspace, lambda: whole.environment("x"), whole.only_environment):
        with pytest.raises(Problem) as refused:
            ask()
        assert refused.value.trouble in {"storage", "usage"}
        assert refused.value.finding.remedy
    assert whole.environment("") == Environment()
    outgoing = whole.prepare(factories.request("https://h/"), whole.surroundings(Environment()))
    assert outgoing.prepared.url == "https://h/"


def test_the_practice_workspace_is_open_unless_another_is_named(
    whole: Program, workspace: Workspace, data_folder: Path, tmp_path: Path
) -> None:
    assert whole.has_workspace
    assert whole.workspace.folder == workspace.folder
    assert whole.workspace is whole.workspace
    Workspace.create(tmp_path / "other", "other")
    assert Program(data_folder, workspace=tmp_path / "other").workspace.name == "other"


def test_reloading_reads_anew(whole: Program, workspace: Workspace) -> None:
    before = whole.workspace
    after = whole.reload()
    assert after is not before
    assert after is whole.workspace
    assert after.name == workspace.name


def test_the_only_environment_is_taken_and_nothing_is_guessed(
    whole: Program, workspace: Workspace
) -> None:
    assert whole.only_environment() == ""
    workspace.save_environment(Environment(name="one", region="eu-west-1"))
    assert whole.only_environment() == "one"
    assert whole.environment("one").region == "eu-west-1"
    workspace.save_environment(Environment(name="two"))
    assert whole.only_environment() == ""
    with pytest.raises(Problem):
        whole.environment("three")


# ---------------------------------------------------------------- surroundings


def test_given_variables_go_over_the_environments(whole: Program) -> None:
    environment = Environment(name="e", region="r", service="s", variables={"a": "1", "b": "2"})
    around = whole.surroundings(environment, variables={"b": "3", "c": "4"})
    assert around.environment == Environment(
        name="e", region="r", service="s", variables={"a": "1", "b": "3", "c": "4"}
    )
    assert environment.variables == {"a": "1", "b": "2"}


def test_the_clock_is_the_programs_unless_one_is_given(whole: Program) -> None:
    assert whole.surroundings(Environment()).clock is whole.clock
    fixed = Clock(fixed=factories.NOW)
    assert whole.surroundings(Environment(), clock=fixed).clock is fixed


def test_apis_of_the_workspace_are_known(whole: Program, workspace: Workspace) -> None:
    assert whole.surroundings(Environment()).apis == ()
    api = KnownApi("pets", "http://h/prod", (ApiMethod("GET", "/pets", "AWS_IAM"),))
    workspace.save_apis((api,))
    assert whole.surroundings(Environment()).apis == (api,)


def test_a_damaged_workspace_does_not_stop_a_bare_url(whole: Program, workspace: Workspace) -> None:
    (workspace.folder / "workspace.toml").write_text("version = ", encoding="utf-8")
    assert whole.surroundings(Environment()).apis == ()


def test_credentials_of_an_identity_of_the_workspace(whole: Program, workspace: Workspace) -> None:
    me = factories.identity(facts={"access_key_id": "{{key}}", "region": "eu-north-1"})
    workspace.save_identity(me)
    whole.vault.preset(me.id, "secret_access_key", Secret(SECRET_KEY))
    around = whole.surroundings(Environment(variables={"key": KEY_ID}, service="s"))
    auth = Auth("sigv4", "me")
    signature = whole.prepare(
        factories.request("https://h/", auth=auth), around
    ).authorisation.signature
    assert signature is not None
    assert signature.credential_scope.split("/")[1:3] == ["eu-north-1", "s"]
    assert signature.access_key_id == KEY_ID
    assert whole.redactor.text(f"x {SECRET_KEY}") == f"x {MASK}"


def test_secrets_may_come_from_the_environment(data_folder: Path, workspace: Workspace) -> None:
    workspace.save_identity(factories.identity("my keys"))
    made = Program(data_folder, environ={"APICLIENT_SECRET_MY_KEYS_SECRET_ACCESS_KEY": SECRET_KEY})
    keys = made.surroundings(Environment()).credentials_of("my keys", {})
    assert keys == factories.keys()


def test_an_unknown_identity_and_none_at_all(whole: Program, workspace: Workspace) -> None:
    assert workspace.identities() == ()
    around = whole.surroundings(Environment(region="r", service="s"))
    with pytest.raises(Problem) as refused:
        whole.prepare(factories.request("https://h/", auth=Auth("sigv4", "nobody")), around)
    assert refused.value.trouble == "usage"
    with pytest.raises(Problem) as refused:
        whole.prepare(factories.request("https://h/", auth=Auth("sigv4")), around)
    assert refused.value.finding.id == "no_credentials"


@pytest.mark.parametrize("name", ["", "nobody"])
def test_given_credentials_go_over_any_identity_and_are_learnt(whole: Program, name: str) -> None:
    keys = factories.keys(token=SESSION_TOKEN)
    around = whole.surroundings(Environment(region="r", service="s"), credentials=keys)
    outgoing = whole.prepare(factories.request("https://h/", auth=Auth("sigv4", name)), around)
    assert outgoing.prepared.header("x-amz-security-token") == SESSION_TOKEN
    assert whole.redactor.text(f"{SECRET_KEY} {SESSION_TOKEN}") == f"{MASK} {MASK}"


# ---------------------------------------------------------------- sending


def test_sending_and_delivering(whole: Program) -> None:
    around = whole.surroundings(Environment(region="r", service="s"), credentials=factories.keys())
    with RawServer(ok(b"one"), ok(b"two")) as server:
        composed = factories.request(f"http://{server.host}/", auth=Auth("sigv4"))
        first = whole.send(composed, around)
        outgoing = whole.prepare(composed, around)
        second = whole.deliver(outgoing, around)
        whole.close()
        assert server.requests == [first.prepared.head(), outgoing.prepared.head()]
    assert first.response is not None
    assert second.response is not None
    assert (first.response.text(), second.response.text()) == ("one", "two")


def test_it_can_be_used_again_after_closing(whole: Program) -> None:
    with RawServer(ok()) as server:
        for _ in range(2):
            exchange = whole.send(
                factories.request(f"http://{server.host}/"), whole.surroundings(Environment())
            )
            assert exchange.failure is None
            whole.close()
        assert server.connections == 2


def test_a_folder_that_no_system_can_look_into_holds_no_workspace() -> None:
    assert not Program(Path("/" + "a" * 5000)).has_workspace
