"""Client credentials: the flow's steps driven by a plain list of answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import HttpCall, HttpReply
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.secret import Secret
from tests import factories

KIND = TABLE["client_credentials"]
FACTS = {"token_url": "https://idp.example/token", "client_id": "app", "scope": "pets:read"}


def flow(**facts: str) -> Any:
    return KIND.obtain(factories.given(FACTS | facts, client_secret=" a-client-secret\n"))


def reply(document: Any, status: int = 200) -> HttpReply:
    return HttpReply(status, (), json.dumps(document).encode())


def test_one_call_brings_an_access_token() -> None:
    steps = flow()
    call = next(steps)
    assert isinstance(call, HttpCall)
    assert call.url == "https://idp.example/token"
    with pytest.raises(StopIteration) as end:
        steps.send(reply({"access_token": "A", "token_type": "Bearer", "expires_in": 60}))
    assert end.value.value.held == {"access": Secret("A")}


def test_the_secret_may_go_in_the_body() -> None:
    call = next(flow(client_auth="in the body"))
    assert dict(call.form)["client_secret"] == Secret("a-client-secret")


def test_the_token_endpoint_is_discovered() -> None:
    steps = flow(token_url="", issuer="https://idp.example/a/")
    call = next(steps)
    assert call.url == "https://idp.example/a/.well-known/openid-configuration"
    document = {"issuer": "https://idp.example/a/", "token_endpoint": "https://idp.example/t"}
    assert steps.send(reply(document)).url == "https://idp.example/t"


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ({"issuer": "https://evil.example", "token_endpoint": "https://evil.example/t"}, 200),
        ({"issuer": "https://idp.example"}, 200),
        ({"issuer": "https://idp.example", "token_endpoint": 5}, 200),
        ([], 200),
        ({"issuer": "https://idp.example", "token_endpoint": "https://idp.example/t"}, 404),
    ],
)
def test_a_discovery_that_does_not_fit_is_refused(document: Any, status: int) -> None:
    steps = flow(token_url="", issuer="https://idp.example")
    next(steps)
    with pytest.raises(Problem) as refused:
        steps.send(reply(document, status))
    assert refused.value.finding.id == "discovery_failed"


@pytest.mark.parametrize(
    ("facts", "secret", "missing"),
    [
        ({"client_id": ""}, "s", "client id"),
        ({}, "", "client secret"),
        ({"token_url": ""}, "s", "token URL and no issuer"),
    ],
)
def test_what_is_missing_is_named(facts: dict[str, str], secret: str, missing: str) -> None:
    with pytest.raises(Problem) as refused:
        KIND.obtain(factories.given(FACTS | facts, client_secret=secret))
    assert refused.value.finding.title == f"This identity has no {missing}"
