"""The authorization request, and answers to it that are used, refused, or not trusted."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qsl, urlsplit

import pytest

from apiclient_gui.core import oauth
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.secret import Secret

ISSUER = "https://idp.example"
ENDPOINTS = oauth.Endpoints(ISSUER, "https://idp.example/authorize?tenant=a#x", "https://t")
CLIENT = oauth.Client("me", Secret(""))
BACK = "http://127.0.0.1:1/callback"


def begin(
    endpoints: oauth.Endpoints = ENDPOINTS, scope: str = " openid  pets:read "
) -> oauth.Attempt:
    return oauth.begin(endpoints, CLIENT, scope, BACK, (("audience", "https://api/ä"),))


def test_the_request_has_all_that_protects_it() -> None:
    attempt = begin()
    assert attempt.url.startswith("https://idp.example/authorize?tenant=a&")
    items = parse_qsl(urlsplit(attempt.url).query)
    sent = dict(items)
    assert len(sent) == len(items)
    digest = hashlib.sha256(attempt.verifier.reveal().encode()).digest()
    assert sent == {
        "tenant": "a",
        "response_type": "code",
        "client_id": "me",
        "redirect_uri": BACK,
        "state": attempt.state,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        "scope": "openid pets:read",
        "nonce": attempt.nonce,
        "audience": "https://api/ä",
    }
    assert 43 <= len(attempt.verifier.reveal()) <= 128  # RFC 7636 §4.1
    assert attempt.verifier.reveal() not in repr(attempt)


def test_each_attempt_has_its_own() -> None:
    one, other = begin(), begin()
    assert one.state != other.state
    assert one.nonce != other.nonce
    assert one.verifier != other.verifier


def test_without_openid_there_is_no_nonce() -> None:
    attempt = begin(scope="pets:read")
    assert attempt.nonce == ""
    assert "nonce" not in attempt.url


def answer(attempt: oauth.Attempt, **items: str) -> dict[str, str]:
    return {"state": attempt.state, "code": "c", **items}


def test_a_code_is_taken() -> None:
    attempt = begin()
    assert oauth.code_of(answer(attempt), attempt, ENDPOINTS) == Secret("c")
    assert oauth.code_of(answer(attempt, iss=ISSUER), attempt, ENDPOINTS) == Secret("c")


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ({"state": "another"}, "another login"),
        ({"state": "ü\ud800"}, "another login"),
        ({"iss": "https://evil.example"}, "another issuer: https://evil.example"),
        ({"iss": ISSUER + "/"}, "another issuer"),
        ({"iss": "", "error": "access_denied"}, "another issuer"),
        ({"code": ""}, "neither a code nor an error"),
    ],
)
def test_an_answer_that_cannot_be_trusted(items: dict[str, str], words: str) -> None:
    attempt = begin()
    with pytest.raises(Problem) as odd:
        oauth.code_of(answer(attempt, **items), attempt, ENDPOINTS)
    assert odd.value.finding.id == "redirect_not_trusted"
    assert words in odd.value.finding.detail


def test_an_issuer_that_promises_iss_has_to_send_it() -> None:
    attempt = begin()
    promising = oauth.Endpoints(ISSUER, "https://a", "https://t", names_issuer=True)
    with pytest.raises(Problem) as odd:
        oauth.code_of(answer(attempt), attempt, promising)
    assert odd.value.finding.id == "redirect_not_trusted"


def test_an_error_is_told_with_what_to_do() -> None:
    attempt = begin()
    items = answer(attempt, error="access_denied", error_description="no " * 500)
    with pytest.raises(Problem) as refused:
        oauth.code_of(items, attempt, ENDPOINTS)
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("login", "login_refused")
    assert len(finding.detail) < 400
    assert finding.evidence[0].value == "access_denied"
    assert finding.remedy


def test_further_parameters_are_lines() -> None:
    text = "audience = https://api.example \n\n prompt=\nx=a=b"
    assert oauth.extra_parameters(text) == (
        ("audience", "https://api.example"),
        ("prompt", ""),
        ("x", "a=b"),
    )
    assert oauth.extra_parameters("response_mode=query") == (("response_mode", "query"),)


@pytest.mark.parametrize(
    "line", ["audience", "=x", "state=s", "redirect_uri=https://evil", "response_mode=fragment", "response_mode=form_post", "code_challenge_method=plain"]
)  # fmt: skip
def test_one_that_is_ours_is_refused(line: str) -> None:
    with pytest.raises(Problem) as unfit:
        oauth.extra_parameters("prompt=login\n" + line)
    assert (unfit.value.trouble, unfit.value.finding.id) == ("refused", "extra_parameter_unfit")
