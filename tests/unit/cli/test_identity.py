"""`apiclient identity`: facts to the workspace, secrets to the vault, never to the screen."""

from __future__ import annotations

from pathlib import Path

import keyring.core
import pytest
from keyring.backends import fail

from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import serve
from tests.keyring_backends import MemoryKeyring
from tests.support.cli import apiclient

PLANTED = "planted-secret-access-key-value"

PRACTICE = [
    *("alice", "alice-as-admin", "alice-as-partner", "alice-as-reader", "bob", "carol"),
    *(
        "carol-keys",
        "dana-sso",
        "dave",
        "erin",
        "erin-device",
        "erin-password",
        "mia",
        "nina",
        "pets-plan",
        "pets-reader",
        "pets-reader-as-web",
    ),
    *("pets-writer", "sam"),
]


def add(*words: str, stdin: bytes = b"") -> int:
    facts = ("--kind", "aws_keys", "--set", "access_key_id=AKIAEXAMPLEEXAMPLE00")
    return apiclient("identity", "add", "dev", *facts, *words, stdin=stdin).code


def test_the_practice_identities_are_listed(gateway: Description) -> None:
    document = apiclient("identity", "list", "--json").document
    assert [identity["name"] for identity in document["identities"]] == PRACTICE


@pytest.mark.usefixtures("gateway")
@pytest.mark.parametrize("source", ["env", "file", "stdin"])
def test_a_secret_comes_from_anywhere_but_the_command_line(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    monkeypatch.setenv("PLANTED_VARIABLE", PLANTED)
    file = tmp_path / "secret.txt"
    file.write_text(PLANTED + "\n", encoding="utf-8")
    where = {"env": "env:PLANTED_VARIABLE", "file": f"file:{file}", "stdin": "-"}[source]
    given = PLANTED.encode() + b"\n" if source == "stdin" else b""
    assert add("--secret", f"secret_access_key={where}", stdin=given) == 0
    shown = apiclient("identity", "show", "dev", "--json")
    assert shown.document == {
        "name": "dev",
        "kind": "aws_keys",
        "facts": {"access_key_id": "AKIAEXAMPLEEXAMPLE00"},
        "secrets": {"secret_access_key": "set", "session_token": "missing"},
        "expires_at": None,
        "tokens": [],
        "access_key_id": None,
    }
    assert PLANTED.encode() not in shown.out
    for kept in data_folder.rglob("*"):
        assert not kept.is_file() or PLANTED.encode() not in kept.read_bytes()
    signed = apiclient(
        *("sign", "GET", "https://a.execute-api.eu-west-1.amazonaws.com/", "--identity", "dev"),
        "--json",
    )
    assert signed.document["auth"]["scheme"] == "sigv4"


@pytest.mark.usefixtures("gateway")
def test_removing_an_identity_takes_its_secrets_along(memory_keyring: MemoryKeyring) -> None:
    before = dict(memory_keyring.entries)
    assert add("--secret", "secret_access_key=-", stdin=PLANTED.encode()) == 0
    assert memory_keyring.entries != before
    assert apiclient("identity", "remove", "dev").code == 0
    assert memory_keyring.entries == before
    assert apiclient("identity", "show", "dev", "--json").code == 2


@pytest.mark.usefixtures("gateway")
@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["add", "x", "--kind", "magic"], "identity_kind_unknown"),
        (["add", "alice", "--kind", "aws_keys"], "identity_exists"),
        (["add", "x", "--kind", "aws_keys", "--set", "color=red"], "field_unknown"),
        (["add", "x", "--kind", "aws_keys", "--set", "secret_access_key=no"], "field_unknown"),
        (["add", "x", "--kind", "aws_keys", "--set", "access_key_id=AKIA", "--secret", f"secret_access_key={PLANTED}"], "secret_unreadable"),
        (["add", "x", "--kind", "aws_keys", "--set", "access_key_id=AKIA", "--secret", "secret_access_key=env:NOT_SET"], "secret_unreadable"),
        (["add", "x", "--kind", "aws_keys", "--set", "access_key_id=AKIA", "--secret", "secret_access_key=-", "--secret", "session_token=-"], "stdin_twice"),
        (["show", "nobody"], "unknown_identity"),
        (["remove", "nobody"], "unknown_identity"),
        (["add", "x", "--kind", "aws_keys"], "field_missing"),
        (["add", "x"], "usage"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_finding_and_changes_nothing(words: list[str], key: str) -> None:
    ended = apiclient("identity", *words, "--json")
    assert (ended.code, ended.document["error"]["id"]) == (2, key)
    assert PLANTED.encode() not in ended.out
    names = [one["name"] for one in apiclient("identity", "list", "--json").document["identities"]]
    assert names == PRACTICE


def test_on_a_new_computer_the_workspace_is_made_and_filled_later(data_folder: Path) -> None:
    assert apiclient("identity", "list", "--json").document == {"identities": []}
    assert add("--secret", "secret_access_key=-", stdin=PLANTED.encode()) == 0
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as practice:
        workspace = seed.seed(program, practice.description)
    assert [identity.name for identity in workspace.identities()] == sorted([*PRACTICE, "dev"])
    assert "1 IAM/list-pets-signed" in [stored.path for stored in workspace.requests()]


def test_a_workspace_that_is_named_is_not_made(tmp_path: Path) -> None:
    ended = apiclient("--workspace", str(tmp_path / "none"), "identity", "list", "--json")
    assert (ended.code, ended.document["error"]["id"]) == (9, "not_a_workspace")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("secret", [b"s" * (2**20 + 1), b"\xff\xfe"])
def test_a_secret_that_is_too_long_or_no_text_is_refused_whole(
    gateway: Description, memory_keyring: MemoryKeyring, tmp_path: Path, secret: bytes
) -> None:
    assert gateway
    file = tmp_path / "secret"
    file.write_bytes(secret)
    assert add("--secret", "secret_access_key=-", stdin=secret) == 2
    assert add("--secret", f"secret_access_key=file:{file}") == 2
    assert not memory_keyring.entries


@pytest.mark.usefixtures("gateway")
def test_a_secret_that_no_keyring_keeps_is_told_as_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())
    facts = ("--kind", "aws_keys", "--set", "access_key_id=AKIAEXAMPLEEXAMPLE00")
    ended = apiclient(
        *("identity", "add", "dev", *facts, "--secret", "secret_access_key=-", "--json"),
        stdin=PLANTED.encode(),
    )
    assert ended.code == 9
    assert ended.document["error"]["id"] == "keyring_absent"
    assert "APICLIENT_SECRET_DEV_SECRET_ACCESS_KEY" in ended.document["error"]["remedy"]
    assert apiclient("identity", "show", "dev", "--json").document["secrets"] == {
        "secret_access_key": "missing",
        "session_token": "missing",
    }


