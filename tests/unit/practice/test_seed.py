"""The sample workspace fits the gateway that runs, and the person's own changes stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.flow import Ask, Browse, Show, Text
from apiclient_gui.core.identities.driver import TakeAway
from apiclient_gui.core.model import AwsKeys, Environment, Tokens
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import Workspace, new_identity
from apiclient_gui.practice import samples, seed, totp
from apiclient_gui.practice.directory import POOL_CHALLENGES
from apiclient_gui.practice.server import serve
from tests.keyring_backends import MemoryKeyring
from tests.support.idp_browser import Browser, Person

LOGINS = ("oidc_code", "oidc_device")


def served(folder: Path, *, fresh: bool = False) -> Program:
    program = Program(folder)
    with serve(folder / "practice", port=None, fresh=fresh, judged=lambda _: None) as gateway:
        seed.seed(program, gateway.description)
    return program


def test_requests_identities_environment_and_apis_are_written(data_folder: Path) -> None:
    workspace = served(data_folder).workspace
    kinds = {identity.name: identity.kind for identity in workspace.identities()}
    assert kinds == {
        "alice": "aws_keys",
        "alice-as-admin": "aws_role",
        "alice-as-partner": "aws_role",
        "alice-as-reader": "aws_role",
        "bob": "aws_keys",
        "carol": "user_pool",
        "carol-keys": "identity_pool",
        "dana-sso": "aws_sso",
        "dave": "user_pool",
        "erin": "oidc_code",
        "erin-device": "oidc_device",
        "erin-password": "oauth_password",
        "mia": "user_pool",
        "nina": "user_pool",
        "pets-plan": "fixed_token",
        "pets-reader": "client_credentials",
        "pets-reader-as-web": "aws_role",
        "pets-writer": "client_credentials",
        "sam": "user_pool",
    }
    environment = workspace.environment(seed.ENVIRONMENT)
    assert environment.region == "us-east-1"
    urls = [api.url for api in workspace.apis()]
    assert [environment.variables[name] for name in samples.VARIABLES.values()] == urls
    assert workspace.troubles() == ()


def test_what_the_person_changed_stays(data_folder: Path) -> None:
    workspace = served(data_folder).workspace
    workspace.delete_request("1 IAM/as-bob-not-permitted")
    first = workspace.request("List pets, signed")
    workspace.save_request(
        first.path, msgspec.structs.replace(first.request, url="{{gateway}}/pets/2")
    )
    own = Environment(name=seed.ENVIRONMENT, variables={"mine": "kept", "gateway": "http://old"})
    workspace.save_environment(own)
    again = served(data_folder).workspace
    assert again.request("List pets, signed").request.url == "{{gateway}}/pets/2"
    assert "As bob, not permitted" not in [stored.request.name for stored in again.requests()]
    variables = again.environment(seed.ENVIRONMENT).variables
    assert variables["mine"] == "kept"
    assert variables["gateway"] != "http://old"


def test_nothing_is_written_when_nothing_changed(data_folder: Path) -> None:
    served(data_folder)
    folder = data_folder / "workspaces" / "practice"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    served(data_folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


def test_new_keys_reach_the_identities_under_their_old_ids(data_folder: Path) -> None:
    before = served(data_folder).workspace.identity("alice")
    after = served(data_folder, fresh=True).workspace.identity("alice")
    assert after.id == before.id
    assert after.facts["access_key_id"] != before.facts["access_key_id"]


def test_practice_keys_are_at_hand_without_a_keyring(
    data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    served(data_folder)
    later = Program(data_folder)
    seed.remember_keys(later)
    assert later.identities.secret(later.workspace.identity("alice"), "secret_access_key")
    assert memory_keyring.entries == {}


def test_a_damaged_practice_folder_does_not_stop_the_rest(data_folder: Path) -> None:
    served(data_folder)
    (data_folder / "practice" / "state.json").write_text("{")
    program = Program(data_folder)
    seed.remember_keys(program)
    assert (
        program.identities.secret(program.workspace.identity("alice"), "secret_access_key") is None
    )


def test_a_practice_key_is_one_by_its_id_and_its_workspace(
    data_folder: Path, tmp_path: Path
) -> None:
    program = served(data_folder)
    alice = program.workspace.identity("alice")
    assert seed.has_practice_key(program, alice)
    assert seed.is_sample(program, alice)
    role = program.workspace.identity("alice-as-reader")
    assert seed.is_sample(program, role)
    assert not seed.has_practice_key(program, role)
    assert not seed.is_sample(program, new_identity("reader", "aws_role", role.facts))
    assert not seed.has_practice_key(program, new_identity("me", "aws_keys", {}))
    other = tmp_path / "other"
    Workspace.create(other, "Other")
    assert not seed.has_practice_key(Program(data_folder, workspace=other), alice)
    (data_folder / "practice" / "state.json").unlink()
    assert not seed.has_practice_key(program, alice)


def test_lessons_that_are_new_are_added_to_an_older_workspace(data_folder: Path) -> None:
    workspace = served(data_folder).workspace
    for stored in workspace.requests():
        if not stored.path.startswith("1 IAM/"):
            workspace.delete_request(stored.path)
    workspace.delete_request("1 IAM/as-bob-not-permitted")
    old = Environment(name=seed.ENVIRONMENT, variables={"gateway": "http://127.0.0.1:1/x/prod"})
    workspace.save_environment(old)
    paths = {stored.path for stored in served(data_folder).workspace.requests()}
    assert "4 Cognito/list-pets-with-the-id-token" in paths
    assert "1 IAM/as-bob-not-permitted" not in paths


def test_every_practice_identity_yields_credentials_without_a_keyring(
    data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as gateway:
        workspace = seed.seed(program, gateway.description)
        for identity in workspace.identities():
            if identity.kind in ("aws_sso", "aws_role", "identity_pool", *LOGINS):
                continue  # nothing of it stands in the practice folder
            assert seed.has_practice_key(program, identity), identity.name
            if identity.name in POOL_CHALLENGES:
                continue  # is asked for more than what stands there
            assert program.identities.credentials(identity, {}), identity.name
    program.close()


def test_a_person_of_the_identity_provider_logs_in(
    data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as gateway:
        workspace = seed.seed(program, gateway.description)
        assert gateway.description.idp
        person = Person(Browser(gateway.description.idp))
        logins = [one for one in workspace.identities() if one.kind in LOGINS]
        assert [one.name for one in logins] == ["erin", "erin-device"]
        for identity in logins:
            assert not seed.has_practice_key(program, identity)
            tokens = program.identities.credentials(identity, {}, person=person)
            assert isinstance(tokens, Tokens)
            assert set(tokens.held) == {"access", "id", "refresh"}
    program.close()


def test_a_login_at_the_user_pool_brings_keys(
    data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as gateway:
        workspace = seed.seed(program, gateway.description)
        keys = program.identities.credentials(workspace.identity("carol-keys"), {})
        assert isinstance(keys, AwsKeys)
        assert keys.access_key_id.startswith("ASIA")
    program.close()


class Device:
    """A person with alice's device in the hand."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def ask(self, step: Ask, _: Cancel) -> Mapping[str, Text]:
        (field,) = step.fields
        return {field.key: Secret(totp.code(self._secret, datetime.now(UTC)))}

    def browse(self, step: Browse, _: Cancel) -> str:
        raise AssertionError(step)

    def show(self, step: Show, _: Cancel) -> TakeAway:
        raise AssertionError(step)


