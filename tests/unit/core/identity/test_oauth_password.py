"""The password grant: one call, with or without discovery."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import HttpReply
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support import signed_tokens

KIND = TABLE["oauth_password"]
FACTS = {"token_url": "https://idp.example/token", "client_id": "me", "username": "erin"}


def flow(password: str = "her-password", **facts: str) -> Any:
    return KIND.obtain(factories.given(FACTS | facts, password=password))


def reply(document: Any, status: int = 200) -> HttpReply:
    return HttpReply(status, (), json.dumps(document).encode())


def test_one_call_brings_tokens() -> None:
    steps = flow(extra="audience=https://api")
    form = dict(next(steps).form)
    assert form["username"] == "erin"
    assert form["password"] == Secret("her-password")
    assert form["audience"] == "https://api"
    with pytest.raises(StopIteration) as end:
        steps.send(reply({"access_token": "A", "refresh_token": "R"}))
    assert end.value.value.held == {"access": Secret("A"), "refresh": Secret("R")}


def test_an_id_token_of_another_issuer_is_refused() -> None:
    steps = flow(issuer="https://idp.example")
    next(steps)
    evil = signed_tokens.signed({"iss": "https://evil", "aud": "me"})
    with pytest.raises(Problem) as refused:
        steps.send(reply({"access_token": "A", "id_token": evil}))
    assert refused.value.finding.id == "id_token_not_ours"


def test_a_wrong_password() -> None:
    steps = flow()
    next(steps)
    with pytest.raises(Problem) as refused:
        steps.send(reply({"error": "invalid_grant"}, 400))
    assert refused.value.finding.id == "login_refused"


@pytest.mark.parametrize(
    ("facts", "password"),
    [({"client_id": ""}, "p"), ({"username": ""}, "p"), ({}, ""), ({"token_url": ""}, "p")],
)
def test_what_is_missing_is_named(facts: dict[str, str], password: str) -> None:
    with pytest.raises(Problem) as refused:
        flow(password, **facts)
    assert refused.value.finding.id == "identity_incomplete"


def test_its_line_in_a_list() -> None:
    assert KIND.summary(FACTS) == "erin · https://idp.example/token"