# ---------------------------------------------------------------- import

SECTIONS = f"""[dev]
aws_access_key_id = AKIAEXAMPLEEXAMPLE00
aws_secret_access_key = {PLANTED}
[prod]
region = eu-west-1
aws_access_key_id = ASIAEXAMPLEEXAMPLE00
aws_secret_access_key = {PLANTED}
aws_session_token = planted-session-token
aws_session_expiration = 2026-03-04T05:06:07Z
"""


def test_each_section_becomes_an_identity(memory_keyring: MemoryKeyring) -> None:
    ended = apiclient("identity", "import", "-", "--json", stdin=SECTIONS.encode())
    assert ended.code == 0, ended.out
    dev, prod = ended.document["identities"]
    assert (dev["name"], dev["kind"]) == ("dev", "aws_keys")
    assert dev["facts"] == {"access_key_id": "AKIAEXAMPLEEXAMPLE00"}
    assert prod["secrets"] == {"secret_access_key": "set", "session_token": "set"}
    assert prod["facts"]["region"] == "eu-west-1"
    assert prod["expires_at"] == "2026-03-04T05:06:07Z"
    assert b"planted" not in ended.out
    assert any(PLANTED in entry for entry in memory_keyring.entries.values())
    assert apiclient("identity", "show", "prod", "--json").document == prod


