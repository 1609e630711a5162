"""OAuth messages: the client-credentials request, and every shape in which a token endpoint may answer."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from apiclient_gui.core import oauth
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import HttpReply
from apiclient_gui.core.secret import Secret
from tests import factories

SECRET = "s3cret/with+signs=%"


def reply(document: Any, status: int = 200) -> HttpReply:
    return HttpReply(status, (("Content-Type", "application/json"),), json.dumps(document).encode())


def refused(document: Any, status: int = 200) -> Problem:
    with pytest.raises(Problem) as problem:
        oauth.tokens(reply(document, status), factories.NOW)
    assert problem.value.trouble == "login"
    return problem.value


def test_the_client_authenticates_in_the_header_form_encoded_first() -> None:
    call = oauth.client_credentials("https://h/t", "id:x", Secret(SECRET), " a  b ", in_body=False)
    assert (call.method, call.url) == ("POST", "https://h/t")
    assert call.form == (("grant_type", "client_credentials"), ("scope", "a b"))
    name, value = call.headers[0]
    assert isinstance(value, Secret)
    assert name == "Authorization"
    pair = base64.b64decode(value.reveal().removeprefix("Basic ")).decode()
    assert pair == "id%3Ax:s3cret%2Fwith%2Bsigns%3D%25"  # RFC 6749 §2.3.1
    assert SECRET not in repr(call)


def test_or_in_the_body() -> None:
    call = oauth.client_credentials("https://h/t", "me", Secret(SECRET), "", in_body=True)
    assert call.headers == ()
    assert call.form == (
        ("grant_type", "client_credentials"),
        ("client_id", "me"),
        ("client_secret", Secret(SECRET)),
    )


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
