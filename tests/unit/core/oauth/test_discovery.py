"""Discovery: only what no fact says is asked for, and a document that does not fit is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apiclient_gui.core import oauth
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import HttpReply
from tests import factories

ISSUER = "https://idp.example/a"
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": "https://idp.example/authorize",
    "token_endpoint": "https://idp.example/token",
    "authorization_response_iss_parameter_supported": True,
}


def found(document: Any, *needed: str, status: int = 200, **facts: str) -> oauth.Endpoints:
    steps = oauth.discovered(factories.given({"issuer": ISSUER} | facts), *needed)
    call = next(steps)
    assert call.url == facts.get("issuer", ISSUER).rstrip("/") + "/.well-known/openid-configuration"
    with pytest.raises(StopIteration) as end:
        steps.send(HttpReply(status, (), json.dumps(document).encode()))
    endpoints: oauth.Endpoints = end.value.value
    return endpoints


def test_the_endpoints_of_a_document() -> None:
    assert found(DOCUMENT, "authorize", "token") == oauth.Endpoints(
        ISSUER,
        "https://idp.example/authorize",
        "https://idp.example/token",
        names_issuer=True,
    )


def test_what_a_fact_says_goes_first() -> None:
    endpoints = found(DOCUMENT, "authorize", "token", token_url="https://other.example/t")
    assert endpoints.token == "https://other.example/t"


def test_nothing_is_asked_when_facts_say_all() -> None:
    facts = {"authorize_url": "https://h/a", "token_url": "https://h/t"}
    with pytest.raises(StopIteration) as end:
        next(oauth.discovered(factories.given(facts), "authorize", "token"))
    assert end.value.value == oauth.Endpoints("", "https://h/a", "https://h/t")


@pytest.mark.parametrize(
    ("document", "status", "words"),
    [
        (DOCUMENT | {"issuer": ISSUER + "/"}, 200, "another issuer"),
        (DOCUMENT | {"issuer": None}, 200, "another issuer"),
        (DOCUMENT, 404, "no discovery document"),
        ([], 200, "no discovery document"),
        ({"issuer": ISSUER}, 200, "names no token endpoint"),
        (DOCUMENT | {"token_endpoint": 5}, 200, "names no token endpoint"),
        (DOCUMENT | {"token_endpoint": "http://idp.example/t"}, 200, "is not https"),
        (DOCUMENT | {"token_endpoint": "http://127.0.0.1:1/t"}, 200, "is not https"),
        (DOCUMENT | {"token_endpoint": "/token"}, 200, "is not https"),
        (DOCUMENT | {"authorization_endpoint": "file:///etc/passwd"}, 200, "is not https"),
    ],
)
def test_a_document_that_does_not_fit(document: Any, status: int, words: str) -> None:
    with pytest.raises(Problem) as refused:
        found(document, "token", status=status)
    assert refused.value.finding.id == "discovery_failed"
    assert words in refused.value.finding.detail


def test_http_will_do_on_loopback_when_the_issuer_is_there() -> None:
    issuer = "http://127.0.0.1:1/idp"
    document = {"issuer": issuer, "token_endpoint": "http://127.0.0.1:1/idp/token"}
    assert found(document, "token", issuer=issuer).token == "http://127.0.0.1:1/idp/token"
