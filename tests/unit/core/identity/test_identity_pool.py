"""An identity pool on top of a login: the flow's steps driven by a plain list of answers, and what the pool says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import jwt
import pytest

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.flow import AwsCall, AwsRefusal, Need
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import AwsKeys, Credentials, Tokens
from apiclient_gui.core.secret import Secret
from tests import factories

KIND = TABLE["identity_pool"]
POOL = "eu-west-1:12345678-1234-1234-1234-123456789012"
FACTS = {"login": "carol", "identity_pool_id": POOL}
ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC"
NAME = ISSUER.removeprefix("https://")
ENDS = datetime(2026, 3, 4, 7, 6, 7, tzinfo=timezone(timedelta(hours=1)))
REPLY = {
    "Credentials": {
        "AccessKeyId": "ASIAPOOL",
        "SecretKey": "the-secret",
        "SessionToken": "the-token",
        "Expiration": ENDS,
    }
}


def signed(issuer: object = ISSUER) -> Secret:
    return Secret(jwt.encode({"iss": issuer, "sub": "x"}, "k" * 32, "HS256"))


def login(token: Secret | None = None) -> Tokens:
    return Tokens({"id": token or signed(), "access": Secret("a")}, "access", None, factories.NOW)


def begun(source: Credentials | None = None, **facts: str) -> tuple[Any, Any]:
    """Return the flow and its first call after the login's tokens came."""
    flow: Any = KIND.obtain(factories.given(FACTS | facts))
    assert next(flow) == Need("carol")
    return flow, flow.send(source or login())


def refused(flow: Any, code: str, message: str = "Their words.") -> Finding:
    with pytest.raises(Problem) as caught:
        flow.throw(AwsRefusal(code, message, 400))
    assert caught.value.trouble == "login"
    return caught.value.finding


def test_an_id_token_becomes_keys() -> None:
    tokens = login()
    flow, step = begun(tokens)
    logins = {NAME: tokens.held["id"]}
    assert step == AwsCall(
        "get the identity",
        "cognito-identity",
        "GetId",
        {"IdentityPoolId": POOL, "Logins": logins},
        "eu-west-1",
    )
    step = flow.send({"IdentityId": "eu-west-1:me"})
    assert step == AwsCall(
        "get its keys",
        "cognito-identity",
        "GetCredentialsForIdentity",
        {"IdentityId": "eu-west-1:me", "Logins": logins},
        "eu-west-1",
    )
    with pytest.raises(StopIteration) as end:
        flow.send(REPLY)
    keys = end.value.value
    assert keys == AwsKeys(
        "ASIAPOOL", Secret("the-secret"), Secret("the-token"), ENDS, factories.NOW
    )
    assert keys.expires_at.tzinfo == UTC


def test_region_and_endpoint_of_one_s_own() -> None:
    _, step = begun(region="eu-west-2", endpoint="http://127.0.0.1:1")
    assert (step.region, step.endpoint) == ("eu-west-2", "http://127.0.0.1:1")
    assert KIND.region(factories.given(FACTS)) == "eu-west-1"
    assert KIND.region(factories.given(FACTS | {"region": "eu-west-2"})) == "eu-west-2"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"login": ""}, "login"),
        ({"identity_pool_id": ""}, "identity pool id"),
        ({"identity_pool_id": "eu-west-1_AbC"}, "valid identity pool id"),
        ({"identity_pool_id": POOL + "\0"}, "valid identity pool id"),
        ({"identity_pool_id": "\ud800"}, "valid identity pool id"),
    ],
)
def test_what_is_missing(facts: dict[str, str], words: str) -> None:
    with pytest.raises(Problem) as caught:
        KIND.obtain(factories.given(FACTS | facts))
    assert caught.value.trouble == "refused"
    assert words in caught.value.finding.title


@pytest.mark.parametrize(
    "source",
    [
        factories.keys(),
        Tokens({"access": Secret("a")}, "access", None, factories.NOW),
    ],
)
def test_a_login_without_an_id_token(source: Credentials) -> None:
    with pytest.raises(Problem) as caught:
        begun(source)
    assert caught.value.finding.id == "login_without_id_token"
    assert "carol" in caught.value.finding.title


@pytest.mark.parametrize("issuer", ["", "nothing", "https://", "https://" + "x" * 200])
def test_an_id_token_that_says_no_issuer(issuer: str) -> None:
    with pytest.raises(Problem) as caught:
        begun(login(signed(issuer)))
    assert caught.value.finding.id == "id_token_without_issuer"


def test_a_token_that_cannot_be_read() -> None:
    with pytest.raises(Problem) as caught:
        begun(login(Secret("opaque")))
    assert caught.value.finding.id == "id_token_without_issuer"
    assert "opaque" not in str(caught.value.finding)


@pytest.mark.parametrize(
    ("code", "message", "remedy"),
    [
        (
            "NotAuthorizedException",
            "Token is not from a supported provider of this identity pool.",
            "Add the user pool",
        ),
        (
            "NotAuthorizedException",
            "Invalid login token. Token expired: 1 >= 0",
            "Log the login in again",
        ),
        ("NotAuthorizedException", "Invalid login token. Incorrect token audience.", "client id"),
        ("NotAuthorizedException", "Invalid login token. Signature.", "trusts the issuer"),
        (
            "NotAuthorizedException",
            "Unauthenticated access is not supported for this identity pool.",
            "provider",
        ),
        ("ResourceNotFoundException", "IdentityPool not found.", "Check the identity pool id"),
        ("TooManyRequestsException", "", "Wait a little"),
        ("NeverHeardOf", "", "Check the identity."),
    ],
)
def test_refusals_say_what_to_do(code: str, message: str, remedy: str) -> None:
    flow, _ = begun()
    finding = refused(flow, code, message)
    assert finding.id == "identity_pool_refused"
    assert remedy in finding.remedy
    assert message in finding.detail
    later, _ = begun()
    later.send({"IdentityId": "eu-west-1:me"})
    assert remedy in refused(later, code, message).remedy


@pytest.mark.parametrize(
    "replies",
    [
        ({},),
        ({"IdentityId": 1},),
        ({"IdentityId": "x"}, {}),
        ({"IdentityId": "x"}, {"Credentials": {"AccessKeyId": "A", "SecretKey": ""}}),
    ],
)
def test_replies_of_no_use(replies: tuple[dict[str, Any], ...]) -> None:
    flow, _ = begun()
    *good, last = replies
    for reply in good:
        flow.send(reply)
    with pytest.raises(Problem) as caught:
        flow.send(last)
    assert caught.value.finding.id == "identity_pool_reply_malformed"


def test_the_line_of_a_list() -> None:
    assert KIND.summary(FACTS) == f"{POOL} · carol"
    assert KIND.summary({}) == ""
