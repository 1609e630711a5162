"""Who sends a request: keys, tokens and API keys that come from this terminal, and what does not go together."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.cli.base import authorisation
from apiclient_gui.core.finding import Problem
from apiclient_gui.practice.description import Description
from tests.support.aws_files import AwsFiles
from tests.support.cli import apiclient

URL = "http://127.0.0.1:1/"


def test_keys_of_the_environment_name_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE00")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY", raising=False)
    with pytest.raises(Problem) as refused:
        authorisation.aws_keys_of_environment()
    assert refused.value.finding.title == "AWS_SECRET_ACCESS_KEY is not set"


def sent_headers(*words: str) -> dict[str, str]:
    result = apiclient("sign", "GET", URL, *words, "--json")
    assert result.code == 0, result.err
    return dict(result.document["headers"])


def test_a_token_of_a_file_is_sent_as_bearer_token(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("Bearer a.b.c\n")
    assert sent_headers("--token-file", str(file))["Authorization"] == "Bearer a.b.c"
    as_id = sent_headers("--token-file", str(file), "--token-kind", "id")
    assert as_id["Authorization"] == "Bearer a.b.c"


def test_an_api_key_of_the_terminal_goes_besides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "key-of-practice")
    assert sent_headers("--api-key", "env:MY_KEY")["x-api-key"] == "key-of-practice"
    named = sent_headers("--api-key", "env:MY_KEY", "--api-key-name", "X-Key")
    assert named["X-Key"] == "key-of-practice"
    in_query = ["--api-key", "env:MY_KEY", "--api-key-in", "query"]
    result = apiclient("sign", "GET", URL, *in_query, "--json")
    assert result.document["url"] == URL + "?x-api-key=key-of-practice"


def test_an_api_key_of_the_workspace(gateway: Description) -> None:
    key = gateway.api_keys[0]
    assert sent_headers("--api-key", key.name)["x-api-key"] == key.value


def test_which_token_of_an_identity(gateway: Description) -> None:
    first = sent_headers("--identity", "carol")["Authorization"]
    second = sent_headers("--identity", "carol", "--token-kind", "access")["Authorization"]
    assert first.startswith("Bearer eyJ")
    assert second.startswith("Bearer eyJ")
    assert first != second


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        (["--aws-env", "--token-file", "x"], "two_identities"),
        (["--identity", "a", "--token-file", "x"], "two_identities"),
        (["--api-key-name", "X-Key"], "no_api_key"),
        (["--api-key", "env:NOT_SET_ANYWHERE"], "secret_unreadable"),
        (["--token-file", "/no/such/file"], "secret_unreadable"),
        (["--api-key", "planted-key-itself"], "api_key_unknown"),
        (["--expires", "60"], "expires_without_query"),
        (["--auth", "sigv4", "--expires", "60"], "expires_without_query"),
        (["--auth", "bearer", "--expires", "60"], "expires_without_query"),
        (["--auth", "none", "--payload", "hashed"], "payload_without_signing"),
        (["--auth", "sigv4_query", "--expires", "soon"], "usage"),
        (["--payload", "half"], "usage"),
        (["--auth", "sigv5", "--expires", "60"], "scheme_unknown"),
    ],
)
@pytest.mark.usefixtures("gateway")
def test_wrong_use_is_told(words: list[str], id_: str) -> None:
    result = apiclient("sign", "GET", URL, *words, "--json")
    assert result.code == 2
    assert result.document["error"]["id"] == id_
    assert b"planted" not in result.out


API = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsFiles:
    files = AwsFiles.empty(tmp_path, monkeypatch)
    files.write(
        config="[profile dev]\nregion = eu-south-1\n",
        credentials="[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = planted-secret\n",
    )
    return files


def test_a_profile_signs_and_its_region_is_the_last_that_counts(profiles: AwsFiles) -> None:
    def scope(url: str, *words: str) -> str:
        ended = apiclient("sign", "GET", url, "--profile", "dev", "--json", *words)
        assert ended.code == 0, ended.err + ended.out.decode()
        return str(ended.document["auth"]["credential_scope"]).split("/", 1)[1]

    assert scope(API) == "eu-west-1/execute-api/aws4_request"
    assert scope(URL, "--service", "execute-api") == "eu-south-1/execute-api/aws4_request"
    assert scope(URL, "--service", "x", "--region", "us-east-2") == "us-east-2/x/aws4_request"


def test_a_profile_may_sign_in_another_form(profiles: AwsFiles) -> None:
    ended = apiclient("sign", "GET", API, "--profile", "dev", "--auth", "sigv4_query", "--json")
    assert ended.code == 0, ended.err
    assert "X-Amz-Credential=AKIADEV%2F" in ended.document["url"]


@pytest.mark.parametrize("words", [("--aws-env",), ("--identity", "x"), ("--token-file", "x")])
def test_a_profile_and_somebody_else(profiles: AwsFiles, words: tuple[str, ...]) -> None:
    ended = apiclient("sign", "GET", API, "--profile", "dev", *words, "--json")
    assert (ended.code, ended.document["error"]["id"]) == (2, "two_identities")
    assert "--profile and " in ended.document["error"]["title"]


@pytest.mark.parametrize("name", ["gone", ""])
def test_a_profile_that_is_not_there_is_never_sent_unsigned(profiles: AwsFiles, name: str) -> None:
    ended = apiclient("send", "GET", URL, "--service", "x", "--profile", name, "--json")
    assert (ended.code, ended.document["error"]["id"]) == (6, "profile_not_found")
    assert ended.document["error"]["actions"] == []
