from __future__ import annotations

from datetime import UTC, datetime

import pytest

from apiclient_gui.practice import pool_operations
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.pool_call import Call, Outcome
from apiclient_gui.practice.pool_sessions import Sessions
from apiclient_gui.practice.pool_tokens import PoolError, PoolTokens

NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture
def pool(deployed: tuple[Kept, Deployment]) -> PoolTokens:
    return PoolTokens(*deployed)


def auth(pool: PoolTokens, **given: object) -> Outcome:
    state = pool.deployment.state
    whole: dict[str, object] = {
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": state.pool_client_id,
        "AuthParameters": {"USERNAME": "carol", "PASSWORD": state.pool_users["carol"].password},
        **given,
    }
    return pool_operations.initiate_auth(Call(whole, NOW, pool, pool.check(), Sessions()))


def test_a_login(pool: PoolTokens) -> None:
    outcome = auth(pool)
    assert outcome.content["ChallengeParameters"] == {}
    assert outcome.detail == "carol logged in with the password."
    password = pool.deployment.state.pool_users["carol"].password
    assert password not in str(outcome)


@pytest.mark.parametrize(
    ("given", "code", "message", "reason"),
    [
        ({"AuthParameters": {"USERNAME": "carol", "PASSWORD": "x"}}, "NotAuthorizedException", "Incorrect username or password.", "password_wrong"),
        ({"AuthParameters": {"USERNAME": "carol", "PASSWORD": "\ud800"}}, "NotAuthorizedException", "Incorrect username or password.", "password_wrong"),
        ({"AuthParameters": {"USERNAME": "nobody", "PASSWORD": "x"}}, "NotAuthorizedException", "Incorrect username or password.", "user_unknown"),
        ({"AuthParameters": {"USERNAME": "carol"}}, "InvalidParameterException", "Missing required parameter PASSWORD", "parameter_missing"),
        ({"AuthParameters": {"USERNAME": "", "PASSWORD": "x"}}, "InvalidParameterException", "Missing required parameter USERNAME", "parameter_missing"),
        ({"AuthParameters": {"USERNAME": 1, "PASSWORD": "x"}}, "InvalidParameterException", "Missing required parameter USERNAME", "parameter_missing"),
        ({"AuthParameters": None}, "InvalidParameterException", "Missing required parameter AuthParameters", "parameter_missing"),
        ({"AuthParameters": []}, "InvalidParameterException", "Missing required parameter AuthParameters", "parameter_missing"),
        ({"AuthFlow": "ADMIN_NO_SRP_AUTH"}, "InvalidParameterException", "ADMIN_NO_SRP_AUTH flow not enabled for this client", "flow_not_enabled"),
        ({"AuthFlow": "\x1b[0m"}, "InvalidParameterException", "\\x1b[0m flow not enabled for this client", "flow_not_enabled"),
        ({"AuthFlow": None}, "InvalidParameterException", "Missing required parameter AuthFlow", "parameter_missing"),
        ({"ClientId": "x"}, "ResourceNotFoundException", "User pool client x does not exist.", "client_unknown"),
        ({"ClientId": "\ud800"}, "ResourceNotFoundException", "User pool client \\ud800 does not exist.", "client_unknown"),
        ({"ClientId": 3}, "InvalidParameterException", "Missing required parameter ClientId", "parameter_missing"),
        ({"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {}}, "InvalidParameterException", "Missing required parameter REFRESH_TOKEN", "parameter_missing"),
        ({"AuthFlow": "REFRESH_TOKEN", "AuthParameters": {"REFRESH_TOKEN": "x"}}, "NotAuthorizedException", "Invalid Refresh Token", "refresh_token_invalid"),
    ],
)  # fmt: skip
def test_what_is_refused(
    pool: PoolTokens, given: dict[str, object], code: str, message: str, reason: str
) -> None:
    with pytest.raises(PoolError) as caught:
        auth(pool, **given)
    error = caught.value
    assert (error.code, error.message, error.reason) == (code, message, reason)


def test_a_client_without_a_secret_is_sent_no_hash(pool: PoolTokens) -> None:
    with pytest.raises(PoolError) as caught:
        auth(pool, AuthParameters={"USERNAME": "carol", "PASSWORD": "x", "SECRET_HASH": "h"})
    client_id = pool.deployment.state.pool_client_id
    assert caught.value.message == f"Unable to verify secret hash for client {client_id}"
    assert caught.value.code == "NotAuthorizedException"


def test_what_is_shown_of_a_long_name(pool: PoolTokens) -> None:
    with pytest.raises(PoolError) as caught:
        auth(pool, ClientId="x" * 100_000)
    assert len(caught.value.message) < 200


def test_a_token_that_cannot_be_revoked(pool: PoolTokens) -> None:
    given = {"ClientId": pool.deployment.state.pool_client_id, "Token": "x"}
    with pytest.raises(PoolError) as caught:
        pool_operations.revoke_token(Call(given, NOW, pool, pool.check(), Sessions()))
    assert caught.value.code == "UnsupportedTokenTypeException"
