"""The user pool as botocore and PyJWT see it, over real sockets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from conftest import Answer, Desk

    from apiclient_gui.practice.description import UserPool

TYPE = "application/x-amz-json-1.1"
SERVICE = "AWSCognitoIdentityProviderService"


@pytest.fixture
def client(desk: Desk) -> Iterator[Any]:
    made = desk.pool()
    yield made
    made.close()


def pool(desk: Desk) -> UserPool:
    assert desk.description.user_pool
    return desk.description.user_pool


def refresh(desk: Desk, client: Any, token: str, flow: str = "REFRESH_TOKEN_AUTH") -> Any:
    return client.initiate_auth(
        AuthFlow=flow,
        ClientId=pool(desk).client_id,
        AuthParameters={"REFRESH_TOKEN": token},
    )["AuthenticationResult"]


def ask(desk: Desk, body: str | bytes, target: str = f"{SERVICE}.InitiateAuth") -> Answer:
    headers = {"Content-Type": TYPE, "X-Amz-Target": target}
    return desk.call(pool(desk).endpoint + "/", headers, method="POST", body=body)


def test_a_login_gives_three_tokens(desk: Desk) -> None:
    for number in range(2):
        tokens = desk.login(number)
        assert (tokens["ExpiresIn"], tokens["TokenType"]) == (3600, "Bearer")
        assert {"AccessToken", "IdToken", "RefreshToken"} <= set(tokens)
        for name in ("AccessToken", "IdToken", "RefreshToken"):
            assert tokens[name] not in str(desk.judgements)
    judgement = desk.judgements[0]
    assert (judgement.api_id, judgement.verdict, judgement.reason) == (
        "user_pool",
        "allowed",
        "allowed",
    )
    assert judgement.path == "/cognito-idp"
    assert judgement.detail == "carol logged in with the password."


def test_the_served_keys_verify_the_tokens(desk: Desk) -> None:
    keys = jwt.PyJWKSet.from_dict(desk.call(pool(desk).jwks_url).content)
    tokens = desk.login()
    assert len(keys.keys) == 2
    for name, audience in (("IdToken", pool(desk).client_id), ("AccessToken", None)):
        key = keys[jwt.get_unverified_header(tokens[name])["kid"]]
        claims = jwt.decode(
            tokens[name], key, ["RS256"], audience=audience, issuer=pool(desk).issuer
        )
        assert claims["exp"] - claims["iat"] == 3600


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"])
def test_a_refresh_token_gives_two_new_ones(desk: Desk, client: Any, flow: str) -> None:
    first = desk.login()
    desk.hands.ahead = 10 * 86_400.0
    new = refresh(desk, client, first["RefreshToken"], flow)
    assert "RefreshToken" not in new
    assert new["IdToken"] != first["IdToken"]
    options: Any = {"verify_signature": False}
    old_claims, claims = (jwt.decode(tokens["IdToken"], options=options) for tokens in (first, new))
    assert claims["auth_time"] == old_claims["auth_time"]
    assert claims["origin_jti"] == old_claims["origin_jti"]
    assert claims["exp"] > old_claims["exp"]
    url = desk.api("Pets, Cognito").url + "/pets"
    assert desk.call(url, {"Authorization": new["IdToken"]}).status == 200
    desk.hands.ahead = 31 * 86_400.0
    with pytest.raises(client.exceptions.NotAuthorizedException, match="Refresh Token has expired"):
        refresh(desk, client, first["RefreshToken"])


def test_who_it_is(desk: Desk, client: Any) -> None:
    tokens = desk.login()
    user = client.get_user(AccessToken=tokens["AccessToken"])
    assert user["Username"] == "carol"
    attributes = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
    assert attributes["email"] == "carol@example.com"
    with pytest.raises(client.exceptions.NotAuthorizedException, match="Invalid Access Token"):
        client.get_user(AccessToken=tokens["IdToken"])


def test_a_login_that_was_ended(desk: Desk, client: Any) -> None:
    tokens = desk.login()
    client.revoke_token(Token=tokens["RefreshToken"], ClientId=pool(desk).client_id)
    with pytest.raises(client.exceptions.NotAuthorizedException, match="has been revoked"):
        refresh(desk, client, tokens["RefreshToken"])
    with pytest.raises(client.exceptions.NotAuthorizedException, match="has been revoked"):
        client.get_user(AccessToken=tokens["AccessToken"])
    # Whoever checks by the keys alone goes on taking the token: aws-facts §5.6.
    url = desk.api("Pets, Cognito").url + "/pets"
    assert desk.call(url, {"Authorization": tokens["IdToken"]}).status == 200


def test_errors_as_botocore_reads_them(desk: Desk, client: Any) -> None:
    def code(**given: Any) -> str:
        whole = {
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": pool(desk).client_id,
            "AuthParameters": {"USERNAME": "carol", "PASSWORD": "wrong"},
            **given,
        }
        with pytest.raises(ClientError) as caught:
            client.initiate_auth(**whole)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        return str(caught.value.response["Error"]["Code"])

    assert code() == "NotAuthorizedException"
    assert code(ClientId="unknown") == "ResourceNotFoundException"
    assert code(AuthFlow="ADMIN_NO_SRP_AUTH") == "InvalidParameterException"
    assert code(AuthParameters={}) == "InvalidParameterException"
    with pytest.raises(ClientError) as caught:
        client.forgot_password(ClientId=pool(desk).client_id, Username="carol")
    assert caught.value.response["Error"]["Code"] == "UnknownOperationException"
    assert [judgement.reason for judgement in desk.judgements] == [
        "password_wrong",
        "client_unknown",
        "flow_not_enabled",
        "parameter_missing",
        "operation_unknown",
    ]
    assert "wrong" not in " ".join(judgement.detail for judgement in desk.judgements)


def test_an_error_on_the_wire(desk: Desk) -> None:
    answer = ask(desk, "{}")
    assert (answer.status, answer.error_type) == (400, "InvalidParameterException")
    assert answer.headers["content-type"] == TYPE
    assert answer.headers["x-amzn-requestid"]
    assert answer.content == {
        "__type": "InvalidParameterException",
        "message": "Missing required parameter ClientId",
    }


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 50_000, b'"x"', b"\0" * 100]
)
def test_bodies_that_are_no_object(desk: Desk, body: bytes) -> None:
    answer = ask(desk, body)
    assert (answer.status, answer.error_type) == (400, "SerializationException")


@pytest.mark.parametrize(
    "target", ["", "InitiateAuth", "Other.InitiateAuth", f"{SERVICE}.", f"x{SERVICE}.InitiateAuth"]
)
def test_unknown_operations(desk: Desk, target: str) -> None:
    answer = ask(desk, "{}", target)
    assert (answer.status, answer.error_type) == (400, "UnknownOperationException")


def test_any_text_is_taken(desk: Desk) -> None:
    for text in ("é", "\ud800", "\0", "x" * 100_000):
        body = json.dumps({"ClientId": text, "AuthFlow": text, "AuthParameters": {text: text}})
        assert ask(desk, body).status == 400
    for judgement in desk.judgements:
        assert judgement.detail.isprintable()


def test_discovery(desk: Desk) -> None:
    content = desk.call(pool(desk).issuer + "/.well-known/openid-configuration").content
    assert content["issuer"] == pool(desk).issuer
    assert content["jwks_uri"] == pool(desk).jwks_url


@pytest.mark.parametrize("path", ["", "/", "/x", "/us-east-1_other/.well-known/jwks.json"])
def test_nothing_there(desk: Desk, path: str) -> None:
    answer = desk.call(pool(desk).endpoint + path)
    assert (answer.status, answer.content) == (404, {"message": "Not Found"})
    assert desk.judgements[0].api_id == "user_pool"