def test_every_role_can_be_taken_on(data_folder: Path, memory_keyring: MemoryKeyring) -> None:
    assert memory_keyring
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as gateway:
        workspace = seed.seed(program, gateway.description)
        assert gateway.description.sts
        person = Device(gateway.description.sts.mfa.secret)
        taken = [one for one in workspace.identities() if one.kind == "aws_role"]
        assert len(taken) == len(gateway.description.sts.roles)
        for identity in taken:
            keys = program.identities.credentials(identity, {}, person=person)
            assert isinstance(keys, AwsKeys)
            assert keys.access_key_id.startswith("ASIA"), identity.name
    program.close()


SENT = {
    "Presigned URL, good for a minute": 200,
    "Signed for every region, SigV4a": 200,
    "As the reader role": 200,
    "As the reader role, not permitted": 403,
    "Delete a pet as the admin role, with a code": 200,
    "Ask STS who I am": 200,
}


def test_what_the_lesson_on_signatures_and_roles_sends(
    data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    assert memory_keyring
    pytest.importorskip("awscrt", reason="SigV4a needs it")
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as gateway:
        workspace = seed.seed(program, gateway.description)
        assert gateway.description.sts
        person = Device(gateway.description.sts.mfa.secret)
        around = program.surroundings(program.environment(seed.ENVIRONMENT), person=person)
        statuses = {}
        for name in SENT:
            response = program.send(workspace.request(name).request, around).response
            statuses[name] = response.status if response else 0
    program.close()
    assert statuses == SENT


def test_an_older_workspace_gets_the_lesson_once(data_folder: Path) -> None:
    workspace = served(data_folder).workspace
    for name in SENT:
        workspace.delete_request(workspace.request(name).path)
    again = served(data_folder).workspace
    assert not {stored.request.name for stored in again.requests()} & set(SENT)
    old = again.environment(seed.ENVIRONMENT)
    variables = {name: text for name, text in old.variables.items() if name != samples.STS}
    again.save_environment(msgspec.structs.replace(old, variables=variables))
    names = {stored.request.name for stored in served(data_folder).workspace.requests()}
    assert set(SENT) <= names


def test_a_session_s_length_is_the_person_s_own(data_folder: Path) -> None:
    workspace = served(data_folder).workspace
    reader = workspace.identity("alice-as-reader")
    facts = {**reader.facts, "duration": "900", "session_name": "me", "endpoint": "old"}
    workspace.save_identity(msgspec.structs.replace(reader, facts=facts))
    again = served(data_folder).workspace.identity("alice-as-reader")
    assert (again.facts["duration"], again.facts["session_name"]) == ("900", "me")
    assert again.facts["endpoint"].endswith("/sts")


def test_the_choice_of_account_and_role_stays(data_folder: Path) -> None:
    workspace = served(data_folder).workspace
    dana = next(one for one in workspace.identities() if one.name == "dana-sso")
    assert dana.facts["start_url"].endswith("/sso/start")
    chosen = {**dana.facts, "account_id": "111122223333", "role_name": "x", "oidc_endpoint": "old"}
    workspace.save_identity(msgspec.structs.replace(dana, facts=chosen))
    program = served(data_folder)
    again = next(one for one in program.workspace.identities() if one.name == "dana-sso")
    assert again.facts == {**dana.facts, "account_id": "111122223333", "role_name": "x"} | {
        key: value for key, value in again.facts.items() if key.endswith(("_endpoint", "_url"))
    }
    assert again.facts["oidc_endpoint"].endswith("/sso-oidc")
    assert not seed.has_practice_key(program, again)
    assert seed.is_sample(program, again)
