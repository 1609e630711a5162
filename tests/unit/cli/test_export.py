"""`apiclient export`: the text alone on standard output, what is to be known beside it, and nobody asked for keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.importers import TABLE
from apiclient_gui.core.model import Auth, Request, Row
from apiclient_gui.core.program import Program
from tests.support.cli import apiclient

URL = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"


def test_a_stored_request(data_folder: Path) -> None:
    request = Request(
        name="List", url=URL, headers=(Row("Cookie", "a=planted"),), auth=Auth("sigv4")
    )
    Program(data_folder).make_workspace().save_request("list", request)
    ended = apiclient("export", "curl", "List")
    assert ended.code == 0
    assert ended.out.startswith(b"curl https://")
    assert b"planted" not in ended.out
    assert "AWS_SECRET_ACCESS_KEY" in ended.err
    assert TABLE["curl"].read(ended.out.decode()).request.auth.scheme == "sigv4"


@pytest.mark.parametrize("form", ["curl", "awscurl", "python"])
@pytest.mark.parametrize("who", [("--aws-env",), ("--profile", "not-there")])
def test_keys_are_not_needed(form: str, who: tuple[str, ...]) -> None:
    ended = apiclient("export", form, "PUT", URL, *who, "-d", "x", "--json")
    assert ended.code == 0
    document = ended.document
    assert (document["format"], document["secret"], document["ends_at"]) == (form, False, None)
    assert "execute-api" in document["text"]


def test_a_token_file_is_not_read() -> None:
    ended = apiclient("export", "curl", "GET", URL, "--token-file", "not-there")
    assert b'"Authorization: Bearer $TOKEN"' in ended.out


def test_the_raw_form_is_signed_and_says_until_when(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = apiclient("export", "raw", "GET", URL, "--aws-env", "--json")
    assert (refused.code, refused.document["error"]["id"]) == (6, "no_credentials")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLEAKIDEX")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "planted-secret-key")
    document = apiclient("export", "raw", "GET", URL, "--aws-env", "--json").document
    assert document["secret"]
    assert document["ends_at"]
    assert "\r\nAuthorization: AWS4-HMAC-SHA256 " in document["text"]
    plain = apiclient("export", "raw", "GET", URL, "--aws-env")
    assert plain.out.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("wget", "GET", URL), 2, "exporter_unknown"),
        (("awscurl", "GET", URL), 2, "export_impossible"),
        (("curl",), 2, "nothing_to_send"),
        (("curl", "GET", "https://api.example.com", "--aws-env"), 6, "region_unknown"),
        (("curl", "GET", "{{base}}"), 6, "variable_unknown"),
    ],
)
def test_what_cannot_be_exported(words: tuple[str, ...], code: int, expected: str) -> None:
    ended = apiclient("export", *words, "--json")
    assert (ended.code, ended.document["error"]["id"]) == (code, expected)


def test_a_variable_without_a_value_is_told_in_words_of_the_command_line() -> None:
    ended = apiclient("export", "curl", "GET", "https://h.example/{{BASE}}")
    assert "--var BASE=VALUE" in ended.err
    assert "beside Send" not in ended.err
