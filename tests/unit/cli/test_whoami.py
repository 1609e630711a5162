"""`apiclient whoami`: the answer of somebody else's STS, and what is no AWS identity."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from apiclient_gui.practice.description import Description
from tests.support.cli import apiclient
from tests.support.moto_server import moto_server


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    with moto_server() as url:
        yield url


@pytest.fixture
def dev(moto: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANTED", "planted-secret-access-key")
    facts = ("--set", "access_key_id=AKIAEXAMPLEEXAMPLE00", "--set", f"endpoint={moto}")
    secret = ("--secret", "secret_access_key=env:PLANTED")
    assert apiclient("identity", "add", "dev", "--kind", "aws_keys", *facts, *secret).code == 0


@pytest.mark.usefixtures("dev")
def test_the_caller_is_told() -> None:
    ended = apiclient("whoami", "dev", "--json")
    assert ended.code == 0, ended.out
    assert set(ended.document) == {"account", "arn", "user_id"}
    assert ended.document["account"] == "123456789012"
    assert ended.document["arn"].startswith("arn:aws:sts::123456789012:user/")


@pytest.mark.usefixtures("dev")
def test_in_words_it_is_three_lines() -> None:
    lines = apiclient("whoami", "dev").out.decode().splitlines()
    assert [line[:9] for line in lines] == ["account  ", "arn      ", "user id  "]
    assert lines[0] == "account  123456789012"


def test_a_token_is_nobody_at_aws(gateway: Description) -> None:
    assert gateway
    ended = apiclient("whoami", "carol", "--json")
    assert (ended.code, ended.document["error"]["id"]) == (2, "whoami_not_aws")


@pytest.mark.parametrize(
    ("name", "ends_with"),
    [
        ("alice", ":user/practice/alice"),
        ("alice-as-reader", ":assumed-role/pets-reader-role/apiclient-gui"),
        ("alice-as-partner", ":assumed-role/pets-partner-role/apiclient-gui"),
        ("pets-reader-as-web", ":assumed-role/pets-web-role/apiclient-gui"),
    ],
)
def test_identities_of_the_practice_gateway_are_who_they_seem(
    gateway: Description, name: str, ends_with: str
) -> None:
    ended = apiclient("whoami", name, "--json")
    assert ended.code == 0, ended.out
    assert ended.document["account"] == gateway.account
    assert ended.document["arn"].endswith(ends_with)


def test_wrong_keys_are_refused(gateway: Description, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gateway
    monkeypatch.setenv("APICLIENT_SECRET_ALICE_SECRET_ACCESS_KEY", "planted-wrong-key")
    ended = apiclient("whoami", "alice", "--json")
    assert (ended.code, ended.document["error"]["id"]) == (8, "caller_refused")
    refused = apiclient("whoami", "alice-as-reader", "--json")
    assert (refused.code, refused.document["error"]["id"]) == (8, "role_refused")
    action = refused.document["error"]["actions"][0]
    assert action["parameters"] == {"identity": "alice"}


def test_an_sts_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANTED", "planted-secret-access-key")
    facts = ("--set", "access_key_id=AKIAEXAMPLEEXAMPLE00", "--set", "endpoint=http://127.0.0.1:1")
    secret = ("--secret", "secret_access_key=env:PLANTED")
    assert apiclient("identity", "add", "dev", "--kind", "aws_keys", *facts, *secret).code == 0
    ended = apiclient("whoami", "dev", "--json")
    assert (ended.code, ended.document["error"]["id"]) == (3, "service_unreached")
    assert apiclient("whoami", "nobody", "--json").document["error"]["id"] == "unknown_identity"
