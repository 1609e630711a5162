"""Tokens taken back: the refresh token first, and nothing is sent where nobody would take it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apiclient_gui.core import oauth
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import HttpReply
from apiclient_gui.core.secret import Secret
from tests import factories

ISSUER = "https://idp.example"
FACTS = {"issuer": ISSUER, "client_id": "me"}
DOCUMENT = {"issuer": ISSUER, "revocation_endpoint": "https://idp.example/revoke"}


def reply(document: Any, status: int = 200) -> HttpReply:
    return HttpReply(status, (), json.dumps(document).encode())


@pytest.mark.parametrize(
    ("held", "sent"),
    [
        ({"access": "A", "refresh": "R"}, ("R", "refresh_token")),
        ({"id": "I", "access": "A"}, ("A", "access_token")),
    ],
)
def test_one_token_is_sent_back(held: dict[str, str], sent: tuple[str, str]) -> None:
    steps = oauth.revoked(factories.given(FACTS), factories.tokens(**held))
    next(steps)
    call = steps.send(reply(DOCUMENT))
    assert call.url == "https://idp.example/revoke"
    form = dict(call.form)
    assert (form["token"], form["token_type_hint"]) == (Secret(sent[0]), sent[1])
    with pytest.raises(StopIteration):
        steps.send(HttpReply(200, (), b""))


@pytest.mark.parametrize(("facts", "held"), [({}, {"access": "A"}), (FACTS, {"id": "I"})])
def test_nothing_is_sent_without_a_place_or_a_token(
    facts: dict[str, str], held: dict[str, str]
) -> None:
    assert list(oauth.revoked(factories.given(facts), factories.tokens(**held))) == []


def test_a_provider_that_does_not_offer_it() -> None:
    steps = oauth.revoked(factories.given(FACTS), factories.tokens(access="A"))
    next(steps)
    with pytest.raises(Problem) as refused:
        steps.send(reply({"issuer": ISSUER}))
    assert refused.value.finding.id == "discovery_failed"


@pytest.mark.parametrize("document", [{"error": "unsupported_token_type"}, [], {"error": 5}])
def test_one_that_refuses(document: Any) -> None:
    steps = oauth.revoked(factories.given(FACTS), factories.tokens(access="A"))
    next(steps)
    steps.send(reply(DOCUMENT))
    with pytest.raises(Problem) as refused:
        steps.send(reply(document, 400))
    assert refused.value.finding.id == "revocation_refused"
