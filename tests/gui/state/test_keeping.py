from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import ApiKey, Auth, Request
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.ui.snapshot import IdentityDraft
from apiclient_gui.ui.state import keeping
from tests.support.window import KEY_ID, Stage

SIGNED = Request(name="Signed", auth=Auth("sigv4", "alice"))


def test_a_new_name_reaches_the_requests_and_a_secret_the_vault(
    qtbot: QtBot, data_folder: Path
) -> None:
    program = Stage(qtbot, data_folder, {"a": SIGNED, "b": Request(name="B")}).program
    alice = program.workspace.identity("alice")
    secrets = {"secret_access_key": Secret("s" * 40)}
    draft = IdentityDraft("carol", "aws_keys", {"access_key_id": KEY_ID}, secrets, alice)
    identity, finding = keeping.save(program, draft)
    assert finding is None
    assert identity.id == alice.id
    names = {path: one.auth.identity for path, one in program.workspace.requests()}
    assert names == {"a": "carol", "b": ""}
    assert keeping.ask(program, identity).states["secret_access_key"] == "set"
    keeping.delete(program, identity)
    assert program.workspace.identities() == ()
    assert keeping.ask(program, identity).states["secret_access_key"] == "missing"


def test_only_the_identity_that_is_renamed_is_followed() -> None:
    assert keeping.follow(SIGNED, "alice", "carol").auth.identity == "carol"
    assert keeping.follow(SIGNED, "bob", "carol") is SIGNED
    assert keeping.follow(Request(), "", "carol") == Request()


def test_identities_that_build_on_it_are_followed(qtbot: QtBot, data_folder: Path) -> None:
    program = Stage(qtbot, data_folder, {}).program
    for name, source in (("reader", " alice "), ("other", "bob")):
        role = new_identity(name, "aws_role", {"source": source, "role_arn": "arn"})
        program.workspace.save_identity(role)
    program.workspace.save_identity(new_identity("later", "saml", {"": "alice"}))
    before = program.workspace.identity("alice")
    draft = IdentityDraft("carol", before.kind, before.facts, {}, before)
    keeping.save(program, draft)
    assert program.workspace.identity("reader").facts == {"source": "carol", "role_arn": "arn"}
    assert program.workspace.identity("other").facts["source"] == "bob"
    assert program.workspace.identity("later").facts == {"": "alice"}


def test_an_api_key_is_followed_as_well() -> None:
    request = Request(auth=Auth("sigv4", "alice", api_key=ApiKey("plan", "key", "query")))
    assert keeping.follow(request, "plan", "tier").auth.api_key == ApiKey("tier", "key", "query")
    assert keeping.follow(request, "plan", "tier").auth.identity == "alice"


def test_a_kind_of_a_later_version_can_be_deleted(qtbot: QtBot, data_folder: Path) -> None:
    program = Stage(qtbot, data_folder, {}).program
    later = new_identity("later", "saml", {})
    program.workspace.save_identity(later)
    keeping.delete(program, later)
    assert [one.name for one in program.workspace.identities()] == ["alice"]
