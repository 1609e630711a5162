"""The device login as botocore's own client of sso-oidc makes it, over real sockets and with a clock that is moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from conftest import Answer, Desk

    from apiclient_gui.practice.description import Sso

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
SCOPE = "sso:account:access"


@pytest.fixture
def oidc(desk: Desk) -> Iterator[Any]:
    made = botocore.session.Session().create_client(
        "sso-oidc",
        region_name="us-east-1",
        endpoint_url=sso(desk).oidc_endpoint,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    yield made
    made.close()


def sso(desk: Desk) -> Sso:
    assert desk.description.sso
    return desk.description.sso


def register(oidc: Any, name: str = "a program", scopes: tuple[str, ...] = (SCOPE,)) -> Any:
    reply = oidc.register_client(clientName=name, clientType="public", scopes=list(scopes))
    return {"clientId": reply["clientId"], "clientSecret": reply["clientSecret"]}


def start(desk: Desk, oidc: Any, client: Any, url: str = "") -> Any:
    return oidc.start_device_authorization(**client, startUrl=url or sso(desk).start_url)


def decide(desk: Desk, begun: Any, decision: str = "allow", user: str = "dana") -> None:
    form = {"user_code": begun["userCode"], "user": user, "decision": decision}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = desk.call(begun["verificationUri"], kind, method="POST", body=urlencode(form))
    assert answer.status == 200


def fetch(oidc: Any, client: Any, begun: Any) -> Any:
    return oidc.create_token(**client, grantType=DEVICE_CODE, deviceCode=begun["deviceCode"])


def refresh(oidc: Any, client: Any, token: str) -> Any:
    return oidc.create_token(**client, grantType="refresh_token", refreshToken=token)


def ask(desk: Desk, path: str, body: Any) -> Answer:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return desk.call(f"{sso(desk).oidc_endpoint}/{path}", method="POST", body=text)


def refused(desk: Desk, caught: pytest.ExceptionInfo[ClientError], kind: str, code: str) -> None:
    response: Any = caught.value.response
    assert (response["Error"]["Code"], response["error"]) == (kind, code)
    assert response["error_description"]
    assert type(caught.value).__name__ == kind
    judgement = desk.judgements[-1]
    assert (judgement.verdict, judgement.reason, judgement.api_id) == ("refused", code, "sso")
    assert judgement.status == response["ResponseMetadata"]["HTTPStatusCode"]


def test_a_login_from_the_registration_to_a_new_token(desk: Desk, oidc: Any) -> None:
    client = register(oidc)
    begun = start(desk, oidc, client)
    assert begun["verificationUri"] == f"{desk.description.base_url}/sso/device"
    complete = f"{begun['verificationUri']}?user_code={begun['userCode']}"
    assert begun["verificationUriComplete"] == complete
    assert (begun["expiresIn"], begun["interval"]) == (600, 1)
    with pytest.raises(oidc.exceptions.AuthorizationPendingException) as caught:
        fetch(oidc, client, begun)
    refused(desk, caught, "AuthorizationPendingException", "authorization_pending")
    decide(desk, begun)
    desk.hands.ahead += 1
    first = fetch(oidc, client, begun)
    assert (first["tokenType"], first["expiresIn"]) == ("Bearer", 28_800)
    assert desk.judgements[-1].detail == "a program got tokens of dana."
    desk.hands.ahead += 86_400
    second = refresh(oidc, client, first["refreshToken"])
    assert second["accessToken"] != first["accessToken"]
    assert second["refreshToken"]
    assert desk.judgements[-1].detail == "a program got new tokens of dana."
    logged = str(desk.judgements)
    secrets = (client["clientSecret"], begun["deviceCode"], begun["userCode"])
    tokens = (first["accessToken"], first["refreshToken"], second["accessToken"])
    assert not [one for one in (*secrets, *tokens) if one in logged]


def test_a_registration_says_when_it_ends(desk: Desk, oidc: Any) -> None:
    reply = oidc.register_client(clientName="x", clientType="public")
    assert reply["clientSecretExpiresAt"] - reply["clientIdIssuedAt"] == 90 * 86_400
    assert abs(reply["clientIdIssuedAt"] - desk.hands.now().timestamp()) < 60
    client = {key: reply[key] for key in ("clientId", "clientSecret")}
    desk.hands.ahead = 90 * 86_400.0
    with pytest.raises(oidc.exceptions.InvalidClientException) as caught:
        start(desk, oidc, client)
    refused(desk, caught, "InvalidClientException", "invalid_client")
    assert desk.judgements[-1].status == 401


def test_only_the_scope_gives_a_refresh_token(desk: Desk, oidc: Any) -> None:
    client = register(oidc, scopes=())
    begun = start(desk, oidc, client)
    decide(desk, begun)
    tokens = fetch(oidc, client, begun)
    assert tokens["accessToken"]
    assert "refreshToken" not in tokens


def test_a_code_is_good_once(desk: Desk, oidc: Any) -> None:
    client = register(oidc)
    begun = start(desk, oidc, client)
    decide(desk, begun)
    fetch(oidc, client, begun)
    with pytest.raises(oidc.exceptions.InvalidGrantException) as caught:
        fetch(oidc, client, begun)
    refused(desk, caught, "InvalidGrantException", "invalid_grant")


def test_a_program_that_asks_too_often(desk: Desk, oidc: Any) -> None:
    client = register(oidc)
    begun = start(desk, oidc, client)
    # The clock goes on by itself, too: so it is put back to the moment of the first question.
    with pytest.raises(oidc.exceptions.AuthorizationPendingException):
        fetch(oidc, client, begun)
    desk.hands.ahead -= 3600
    with pytest.raises(oidc.exceptions.SlowDownException) as caught:
        fetch(oidc, client, begun)
    refused(desk, caught, "SlowDownException", "slow_down")


def test_a_denied_login(desk: Desk, oidc: Any) -> None:
    client = register(oidc)
    begun = start(desk, oidc, client)
    decide(desk, begun, "deny")
    with pytest.raises(oidc.exceptions.AccessDeniedException) as caught:
        fetch(oidc, client, begun)
    refused(desk, caught, "AccessDeniedException", "access_denied")


def test_an_expired_login(desk: Desk, oidc: Any) -> None:
    client = register(oidc)
    begun = start(desk, oidc, client)
    desk.hands.ahead = 600.0
    with pytest.raises(oidc.exceptions.ExpiredTokenException) as caught:
        fetch(oidc, client, begun)
    refused(desk, caught, "ExpiredTokenException", "expired_token")


@pytest.mark.parametrize("changed", ["clientId", "clientSecret"])
def test_an_unknown_client(desk: Desk, oidc: Any, changed: str) -> None:
    client = register(oidc)
    begun = start(desk, oidc, client)
    stranger = {**client, changed: register(oidc)[changed]}
    for call in (
        lambda: start(desk, oidc, stranger),
        lambda: fetch(oidc, stranger, begun),
        lambda: refresh(oidc, stranger, "x"),
    ):
        with pytest.raises(oidc.exceptions.InvalidClientException) as caught:
            call()
        refused(desk, caught, "InvalidClientException", "invalid_client")


def test_a_code_of_another_client(desk: Desk, oidc: Any) -> None:
    begun = start(desk, oidc, register(oidc))
    with pytest.raises(oidc.exceptions.InvalidGrantException):
        fetch(oidc, register(oidc), begun)


def test_refresh_tokens_that_are_not_good(desk: Desk, oidc: Any) -> None:
    client = register(oidc)
    begun = start(desk, oidc, client)
    decide(desk, begun)
    tokens = fetch(oidc, client, begun)
    other = register(oidc)
    for whose, token in ((client, "x"), (client, tokens["accessToken"]), (client, "é")):
        with pytest.raises(oidc.exceptions.InvalidGrantException) as caught:
            refresh(oidc, whose, token)
        refused(desk, caught, "InvalidGrantException", "invalid_grant")
    with pytest.raises(oidc.exceptions.InvalidGrantException):
        refresh(oidc, other, tokens["refreshToken"])


def test_the_start_url_is_taken_as_people_copy_it(desk: Desk, oidc: Any) -> None:
    client, url = register(oidc), sso(desk).start_url
    for written in (url + "/", url + "/#/", url + "#/?tab=accounts"):
        assert start(desk, oidc, client, written)["userCode"]
    for written in ("https://example.awsapps.com/start", url + "/x", "x"):
        with pytest.raises(oidc.exceptions.InvalidRequestException) as caught:
            start(desk, oidc, client, written)
        refused(desk, caught, "InvalidRequestException", "invalid_request")


@pytest.mark.parametrize(
    ("changes", "kind", "code"),
    [
        (
            {"clientType": "confidential"},
            "InvalidClientMetadataException",
            "invalid_client_metadata",
        ),
        ({"scopes": ["sso:account:access", "x"]}, "InvalidScopeException", "invalid_scope"),
        (
            {"grantTypes": ["authorization_code"]},
            "UnsupportedGrantTypeException",
            "unsupported_grant_type",
        ),
    ],
)
def test_registrations_that_are_refused(
    desk: Desk, oidc: Any, changes: Any, kind: str, code: str
) -> None:
    with pytest.raises(ClientError) as caught:
        oidc.register_client(**{"clientName": "x", "clientType": "public", **changes})
    refused(desk, caught, kind, code)


def test_grant_types_that_are_known(desk: Desk, oidc: Any) -> None:
    grants = [DEVICE_CODE, "refresh_token"]
    assert oidc.register_client(clientName="x", clientType="public", grantTypes=grants)
    with pytest.raises(oidc.exceptions.UnsupportedGrantTypeException) as caught:
        oidc.create_token(**register(oidc), grantType="authorization_code", code="x")
    refused(desk, caught, "UnsupportedGrantTypeException", "unsupported_grant_type")


@pytest.mark.parametrize("grant", [DEVICE_CODE, "refresh_token"])
def test_a_grant_without_its_token(desk: Desk, oidc: Any, grant: str) -> None:
    with pytest.raises(oidc.exceptions.InvalidRequestException) as caught:
        oidc.create_token(**register(oidc), grantType=grant)
    refused(desk, caught, "InvalidRequestException", "invalid_request")


@pytest.mark.parametrize("path", ["client/register", "device_authorization", "token"])
@pytest.mark.parametrize(
    "body", ["", "x", "[]", "null", "{}", '{"clientId": 1}', b"\xff", '"\\ud800"', "[" * 5000]
)
def test_bodies_that_are_none(desk: Desk, path: str, body: str | bytes) -> None:
    answer = ask(desk, path, body)
    assert (answer.status, answer.content["error"]) == (400, "invalid_request")
    assert answer.error_type.partition(":")[0] == "InvalidRequestException"
    assert answer.headers["cache-control"] == "no-store"
    assert desk.judgements[-1].reason == "invalid_request"


def test_a_value_that_was_sent_does_not_come_back(desk: Desk) -> None:
    answer = ask(desk, "token", {"clientId": "x", "clientSecret": ["planted"], "grantType": "x"})
    assert answer.status == 400
    assert "clientSecret" in answer.content["error_description"]
    assert "planted" not in f"{answer} {desk.judgements}"


def test_a_name_from_outside_is_printable_and_short(desk: Desk) -> None:
    body = {"clientName": "\x1b[31m" + "x" * 500, "clientType": "public"}
    assert ask(desk, "client/register", body).status == 200
    detail = desk.judgements[-1].detail
    assert "\x1b" not in detail
    assert len(detail) < 100


@pytest.mark.parametrize(("method", "path"), [("GET", "token"), ("POST", ""), ("POST", "token/x")])
def test_nothing_there(desk: Desk, method: str, path: str) -> None:
    answer = desk.call(f"{sso(desk).oidc_endpoint}/{path}", method=method)
    assert (answer.status, answer.content) == (404, {"message": "Not Found"})
    assert (desk.judgements[0].reason, desk.judgements[0].api_id) == ("no_such_path", "sso")
