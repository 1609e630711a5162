"""`apiclient import`: requests from commands, their keys in the keyring or nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.model import ApiKey, Row
from apiclient_gui.core.program import Program
from tests.keyring_backends import MemoryKeyring
from tests.support.canary import leaks_below
from tests.support.cli import apiclient

URL = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"
KEY = "planted/Secret+key0123456789"
COMMAND = f"curl '{URL}?a=1' -u AKIDPLANTED:{KEY} --aws-sigv4 aws:amz -H 'Cookie: a=planted-cookie'"


def test_a_request_is_saved_and_its_keys_are_not(data_folder: Path) -> None:
    ended = apiclient("import", "curl", "-", "--json", stdin=COMMAND.encode())
    assert ended.code == 0
    document = ended.document
    assert (document["name"], document["path"], document["identity"]) == (
        "GET /prod/pets",
        "get-prod-pets",
        None,
    )
    assert document["request"]["auth"] == {"scheme": "sigv4"}
    assert document["request"]["headers"] == [{"name": "Cookie", "value": "••••"}]
    assert [one["id"] for one in document["findings"]] == [
        "import_secret_in_request",
        "import_credentials_not_kept",
    ]
    stored = Program(data_folder).workspace.request("GET /prod/pets").request
    assert stored.url == f"{URL}?a=1"
    assert stored.headers == (Row("Cookie", "a=planted-cookie"),)
    assert leaks_below(data_folder, {"key": KEY}, but={}) == []
    assert KEY.encode() not in ended.out


def test_what_stays_in_the_request_is_masked_in_the_document() -> None:
    for given in ("-d client_secret=planted-1", "-F client_secret=planted-1"):
        ended = apiclient("import", "curl", "-", "--json", stdin=f"curl {given} {URL}".encode())
        body = ended.document["request"]["body"]
        (row,) = body.get("rows") or body["parts"]
        assert (row["name"], row["value"]) == ("client_secret", "••••")


def test_with_a_name_for_an_identity_they_go_to_the_keyring(
    data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    ended = apiclient(
        *("import", "curl", "-", "--identity", "mine", "--name", "List", "--folder", "A/b"),
        "--json",
        stdin=COMMAND.encode(),
    )
    assert ended.code == 0, ended.err
    assert (ended.document["identity"], ended.document["path"]) == ("mine", "A/b/list")
    program = Program(data_folder)
    identity = program.workspace.identity("mine")
    assert identity.facts == {"access_key_id": "AKIDPLANTED"}
    kept = program.identities.secret(identity, "secret_access_key")
    assert kept
    assert kept.reveal() == KEY
    assert program.workspace.request("List").request.auth.identity == "mine"
    assert leaks_below(data_folder, {"key": KEY}, but={}) == []

    again = apiclient("import", "curl", "-", "--identity", "mine", "--json", stdin=COMMAND.encode())
    assert (again.code, again.document["error"]["id"]) == (2, "identity_exists")
    assert len(program.workspace.requests()) == 1


def test_a_command_without_keys_can_use_an_identity_that_is_there(data_folder: Path) -> None:
    apiclient("import", "curl", "-", "--identity", "mine", stdin=COMMAND.encode())
    ended = apiclient("import", "awscurl", "-", "--identity", "mine", "--json", stdin=f"awscurl {URL}".encode())  # fmt: skip
    assert ended.code == 0
    stored = Program(data_folder).workspace.request(ended.document["name"]).request
    assert (stored.auth.scheme, stored.auth.identity) == ("sigv4", "mine")
    unknown = apiclient("import", "curl", "-", "--identity", "nobody", "--json", stdin=b"curl h")
    assert unknown.code == 2


def test_names_are_free_ones(tmp_path: Path) -> None:
    file = tmp_path / "command.txt"
    file.write_bytes(b"\xef\xbb\xbfcurl https://h.example")
    names = [apiclient("import", "curl", str(file), "--json").document["name"] for _ in range(3)]
    assert names == ["GET h.example", "GET h.example 2", "GET h.example 3"]
    file.write_text('curl "$BASE/x"', "utf-16")
    assert apiclient("import", "curl", str(file), "--json").document["name"] == "GET /x"
    taken = apiclient("import", "curl", str(file), "--name", "GET /x", "--json")
    assert (taken.code, taken.document["error"]["id"]) == (2, "request_exists")
    empty = apiclient("import", "curl", str(file), "--name", " ", "--json")
    assert (empty.code, empty.document["error"]["id"]) == (2, "name_missing")


def test_for_a_person_it_says_where_and_what() -> None:
    ended = apiclient("import", "curl", "-", stdin=b"curl https://h.example --frobnicate")
    assert (ended.code, ended.out) == (0, b"")
    assert "GET h.example is saved: get-h-example" in ended.err
    assert "--frobnicate" in ended.err


@pytest.mark.parametrize(
    ("words", "stdin", "expected"),
    [
        (("curl", "-"), b"wget h", "import_unreadable"),
        (("curl", "-"), b"curl \xff", "import_unreadable"),
        (("curl", "-"), b"", "import_unreadable"),
        (("wget", "-"), b"", "importer_unknown"),
        (("curl", "not-there"), b"", "file_unreadable"),
        (("curl", "a\0b"), b"", "file_unreadable"),
    ],
)
def test_what_cannot_be_imported(
    words: tuple[str, ...], stdin: bytes, expected: str, data_folder: Path
) -> None:
    ended = apiclient("import", *words, "--json", stdin=stdin)
    assert (ended.code, ended.document["error"]["id"]) == (2, expected)
    assert not data_folder.exists()


def test_an_api_key_is_kept_beside_the_keys(
    data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    both = COMMAND + " -H 'x-api-key: planted-key'"
    ended = apiclient("import", "curl", "-", "--identity", "a", "--name", "A", stdin=both.encode())
    assert ended.code == 0, ended.err
    alone = f"curl {URL} -H 'x-api-key: planted-key'"
    ended = apiclient("import", "curl", "-", "--identity", "b", "--name", "B", stdin=alone.encode())
    assert ended.code == 0, ended.err
    workspace = Program(data_folder).workspace
    auth = workspace.request("A").request.auth
    assert (auth.identity, auth.api_key) == ("a", ApiKey("a key"))
    auth = workspace.request("B").request.auth
    assert (auth.scheme, auth.identity, auth.api_key) == ("none", "", ApiKey("b"))
    assert leaks_below(data_folder, {"key": "planted-key"}, but={}) == []


def test_files_are_named_from_the_root(data_folder: Path) -> None:
    command = "curl https://h.example -F a=@t.txt -F b=@/x/y --cacert ca.pem"
    assert apiclient("import", "curl", "-", "--name", "A", stdin=command.encode()).code == 0
    request = Program(data_folder).workspace.request("A").request
    here = Path.cwd()
    assert [part.file for part in request.body.parts] == [str(here / "t.txt"), "/x/y"]
    assert request.settings.ca_file == str(here / "ca.pem")
