"""The program composed over one data folder: where things lie, what is merged, what is learnt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from apiclient_gui.core import program
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import (
    ApiKey,
    ApiMethod,
    Auth,
    AwsKeys,
    Environment,
    KnownApi,
    Settings,
)
from apiclient_gui.core.preferences import Preferences
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import MASK, Secret
from apiclient_gui.core.whoami import Caller
from apiclient_gui.core.workspace import Workspace
from tests import factories
from tests.factories import KEY_ID, SECRET_KEY, SESSION_TOKEN
from tests.support.aws_files import AwsFiles
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
    assert dict(around.values) == {"a": "1", "b": "3", "c": "4"}
    assert environment.variables == {"a": "1", "b": "2"}


def test_the_clock_is_the_programs_unless_one_is_given(whole: Program) -> None:
    assert whole.surroundings(Environment()).clock is whole.clock
    fixed = Clock(fixed=factories.NOW)
    assert whole.surroundings(Environment(), clock=fixed).clock is fixed


def test_apis_of_the_workspace_are_known(whole: Program, workspace: Workspace) -> None:
    assert whole.surroundings(Environment()).apis() == ()
    api = KnownApi("pets", "http://h/prod", (ApiMethod("GET", "/pets", "AWS_IAM"),))
    workspace.save_apis((api,))
    assert whole.surroundings(Environment()).apis() == (api,)


def test_a_damaged_workspace_does_not_stop_a_bare_url(whole: Program, workspace: Workspace) -> None:
    (workspace.folder / "workspace.toml").write_text("version = ", encoding="utf-8")
    assert whole.surroundings(Environment()).apis() == ()


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
    keys = made.surroundings(Environment()).credentials_of("my keys")
    assert keys == factories.keys()


def test_sts_tells_who_an_identity_is(data_folder: Path, workspace: Workspace) -> None:
    environ = {"APICLIENT_SECRET_ME_SECRET_ACCESS_KEY": factories.SECRET_KEY}
    made = Program(data_folder, environ=environ)
    said = b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    said += b"<Arn>arn:aws:iam::1:user/me</Arn><UserId>AIDAX</UserId><Account>1</Account>"
    said += b"</GetCallerIdentityResult></GetCallerIdentityResponse>"
    with RawServer(ok(said, "Content-Type: text/xml")) as sts:
        workspace.save_environment(Environment(name="local", variables={"sts": sts.host}))
        facts = {"access_key_id": factories.KEY_ID, "endpoint": "http://{{sts}}"}
        caller = made.whoami(factories.identity(facts=facts), "local")
    assert caller == Caller("1", "arn:aws:iam::1:user/me", "AIDAX")


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


# ---------------------------------------------------------------- what it holds besides


def test_the_passphrase_of_a_certificate_is_kept_by_its_key_file(data_folder: Path) -> None:
    made = Program(data_folder, environ={})
    settings = Settings(cert_file="/c.pem", key_file="/k.pem")
    assert made.passphrase(Settings()) is None
    made.keep_passphrase(settings, Secret("a passphrase"))
    assert made.passphrase(settings) == Secret("a passphrase")
    assert made.passphrase(Settings(cert_file="/k.pem")) == Secret("a passphrase")
    assert made.passphrase(Settings(cert_file="/c.pem")) is None
    made.keep_passphrase(settings, Secret(""))
    assert made.passphrase(settings) is None


def test_scripts_give_the_passphrase_in_a_variable(data_folder: Path) -> None:
    environ = {"APICLIENT_SECRET_CERTIFICATE_PASSPHRASE": "from a variable"}
    made = Program(data_folder, environ=environ)
    assert made.passphrase(Settings(cert_file="/c.pem")) == Secret("from a variable")


def test_an_api_key_is_a_fixed_token(whole: Program, workspace: Workspace) -> None:
    key = factories.identity("key", kind="fixed_token", facts={})
    workspace.save_identity(key)
    whole.vault.preset(key.id, "token", Secret("key-of-practice"))
    request = factories.request("https://h/", auth=Auth(api_key=ApiKey("key")))
    sent = whole.prepare(request, whole.surroundings(Environment())).prepared
    assert sent.header("x-api-key") == "key-of-practice"
    assert whole.redactor.text("key-of-practice") == MASK


def test_keys_are_no_api_key(whole: Program, workspace: Workspace) -> None:
    me = factories.identity()
    workspace.save_identity(me)
    whole.vault.preset(me.id, "secret_access_key", Secret(SECRET_KEY))
    request = factories.request("https://h/", auth=Auth(api_key=ApiKey("me")))
    with pytest.raises(Problem) as refused:
        whole.prepare(request, whole.surroundings(Environment()))
    assert refused.value.finding.id == "identity_unfit"


def test_every_exchange_is_kept(whole: Program) -> None:
    exchange = whole.send(
        factories.request("http://127.0.0.1:1/x"), whole.surroundings(Environment())
    )
    assert exchange.failure is not None
    whole.history.flush()
    assert [row.url for row in whole.history.page().rows] == ["http://127.0.0.1:1/x"]
    whole.close()


def test_history_and_keys_are_made_once(whole: Program) -> None:
    assert whole.history is whole.history
    assert whole.keys is whole.keys


def test_the_open_workspace_is_the_one_opened_last(data_folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "mine"
    Workspace.create(place, "Mine")
    Program(data_folder).known.open(place)
    assert Program(data_folder).workspace.name == "Mine"
    other = tmp_path / "other"
    Workspace.create(other, "Other")
    assert Program(data_folder, workspace=other).workspace.name == "Other"


# ---------------------------------------------------------------- preferences


def sent_over(whole: Program, proxy: RawServer) -> bytes:
    """Send something to a host that only the proxy can reach, and return what the proxy got."""
    whole.send(factories.request("http://api.invalid/"), whole.surroundings(Environment()))
    return proxy.requests[-1]


def test_the_preferred_proxy_is_used_with_the_password_of_the_vault(
    whole: Program, data_folder: Path
) -> None:
    with RawServer(ok(), ok(), ok()) as proxy:
        prefer = Preferences(proxy=f"http://{proxy.host}", proxy_user="me")
        assert whole.keep_preferences(prefer, Secret("planted-pass")) is None
        assert b"Proxy-Authorization: Basic bWU6cGxhbnRlZC1wYXNz" in sent_over(whole, proxy)
        assert whole.redactor.text("a planted-pass b") == f"a {MASK} b"
        assert "planted" not in (data_folder / "preferences.json").read_text(encoding="utf-8")
        # Another process reads the same; without a user the password goes.
        other = Program(data_folder, environ={})
        assert b"Basic bWU6cGxhbnRlZC1wYXNz" in sent_over(other, proxy)
        other.keep_preferences(Preferences(proxy=f"http://{proxy.host}"))
        assert b"Proxy-Authorization" not in sent_over(other, proxy)
        assert Program(data_folder, environ={}).proxy_password() is None
        for one in (whole, other):
            one.close()


def test_this_computer_is_called_past_the_preferred_proxy_and_without_its_password(
    whole: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole.apply(Preferences(proxy="http://127.0.0.1:1", proxy_user="me"))
    monkeypatch.setattr(whole.vault, "get", lambda *_: pytest.fail("the keyring was asked"))
    with RawServer(ok()) as server:
        around = whole.surroundings(Environment())
        exchange = whole.send(factories.request(f"http://{server.host}/"), around)
        assert exchange.failure is None
        assert whole.transport.usual("localhost:80").proxy == "none"
        whole.close()


def test_a_preferred_ca_file_that_is_none_leads_to_the_preferences(
    whole: Program, tmp_path: Path
) -> None:
    whole.apply(Preferences(ca_file=str(tmp_path / "none.pem")))
    request = factories.request("https://127.0.0.1:1/")
    with pytest.raises(Problem) as caught:
        whole.send(request, whole.surroundings(Environment()))
    finding = caught.value.finding
    assert finding.id == "ca_file_unusable"
    assert finding.actions[0].parameters == {"place": "preferences"}
    own = factories.request("https://127.0.0.1:1/", settings=Settings(ca_file="/nowhere"))
    with pytest.raises(Problem) as caught:
        whole.send(own, whole.surroundings(Environment()))
    assert caught.value.finding.actions[0].parameters == {"place": "settings"}


def test_the_history_keeps_as_much_as_is_preferred(whole: Program) -> None:
    around = whole.surroundings(Environment())
    with RawServer(*[ok()] * 5) as server:
        whole.apply(Preferences(keep=3))
        for _ in range(3):
            whole.send(factories.request(f"http://{server.host}/"), around)
        whole.apply(Preferences(keep=2))
        for _ in range(2):
            whole.send(factories.request(f"http://{server.host}/"), around)
        whole.close()
        assert whole.history.size().entries == 2
        whole.close()


def test_damaged_preferences_are_told_until_they_are_written_anew(
    whole: Program, data_folder: Path
) -> None:
    data_folder.mkdir()
    (data_folder / "preferences.json").write_text("{", encoding="utf-8")
    damage = whole.preferences_damage()
    assert damage is not None
    assert damage.id == "preferences_damaged"
    assert whole.preferences == Preferences()
    whole.keep_preferences(Preferences(timeout=3))
    assert whole.preferences_damage() is None
    assert Program(data_folder).preferences == Preferences(timeout=3)


def test_the_keys_of_a_profile_need_no_identity(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = AwsFiles.empty(tmp_path, monkeypatch)
    files.write(
        credentials="[x]\naws_access_key_id = AKIAX\naws_secret_access_key = planted-secret\n"
    )
    made = Program(data_folder)
    assert made.profile_keys("x") == AwsKeys("AKIAX", Secret("planted-secret"))
    assert made.redactor.text("planted-secret") == MASK
    with pytest.raises(Problem) as refused:
        made.profile_keys("planted-secret")
    assert refused.value.finding.id == "profile_not_found"
    assert refused.value.finding.actions == ()
    assert "planted-secret" not in repr(refused.value.finding)
