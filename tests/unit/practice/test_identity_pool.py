"""The identity pool, asked by botocore: ids and keys for logins, and what is no login of this pool."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import botocore.session
import jwt
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.support.idp_browser import Browser

if TYPE_CHECKING:
    from conftest import Desk

    from apiclient_gui.practice.description import IdentityPool


def pool(desk: Desk) -> IdentityPool:
    assert desk.description.identity_pool
    return desk.description.identity_pool


def client(desk: Desk, service: str = "cognito-identity", endpoint: str = "") -> Any:
    return botocore.session.Session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=endpoint or pool(desk).endpoint,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )


def user_pool_login(desk: Desk, number: int = 0) -> dict[str, str]:
    assert desk.description.user_pool
    name = desk.description.user_pool.issuer.removeprefix("http://")
    return {name: desk.login(number)["IdToken"]}


def idp_login(desk: Desk) -> dict[str, str]:
    assert desk.description.idp
    name = desk.description.idp.issuer.removeprefix("http://")
    return {name: Browser(desk.description.idp).tokens()["id_token"]}


def identity(desk: Desk, logins: dict[str, str]) -> str:
    reply = client(desk).get_id(IdentityPoolId=pool(desk).id, Logins=logins)
    return str(reply["IdentityId"])


def refused(call: Any, code: str, message: str, **parameters: Any) -> None:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    error = caught.value.response["Error"]
    assert (error["Code"], message in error["Message"]) == (code, True), error


@pytest.mark.parametrize("login", [user_pool_login, idp_login])
def test_keys_for_a_login_read_pets_and_no_more(desk: Desk, login: Any) -> None:
    logins = login(desk)
    identity_id = identity(desk, logins)
    assert identity_id.startswith("us-east-1:")
    reply = client(desk).get_credentials_for_identity(IdentityId=identity_id, Logins=logins)
    assert reply["IdentityId"] == identity_id
    keys = reply["Credentials"]
    assert 3500 < keys["Expiration"].timestamp() - time.time() <= 3600
    token = [("X-Amz-Security-Token", keys["SessionToken"])]
    for method, status in (("GET", 200), ("POST", 403)):
        headers = desk.sign(
            method, headers=token, key=keys["AccessKeyId"], secret=keys["SecretKey"]
        )
        assert desk.ask(desk.raw(headers, method)).status == status
    assert keys["SecretKey"] not in str(desk.judgements)
    assert "pets-pool-role" in str(desk.judgements)


def test_an_identity_is_the_same_each_time_and_another_for_others(desk: Desk) -> None:
    first = identity(desk, user_pool_login(desk))
    assert identity(desk, user_pool_login(desk)) == first
    others = {identity(desk, user_pool_login(desk, 1)), identity(desk, idp_login(desk))}
    assert len(others | {first}) == 3


def test_the_basic_flow(desk: Desk) -> None:
    logins = user_pool_login(desk)
    identity_id = identity(desk, logins)
    reply = client(desk).get_open_id_token(IdentityId=identity_id, Logins=logins)
    claims = jwt.decode(reply["Token"], options={"verify_signature": False})
    assert (claims["sub"], claims["aud"]) == (identity_id, pool(desk).id)
    assert claims["exp"] - claims["iat"] == 600
    assert desk.description.sts
    role = next(one for one in desk.description.sts.roles if not one.trusted)
    sts = client(desk, "sts", desk.description.sts.endpoint)
    taken = sts.assume_role_with_web_identity(
        RoleArn=role.arn, RoleSessionName="me", WebIdentityToken=reply["Token"]
    )
    assert taken["SubjectFromWebIdentityToken"] == identity_id


def test_logins_that_are_none(desk: Desk) -> None:
    ask, where = client(desk).get_id, {"IdentityPoolId": pool(desk).id}
    code = "NotAuthorizedException"
    refused(ask, code, "Unauthenticated access is not supported", **where)
    refused(
        ask, code, "not from a supported provider", Logins={"accounts.google.com": "x"}, **where
    )
    ((name, token),) = user_pool_login(desk).items()
    ((other, foreign),) = idp_login(desk).items()
    assert desk.description.user_pool
    access = desk.login()["AccessToken"]
    for logins, words in (
        ({name: access}, "Incorrect token audience"),
        ({other: desk.access_token()}, "Incorrect token audience"),
        ({name: foreign}, "names no key"),
        ({name: token[:-6] + "AAAAAA"}, "signature"),
        ({name: "x"}, "not a token"),
    ):
        refused(ask, code, "Invalid login token. ", Logins=logins, **where)
        refused(ask, code, words, Logins=logins, **where)
    both = {name: token, other: foreign}
    refused(ask, "InvalidParameterException", "one login", Logins=both, **where)
    desk.hands.ahead = 3601
    refused(ask, code, "Token expired", Logins={name: token}, **where)


def test_other_pools_and_other_identities(desk: Desk) -> None:
    logins = user_pool_login(desk)
    mine, other = identity(desk, logins), identity(desk, user_pool_login(desk, 1))
    api = client(desk)
    unknown = "us-east-1:00000000-0000-0000-0000-000000000000"
    refused(
        api.get_id, "ResourceNotFoundException", "not found", IdentityPoolId=unknown, Logins=logins
    )
    code = "NotAuthorizedException"
    for call in (api.get_credentials_for_identity, api.get_open_id_token):
        refused(call, code, "Logins don't match", IdentityId=other, Logins=logins)
        refused(call, code, "Unauthenticated", IdentityId=mine)
    keys, words = api.get_credentials_for_identity, "custom role"
    admin = "arn:aws:iam::111122223333:role/admin"
    refused(keys, code, words, IdentityId=mine, Logins=logins, CustomRoleArn=admin)
    own = keys(IdentityId=mine, Logins=logins, CustomRoleArn=pool(desk).role_arn)
    assert own["Credentials"]


@pytest.mark.parametrize(
    ("target", "body", "code"),
    [
        ("AWSCognitoIdentityService.Nothing", "{}", "UnknownOperationException"),
        ("Other.GetId", "{}", "UnknownOperationException"),
        ("AWSCognitoIdentityService.GetId", "[]", "SerializationException"),
        ("AWSCognitoIdentityService.GetId", "{", "SerializationException"),
        ("AWSCognitoIdentityService.GetId", "{}", "InvalidParameterException"),
        ("AWSCognitoIdentityService.GetId", '{"IdentityPoolId": 1}', "InvalidParameterException"),
    ],
)
def test_what_is_no_call(desk: Desk, target: str, body: str, code: str) -> None:
    headers = {"X-Amz-Target": target}
    answer = desk.call(pool(desk).endpoint, headers, method="POST", body=body)
    assert (answer.status, answer.content["__type"]) == (400, code)
    assert answer.error_type == code


def test_nothing_else_stands_there(desk: Desk) -> None:
    assert desk.call(pool(desk).endpoint).status == 404
    assert desk.call(pool(desk).endpoint + "/x", method="POST", body="{}").status == 404
