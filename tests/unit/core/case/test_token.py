from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.token import (
    credentials_sent,
    token_faults,
    token_header,
    token_sent,
    unauthorized,
)
from apiclient_gui.core.model import Authorisation, Authorizer, KnownApi
from tests import factories
from tests.unit.core.diagnosis import cases

CHALLENGE = "www-authenticate"


@pytest.mark.parametrize(
    ("message", "error_type", "status", "challenge"),
    [
        ("Unauthorized", "UnauthorizedException", 401, ""),
        ("Computer says no", "UnauthorizedException", 404, ""),
        ("Unauthorized", "", 401, ""),
        ("", "", 401, ""),
        ("Bad token", "", 401, 'Bearer error="invalid_token"'),
        ("Forbidden", "", 403, 'Bearer error="insufficient_scope"'),
    ],
)
def test_what_says_that_a_caller_is_not_known(
    message: str, error_type: str, status: int, challenge: str
) -> None:
    headers = [(CHALLENGE, challenge)] if challenge else []
    assert unauthorized(cases.reply(message, error_type, status=status, headers=headers))


@pytest.mark.parametrize(
    ("message", "error_type", "status", "challenge"),
    [
        ("Unauthorized", "", 403, ""),  # a cache that may not be invalidated
        ("Unauthorized", cases.DENIED, 401, ""),
        ("Signature expired: 20260101T000000Z", "", 401, ""),
        ("Unauthorized", "", 401, 'Basic realm="x"'),
        ("Unauthorized", "NotAuthorizedException", 400, ""),
    ],
)
def test_what_says_something_else(
    message: str, error_type: str, status: int, challenge: str
) -> None:
    headers = [(CHALLENGE, challenge)] if challenge else []
    assert not unauthorized(cases.reply(message, error_type, status=status, headers=headers))


@pytest.mark.parametrize("value", ["{}", "Bearer {}", "bearer  {}"])
def test_the_token_stands_alone_or_behind_a_word(value: str) -> None:
    sent = cases.with_header("Authorization", value.format(cases.token(sub="me")))
    token = token_sent(Case(**sent))
    assert token is not None
    assert token.claims["sub"] == "me"


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Basic YTpi", "AWS4-HMAC-SHA256 x"])
def test_what_is_no_token(value: str) -> None:
    assert token_sent(Case(**cases.with_header("Authorization", value))) is None
    assert token_sent(Case()) is None


def test_the_header_is_the_authorizer_s_else_the_scheme_s() -> None:
    api = KnownApi(
        "x", cases.LAMBDA.url, cases.LAMBDA.methods, Authorizer("TOKEN", header="X-Token")
    )
    case = Case(**{**cases.called(api, cases.token()), "apis": (api,)})
    assert token_header(case) == "X-Token"
    assert credentials_sent(case) == ""
    made = Authorisation("bearer", "me", ("X-Other",), token_kind="access")
    assert token_header(Case(authorisation=made)) == "X-Other"
    assert token_header(Case()) == "Authorization"


@pytest.mark.parametrize(
    ("claims", "faults"),
    [
        ({}, ()),
        ({"exp": -60}, ("expired",)),
        ({"exp": 0}, ("expired",)),
        ({"exp": 1}, ()),
        ({"nbf": 60}, ("early",)),
        ({"iat": 60}, ("early",)),
        ({"iat": 1}, ()),
        ({"iss": "https://other.example.com"}, ("issuer",)),
        ({"iss": cases.ISSUER + "/"}, ("issuer",)),
        ({"iss": 3}, ("issuer",)),
        ({"aud": ["a", "pets"]}, ()),
        ({"aud": "dogs"}, ("audience",)),
        ({"aud": None}, ("audience",)),
        ({"token_use": "access"}, ()),
        ({"iss": "https://other.example.com", "aud": "dogs", "exp": -1}, ("issuer", "expired")),
    ],
)
def test_the_faults_of_a_token_for_a_known_authorizer(
    claims: dict[str, object], faults: tuple[str, ...]
) -> None:
    case = cases.unauthorized(**cases.called(cases.LAMBDA, cases.token(**claims)))
    assert token_faults(case) == faults
    assert token_faults(replace(case, response=factories.response(403))) == ()


@pytest.mark.parametrize("text", ["opaque-word", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30", "é" * 9])
def test_what_cannot_be_read_has_no_fault_that_is_known(text: str) -> None:
    case = cases.unauthorized(**cases.called(cases.LAMBDA, text))
    assert token_faults(case) == ()


def test_the_reply_s_own_words_come_first() -> None:
    sent = cases.called(cases.COGNITO, cases.token(token_use="access", iss=cases.POOL, exp=-9))
    words = "The incoming token has expired"
    assert token_faults(cases.unauthorized(words, **sent)) == ("expired", "kind")
    assert token_faults(cases.unauthorized(**sent)) == ("kind", "expired")


@pytest.mark.parametrize(
    ("description", "faults"),
    [
        ("the token has expired", ("expired",)),
        ("the token does not have a valid audience", ("audience",)),
        ("token contains an invalid number of segments", ()),
    ],
)
def test_an_http_api_says_it_in_its_challenge(description: str, faults: tuple[str, ...]) -> None:
    challenge = f'Bearer scope="" error="invalid_token" error_description="{description}"'
    for sent in ({}, cases.with_header("Authorization", f"Bearer {cases.token()}")):
        case = cases.reply("Unauthorized", status=401, headers=[(CHALLENGE, challenge)], **sent)
        assert token_faults(case) == faults


def test_an_access_token_is_suspect_at_a_rest_api_that_is_not_known_only() -> None:
    sent = cases.called(cases.COGNITO, cases.token(token_use="access")) | {"apis": ()}
    assert token_faults(cases.unauthorized(**sent)) == ("kind",)
    assert token_faults(cases.reply("Unauthorized", status=401, **sent)) == ()
    bare = KnownApi("x", cases.LAMBDA.url, cases.LAMBDA.methods)
    known = cases.called(cases.LAMBDA, cases.token(token_use="access")) | {"apis": (bare,)}
    assert token_faults(cases.unauthorized(**known)) == ()
