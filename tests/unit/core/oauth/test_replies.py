"""Replies of token endpoints: every shape in which one may answer, and which token is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from apiclient_gui.core import oauth
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import HttpReply
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support import signed_tokens

SECRET = "s3cret/with+signs=%"


def reply(document: Any, status: int = 200) -> HttpReply:
    return HttpReply(status, (("Content-Type", "application/json"),), json.dumps(document).encode())


def refused(document: Any, status: int = 200) -> Problem:
    with pytest.raises(Problem) as problem:
        oauth.tokens(reply(document, status), factories.NOW)
    assert problem.value.trouble == "login"
    return problem.value


def test_tokens_of_a_good_reply() -> None:
    tokens = oauth.tokens(
        reply(
            {"access_token": "A", "token_type": "bearer", "expires_in": 60, "refresh_token": "R"}
        ),
        factories.NOW,
    )
    assert tokens.held == {"access": Secret("A"), "refresh": Secret("R")}
    assert tokens.default == "access"
    assert tokens.obtained_at == factories.NOW
    assert tokens.expires_at == factories.NOW + timedelta(seconds=60)


@pytest.mark.parametrize(
    ("seconds", "known"), [("60", True), (1.5, True), (0, False), (-1, False), (True, False), ("soon", False), (None, False), (1e12, False), ([], False)]
)  # fmt: skip
def test_an_expiry_that_is_none_is_not_known(seconds: Any, known: bool) -> None:
    tokens = oauth.tokens(reply({"access_token": "A", "expires_in": seconds}), factories.NOW)
    assert (tokens.expires_at is not None) == known


def test_an_error_is_told_with_what_to_do() -> None:
    finding = refused(
        {"error": "invalid_client", "error_description": "no such client"}, 401
    ).finding
    assert finding.id == "login_refused"
    assert finding.detail == "It said: no such client"
    assert [one.value for one in finding.evidence] == ["invalid_client", "401"]
    assert "client secret" in finding.remedy


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ([], 200), (None, 200), ("x", 200), ({}, 200), ({"access_token": 1}, 200), ({"access_token": ""}, 200),
        ({"access_token": "A", "token_type": None}, 200), ({"access_token": "A", "token_type": "mac"}, 200),
        ({"access_token": "A"}, 302), ({"error": {}}, 400), ({"scope": 5}, 200),
    ],
)  # fmt: skip
def test_anything_else_is_one_finding(document: Any, status: int) -> None:
    assert refused(document, status).finding.id == "token_reply_malformed"


def test_a_page_is_told_by_its_type_and_not_quoted() -> None:
    page = HttpReply(200, (("content-type", "text/html"),), b"<html>secret-in-page")
    with pytest.raises(Problem) as problem:
        oauth.tokens(page, factories.NOW)
    assert "text/html" in repr(problem.value.finding)
    assert "secret-in-page" not in repr(problem.value.finding)


def test_the_token_to_send_is_chosen_and_the_refresh_token_stays() -> None:
    ends = factories.NOW + timedelta(seconds=30)
    own = signed_tokens.signed({"exp": int(ends.timestamp())})
    brought = oauth.tokens(
        reply({"access_token": "A", "id_token": own, "expires_in": 60}), factories.NOW
    )
    chosen = oauth.chosen(brought, "id", Secret("old"))
    assert (chosen.default, chosen.held["refresh"]) == ("id", Secret("old"))
    assert chosen.expires_at == ends  # the one that ends first
    assert oauth.chosen(brought, "access").default == "access"
    assert oauth.chosen(brought, "").default == "access"
    rotated = replace(brought, held={**brought.held, "refresh": Secret("new")})
    assert oauth.chosen(rotated, "", Secret("old")).held["refresh"] == Secret("new")


@pytest.mark.parametrize(("send", "has"), [("id", "access_token"), ("access", "id_token")])
def test_a_token_to_send_that_did_not_come_is_missed(send: str, has: str) -> None:
    brought = oauth.tokens(reply({has: "A"}), factories.NOW)
    with pytest.raises(Problem) as missed:
        oauth.chosen(brought, send)
    assert missed.value.finding.id == "token_not_brought"