def test_keys_that_were_imported_sign_and_those_that_ended_do_not(tmp_path: Path) -> None:
    file = tmp_path / "credentials"
    file.write_bytes(SECTIONS.encode("utf-16"))
    assert apiclient("identity", "import", str(file)).code == 0
    url = "https://a.execute-api.eu-west-1.amazonaws.com/"
    assert apiclient("sign", "GET", url, "--identity", "dev").code == 0
    refused = apiclient("sign", "GET", url, "--identity", "prod", "--json")
    assert (refused.code, refused.document["error"]["id"]) == (6, "keys_ended")
    shown = apiclient("identity", "show", "prod")
    assert b"valid until          2026-03-04 05:06:07 UTC" in shown.out


def test_a_name_that_is_taken_gets_a_number() -> None:
    words = ("identity", "import", "-", "--section", "dev", "--name", "mine", "--json")
    names = [
        apiclient(*words, stdin=SECTIONS.encode()).document["identities"][0]["name"]
        for _ in range(2)
    ]
    assert names == ["mine", "mine-2"]


def test_keys_without_a_name_are_called_by_their_id() -> None:
    text = f"export AWS_ACCESS_KEY_ID=AKIAEXAMPLE0000WXYZ\nexport AWS_SECRET_ACCESS_KEY={PLANTED}"
    ended = apiclient("identity", "import", "-", stdin=text.encode())
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err == "aws-WXYZ is added.\n"


@pytest.mark.parametrize(
    ("words", "stdin", "code", "key"),
    [
        (["-"], b"hello", 6, "no_keys_in_text"),
        (["-"], b"\xff\xfe\x00", 6, "no_keys_in_text"),
        (["-"], b"x" * (2**20 + 1), 6, "keys_text_too_long"),
        (["-", "--section", "stage"], SECTIONS.encode(), 2, "section_unknown"),
        (["/nowhere/at/all"], b"", 2, "file_unreadable"),
        (["a\0b"], b"", 2, "file_unreadable"),
        ([], b"", 2, "usage"),
    ],
)
def test_what_cannot_be_imported_is_one_finding_and_makes_nothing(
    words: list[str], stdin: bytes, code: int, key: str
) -> None:
    ended = apiclient("identity", "import", *words, "--json", stdin=stdin)
    assert (ended.code, ended.document["error"]["id"]) == (code, key)
    assert PLANTED.encode() not in ended.out
    assert apiclient("identity", "list", "--json").document == {"identities": []}


def test_imported_keys_that_no_keyring_keeps_are_told_as_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())
    ended = apiclient("identity", "import", "-", "--json", stdin=SECTIONS.encode())
    assert (ended.code, ended.document["error"]["id"]) == (9, "keyring_absent")
    assert "APICLIENT_SECRET_DEV_SECRET_ACCESS_KEY" in str(ended.document["error"]["evidence"])


def test_facts_and_secrets_are_changed_and_an_empty_fact_goes(data_folder: Path) -> None:
    data = ("--data-dir", str(data_folder))
    added = apiclient(
        *data, "identity", "add", "role", "--kind", "aws_role", "--set", "source=alice",
        "--set", "role_arn=arn:aws:iam::123456789012:role/a", "--set", "external_id=x",
    )  # fmt: skip
    assert added.code == 0, added.err
    changed = apiclient(
        *data, "identity", "set", "role", "--set", "external_id=", "--set", "duration=900", "--json"
    )
    assert changed.code == 0, changed.err
    facts = changed.document["facts"]
    assert facts["duration"] == "900"
    assert "external_id" not in facts
    assert facts["source"] == "alice"
    unknown = apiclient(*data, "identity", "set", "role", "--set", "nothing=1")
    assert unknown.code == 2
