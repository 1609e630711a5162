"""New tokens for a refresh token: rotated or not, refused, or somebody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apiclient_gui.core import oauth
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import HttpReply
from apiclient_gui.core.model import Tokens
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support import signed_tokens

ISSUER = "https://idp.example"
FACTS = {"issuer": ISSUER, "token_url": "https://h/t", "client_id": "me"}


def id_token(**claims: Any) -> str:
    return signed_tokens.signed({"iss": ISSUER, "aud": "me", "sub": "erin"} | claims)


def refreshed(document: Any, status: int = 200, **facts: str) -> Tokens:
    held = factories.tokens(access="old", id=id_token(), refresh="R1")
    steps = oauth.renewed(factories.given(FACTS | facts), held)
    call = next(steps)
    assert dict(call.form)["refresh_token"] == Secret("R1")
    with pytest.raises(StopIteration) as end:
        steps.send(HttpReply(status, (), json.dumps(document).encode()))
    tokens: Tokens = end.value.value
    return tokens


def test_the_refresh_token_stays_when_no_other_comes() -> None:
    tokens = refreshed({"access_token": "B", "id_token": id_token(iat=1)})
    assert tokens.held["access"] == Secret("B")
    assert tokens.held["refresh"] == Secret("R1")


def test_another_one_takes_its_place() -> None:
    assert refreshed({"access_token": "B", "refresh_token": "R2"}).held["refresh"] == Secret("R2")


@pytest.mark.parametrize(
    ("document", "status", "facts", "finding"),
    [
        ({"error": "invalid_grant"}, 400, {}, "login_refused"),
        ({"access_token": "B", "id_token": id_token(sub="frank")}, 200, {}, "id_token_not_ours"),
        (
            {"access_token": "B", "id_token": id_token(iss="https://e")},
            200,
            {},
            "id_token_not_ours",
        ),
        ({"access_token": "B"}, 200, {"token": "id"}, "token_not_brought"),
    ],
)
def test_one_that_brings_nothing(
    document: Any, status: int, facts: dict[str, str], finding: str
) -> None:
    with pytest.raises(Problem) as refused:
        refreshed(document, status, **facts)
    assert refused.value.finding.id == finding


def test_the_token_endpoint_is_discovered() -> None:
    held = factories.tokens(access="old", refresh="R1")
    steps = oauth.renewed(factories.given({"issuer": ISSUER, "client_id": "me"}), held)
    assert next(steps).url == ISSUER + "/.well-known/openid-configuration"
