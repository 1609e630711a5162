"""Accounts, roles and keys as botocore's own client of sso asks for them, and what the keys open."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from conftest import Answer, Desk

    from apiclient_gui.practice.description import Sso

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
BEARER = "x-amz-sso_bearer_token"


@pytest.fixture
def portal(desk: Desk) -> Iterator[Any]:
    made = botocore.session.Session().create_client(
        "sso",
        region_name="us-east-1",
        endpoint_url=sso(desk).portal_endpoint,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    yield made
    made.close()


def sso(desk: Desk) -> Sso:
    assert desk.description.sso
    return desk.description.sso


def account(desk: Desk, name: str = "practice") -> str:
    return next(one.account_id for one in sso(desk).accounts if one.account_name == name)


def called(desk: Desk, path: str, **content: Any) -> Any:
    body = json.dumps(content)
    return desk.call(f"{sso(desk).oidc_endpoint}/{path}", method="POST", body=body).content


def login(desk: Desk, user: str = "dana") -> Any:
    """Return the tokens of a device login that the user allowed, and what is needed to refresh them."""
    scopes = ["sso:account:access"]
    reply = called(desk, "client/register", clientName="x", clientType="public", scopes=scopes)
    client = {key: reply[key] for key in ("clientId", "clientSecret")}
    begun = called(desk, "device_authorization", **client, startUrl=sso(desk).start_url)
    form = {"user_code": begun["userCode"], "user": user, "decision": "allow"}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    desk.call(begun["verificationUri"], kind, method="POST", body=urlencode(form))
    code = begun["deviceCode"]
    return {**client, **called(desk, "token", **client, grantType=DEVICE_CODE, deviceCode=code)}


def refreshed(desk: Desk, tokens: Any) -> Any:
    given = {key: tokens[key] for key in ("clientId", "clientSecret", "refreshToken")}
    return called(desk, "token", **given, grantType="refresh_token")


def keys_of(portal: Any, token: str, account_id: str, role: str = "PetsReader") -> dict[str, Any]:
    reply = portal.get_role_credentials(accessToken=token, accountId=account_id, roleName=role)
    return dict(reply["roleCredentials"])


def use(desk: Desk, keys: dict[str, Any], method: str = "GET", path: str = "/pets") -> Answer:
    """Send a request signed by botocore with these keys to the API that wants IAM."""
    request = AWSRequest(method, desk.description.apis[0].url + path)
    given = Credentials(keys["accessKeyId"], keys["secretAccessKey"], keys["sessionToken"])
    SigV4Auth(given, "execute-api", "us-east-1").add_auth(request)
    return desk.call(request.url, dict(request.headers.items()), method=method)


def refused(
    desk: Desk, caught: pytest.ExceptionInfo[ClientError], kind: str, message: str, reason: str
) -> None:
    error: Any = caught.value.response["Error"]
    assert (error["Code"], error["Message"]) == (kind, message)
    judgement = desk.judgements[-1]
    assert (judgement.verdict, judgement.reason, judgement.api_id) == ("refused", reason, "sso")


def test_accounts_and_roles(desk: Desk, portal: Any) -> None:
    token = login(desk)["accessToken"]
    listed = portal.list_accounts(accessToken=token)
    assert "nextToken" not in listed
    assert [one["accountName"] for one in listed["accountList"]] == ["practice", "sandbox"]
    assert listed["accountList"][0]["accountId"] == desk.description.account
    for one, told in zip(listed["accountList"], sso(desk).accounts, strict=True):
        assert (one["accountId"], one["emailAddress"]) == (told.account_id, told.email)
        roles = portal.list_account_roles(accessToken=token, accountId=one["accountId"])
        expected = [{"roleName": r, "accountId": one["accountId"]} for r in told.roles]
        assert roles["roleList"] == expected
    assert desk.judgements[-1].detail == "The roles of dana in sandbox."
    assert token not in str(desk.judgements)


def test_eve_sees_what_is_hers(desk: Desk, portal: Any) -> None:
    token = login(desk, "eve")["accessToken"]
    (only,) = portal.list_accounts(accessToken=token)["accountList"]
    roles = portal.list_account_roles(accessToken=token, accountId=only["accountId"])["roleList"]
    assert [one["roleName"] for one in roles] == ["PetsReader"]


def test_pages(desk: Desk, portal: Any) -> None:
    token = login(desk)["accessToken"]
    pages = portal.get_paginator("list_accounts").paginate(
        accessToken=token, PaginationConfig={"PageSize": 1}
    )
    assert [[one["accountName"] for one in page["accountList"]] for page in pages] == [
        ["practice"],
        ["sandbox"],
    ]
    pages = portal.get_paginator("list_account_roles").paginate(
        accessToken=token, accountId=account(desk), PaginationConfig={"PageSize": 1}
    )
    assert [page["roleList"][0]["roleName"] for page in pages] == ["PetsAdmin", "PetsReader"]


@pytest.mark.parametrize(
    "query",
    [
        "max_result=0",
        "max_result=101",
        "max_result=x",
        "max_result=-1",
        "max_result=" + "9" * 5000,
        "max_result=%D9%A1",
        "next_token=",
        "next_token=x",
        "next_token=%FF",
        "next_token=LTE=",
        "next_token=%C3%A9",
        "&".join(["a=b"] * 50),
    ],
)
def test_queries_that_are_refused(desk: Desk, query: str) -> None:
    headers = {BEARER: login(desk)["accessToken"]}
    url = f"{sso(desk).portal_endpoint}/assignment/accounts?{query}"
    answer = desk.call(url, headers)
    assert (answer.status, answer.error_type) == (400, "InvalidRequestException")
    assert desk.judgements[-1].reason == "request_invalid"


def test_keys_of_the_reader_and_what_they_open(desk: Desk, portal: Any) -> None:
    keys = keys_of(portal, login(desk)["accessToken"], account(desk))
    left = keys["expiration"] / 1000 - desk.hands.now().timestamp()
    assert 3500 < left <= 3600
    assert keys["accessKeyId"].startswith("ASIA")
    assert desk.judgements[-1].detail == "dana got keys of PetsReader in practice."
    assert not [
        one
        for one in (keys["secretAccessKey"], keys["sessionToken"])
        if one in str(desk.judgements)
    ]
    assert use(desk, keys).status == 200
    assert use(desk, keys, path="/pets/1").status == 200
    answer = use(desk, keys, "DELETE", "/pets/1")
    assert answer.status == 403
    principal = re.search(r"User: (\S+) is not authorized", answer.content["Message"])
    assert principal
    role = r"AWSReservedSSO_PetsReader_[0-9a-f]{16}"
    shape = rf"arn:aws:sts::{desk.description.account}:assumed-role/{role}/dana"
    assert re.fullmatch(shape, principal[1])


def test_keys_of_the_admin_open_more(desk: Desk, portal: Any) -> None:
    keys = keys_of(portal, login(desk)["accessToken"], account(desk), "PetsAdmin")
    assert use(desk, keys, "DELETE", "/pets/1").status in (200, 204)


def test_keys_of_the_other_account_open_nothing_here(desk: Desk, portal: Any) -> None:
    keys = keys_of(portal, login(desk)["accessToken"], account(desk, "sandbox"), "PetsAdmin")
    answer = use(desk, keys)
    assert (answer.status, answer.error_type) == (403, "AccessDeniedException")
    assert f"arn:aws:sts::{account(desk, 'sandbox')}:assumed-role/" in answer.content["Message"]
    assert "because no" in answer.content["Message"]


@pytest.mark.parametrize(
    ("user", "place", "role", "reason"),
    [
        ("dana", "practice", "PetsOwner", "role_not_assigned"),
        ("eve", "practice", "PetsAdmin", "role_not_assigned"),
        ("eve", "sandbox", "PetsReader", "account_not_assigned"),
    ],
)
def test_roles_that_are_not_theirs(
    desk: Desk, portal: Any, user: str, place: str, role: str, reason: str
) -> None:
    token = login(desk, user)["accessToken"]
    with pytest.raises(ClientError) as caught:
        keys_of(portal, token, account(desk, place), role)
    refused(desk, caught, "ForbiddenException", "No access", reason)
    assert desk.judgements[-1].status == 403


def test_an_account_of_nobody(desk: Desk, portal: Any) -> None:
    token = login(desk)["accessToken"]
    for call in (portal.list_account_roles, portal.get_role_credentials):
        extra = {"roleName": "PetsReader"} if call == portal.get_role_credentials else {}
        with pytest.raises(portal.exceptions.ResourceNotFoundException) as caught:
            call(accessToken=token, accountId="000000000000", **extra)
        words = "The account does not belong to the organization."
        refused(desk, caught, "ResourceNotFoundException", words, "account_unknown")


@pytest.mark.parametrize("wanted", ["", "x", "12345", "1" * 13, "１２３４５６７８９０１２"])
def test_an_account_that_is_none(desk: Desk, portal: Any, wanted: str) -> None:
    token = login(desk)["accessToken"]
    with pytest.raises(portal.exceptions.InvalidRequestException):
        portal.list_account_roles(accessToken=token, accountId=wanted)


def test_no_role_is_named(desk: Desk) -> None:
    url = f"{sso(desk).portal_endpoint}/federation/credentials?account_id={account(desk)}"
    answer = desk.call(url, {BEARER: login(desk)["accessToken"]})
    assert (answer.status, answer.content["message"]) == (400, "The query has no role_name.")


def test_tokens_that_are_not_good(desk: Desk, portal: Any) -> None:
    tokens = login(desk)
    words = "Session token not found or invalid"
    for token in ("x", tokens["refreshToken"], tokens["clientSecret"]):
        with pytest.raises(portal.exceptions.UnauthorizedException) as caught:
            portal.list_accounts(accessToken=token)
        refused(desk, caught, "UnauthorizedException", words, "access_token_invalid")
    desk.hands.ahead += 8 * 3600
    with pytest.raises(portal.exceptions.UnauthorizedException):
        portal.list_accounts(accessToken=tokens["accessToken"])
    answer = desk.call(f"{sso(desk).portal_endpoint}/assignment/accounts")
    assert (answer.status, answer.error_type) == (401, "UnauthorizedException")
    assert answer.content["__type"].endswith("#UnauthorizedException")


def test_logging_out_ends_both_tokens(desk: Desk, portal: Any) -> None:
    tokens, others = login(desk), login(desk)
    second = refreshed(desk, tokens)["accessToken"]
    portal.logout(accessToken=tokens["accessToken"])
    assert desk.judgements[-1].detail == "A login of dana was ended."
    for token in (tokens["accessToken"], second):
        with pytest.raises(portal.exceptions.UnauthorizedException):
            portal.list_accounts(accessToken=token)
    assert refreshed(desk, tokens)["error"] == "invalid_grant"
    assert portal.list_accounts(accessToken=others["accessToken"])
    with pytest.raises(portal.exceptions.UnauthorizedException):
        portal.logout(accessToken=tokens["accessToken"])


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "assignment"), ("POST", "assignment/accounts"), ("GET", "logout")],
)
def test_nothing_there(desk: Desk, method: str, path: str) -> None:
    answer = desk.call(f"{sso(desk).portal_endpoint}/{path}", method=method)
    assert (answer.status, desk.judgements[0].reason) == (404, "no_such_path")
