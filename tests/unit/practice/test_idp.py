"""The identity provider over real sockets; PyJWT verifies with the key set that it serves."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlencode

import jwt
import pytest

if TYPE_CHECKING:
    from conftest import Answer, Desk

    from apiclient_gui.practice.description import Client, Idp

FORM = "application/x-www-form-urlencoded"
GRANT = {"grant_type": "client_credentials"}


def idp(desk: Desk) -> Idp:
    assert desk.description.idp
    return desk.description.idp


def client(desk: Desk, number: int = 0) -> Client:
    return idp(desk).clients[number]


def basic(client_id: str, secret: str) -> dict[str, str]:
    text = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}


def right(desk: Desk, number: int = 0) -> dict[str, str]:
    return basic(client(desk, number).client_id, client(desk, number).client_secret)


def ask(
    desk: Desk, form: dict[str, str] | str | bytes, headers: dict[str, str] | None = None
) -> Answer:
    body = urlencode(form) if isinstance(form, dict) else form
    return desk.call(
        idp(desk).token_url, {"Content-Type": FORM, **(headers or {})}, method="POST", body=body
    )


def refused(desk: Desk, answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.content["error"]) == (status, code)
    assert set(answer.content) == {"error", "error_description"}
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"
    judgement = desk.judgements[-1]
    assert (judgement.verdict, judgement.reason, judgement.api_id) == ("refused", code, "idp")
    assert client(desk).client_secret not in str(judgement)


def test_a_token_and_its_claims(desk: Desk) -> None:
    answer = ask(desk, GRANT, right(desk))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    content = answer.content
    assert {**content, "access_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "pets:read",
    }
    header = jwt.get_unverified_header(content["access_token"])
    keys = jwt.PyJWKSet.from_dict(desk.call(idp(desk).jwks_url).content)
    claims = jwt.decode(
        content["access_token"],
        keys[header["kid"]],
        ["RS256"],
        audience="practice-pets",
        issuer=idp(desk).issuer,
        options={"require": ["iss", "sub", "client_id", "aud", "scope", "iat", "exp", "jti"]},
    )
    assert header["typ"] == "at+jwt"
    assert claims["sub"] == claims["client_id"] == "pets-reader"
    assert claims["scope"] == "pets:read"
    assert claims["exp"] - claims["iat"] == 3600
    judgement = desk.judgements[0]
    assert (judgement.verdict, judgement.reason, judgement.path) == (
        "allowed",
        "allowed",
        "/idp/token",
    )
    assert judgement.detail == "A token for pets-reader with the scope pets:read."


def test_no_token_is_like_another(desk: Desk) -> None:
    assert desk.access_token() != desk.access_token()


@pytest.mark.parametrize(
    ("number", "scope", "granted"),
    [
        (0, "", "pets:read"),
        (0, "pets:read", "pets:read"),
        (1, "", "pets:read pets:write"),
        (1, "pets:write", "pets:write"),
        (1, "pets:write pets:read", "pets:write pets:read"),
        (1, "pets:read  pets:read", "pets:read"),
    ],
)
def test_scopes(desk: Desk, number: int, scope: str, granted: str) -> None:
    answer = ask(desk, {**GRANT, "scope": scope}, right(desk, number))
    assert answer.content["scope"] == granted


def test_credentials_in_the_body(desk: Desk) -> None:
    one = client(desk)
    form = {**GRANT, "client_id": one.client_id, "client_secret": one.client_secret}
    assert ask(desk, form).status == 200
    assert ask(desk, {**form, "client_secret": "x"}).status == 401
    assert "www-authenticate" not in ask(desk, {**form, "client_secret": "é"}).headers
    # The name may stand in the body as well when the secret is in the header (RFC 6749 §2.3.1 is about the secret).
    assert ask(desk, {**GRANT, "client_id": one.client_id}, right(desk)).status == 200


def test_invalid_clients(desk: Desk) -> None:
    one = client(desk)
    for headers in (
        basic(one.client_id, "wrong"),
        basic("nobody", one.client_secret),
        basic("pets-writer", one.client_secret),
        basic("", ""),
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic " + base64.b64encode(b"\xff:x").decode()},
        {"Authorization": "Bearer abc"},
    ):
        answer = ask(desk, GRANT, headers)
        refused(desk, answer, 401, "invalid_client")
        assert answer.headers["www-authenticate"].startswith("Basic realm=")
    refused(desk, ask(desk, GRANT), 401, "invalid_client")


def test_invalid_requests(desk: Desk) -> None:
    one = client(desk)
    refused(desk, ask(desk, "", right(desk)), 400, "invalid_request")
    refused(desk, ask(desk, {"grant_type": ""}, right(desk)), 400, "invalid_request")
    twice = "grant_type=client_credentials&grant_type=client_credentials"
    refused(desk, ask(desk, twice, right(desk)), 400, "invalid_request")
    both = {**GRANT, "client_id": one.client_id, "client_secret": one.client_secret}
    refused(desk, ask(desk, both, right(desk)), 400, "invalid_request")
    refused(desk, ask(desk, b"grant_type=\xff", right(desk)), 400, "invalid_request")
    refused(desk, ask(desk, b"grant_type=%ff", right(desk)), 400, "invalid_request")
    kind = {**right(desk), "Content-Type": "application/json"}
    refused(desk, ask(desk, '{"grant_type": "client_credentials"}', kind), 400, "invalid_request")


def test_a_type_with_a_charset_is_a_form_too(desk: Desk) -> None:
    kind = {**right(desk), "Content-Type": f"{FORM}; charset=UTF-8"}
    assert ask(desk, GRANT, kind).status == 200


@pytest.mark.parametrize("grant", ["implicit", "Client_Credentials", "\0"])
def test_other_grants(desk: Desk, grant: str) -> None:
    answer = ask(desk, {"grant_type": grant}, right(desk))
    refused(desk, answer, 400, "unsupported_grant_type")


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token"])
def test_grants_of_people_are_not_for_a_client_with_a_secret(desk: Desk, grant: str) -> None:
    answer = ask(desk, {"grant_type": grant}, right(desk))
    refused(desk, answer, 400, "unauthorized_client")


@pytest.mark.parametrize("scope", ["pets:write", "pets:read pets:write", "x", "pets:read\0"])
def test_scopes_that_a_client_may_not_have(desk: Desk, scope: str) -> None:
    refused(desk, ask(desk, {**GRANT, "scope": scope}, right(desk)), 400, "invalid_scope")


def test_the_token_endpoint_wants_post(desk: Desk) -> None:
    answer = desk.call(idp(desk).token_url + "?grant_type=client_credentials&client_secret=planted")
    refused(desk, answer, 405, "invalid_request")
    assert answer.headers["allow"] == "POST"
    assert "planted" not in str(desk.judgements)


def test_discovery(desk: Desk) -> None:
    answer = desk.call(idp(desk).issuer + "/.well-known/openid-configuration")
    content = answer.content
    assert content["issuer"] == idp(desk).issuer
    assert content["token_endpoint"] == idp(desk).token_url
    assert content["jwks_uri"] == idp(desk).jwks_url
    assert content["grant_types_supported"] == [
        *("client_credentials", "authorization_code", "password", "refresh_token"),
        "urn:ietf:params:oauth:grant-type:device_code",
    ]
    assert content["scopes_supported"] == [
        *("openid", "profile", "email", "offline_access", "pets:read", "pets:write"),
    ]
    assert content["code_challenge_methods_supported"] == ["S256"]
    assert content["authorization_response_iss_parameter_supported"] is True
    for name, url in content.items():
        if name.endswith("_endpoint"):
            # Something stands there: a wrong method or an empty request is refused, not unknown.
            assert desk.call(url).status != 404, name
    assert desk.judgements[0].api_id == "idp"


@pytest.mark.parametrize("path", ["", "/", "/x", "/.well-known", "/token/x"])
def test_nothing_there(desk: Desk, path: str) -> None:
    answer = desk.call(idp(desk).issuer + path)
    assert (answer.status, answer.content) == (404, {"message": "Not Found"})
    assert desk.judgements[0].reason == "no_such_path"
    assert desk.call(idp(desk).jwks_url, method="POST").status == 404


def test_head_has_no_body(desk: Desk) -> None:
    answer = desk.call(idp(desk).jwks_url, method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
