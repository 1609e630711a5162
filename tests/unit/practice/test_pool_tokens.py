from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest

from apiclient_gui.practice import pool_tokens, state
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.pool_tokens import Login, PoolError, PoolTokens

NOW = datetime(2026, 10, 1, tzinfo=UTC)
DAYS_30 = timedelta(days=30)


@pytest.fixture
def pool(deployed: tuple[Kept, Deployment]) -> PoolTokens:
    return PoolTokens(*deployed)


def begin(pool: PoolTokens, user: str = "carol") -> Login:
    return pool_tokens.begin(user, pool.deployment.state.pool_client_id, NOW)


def reason(pool: PoolTokens, token: str, *, client_id: str = "", at: datetime = NOW) -> str:
    with pytest.raises(PoolError) as caught:
        pool.refreshed(token, client_id or pool.deployment.state.pool_client_id, at)
    assert caught.value.code == "NotAuthorizedException"
    return caught.value.reason


def test_the_claims_are_those_of_cognito(pool: PoolTokens) -> None:
    login = begin(pool)
    issued = pool.issue(login, NOW)
    assert set(issued) == {"AccessToken", "IdToken", "ExpiresIn", "TokenType"}
    options: jwt.types.Options = {"verify_signature": False}
    id_claims = jwt.decode(str(issued["IdToken"]), options=options)
    access = jwt.decode(str(issued["AccessToken"]), options=options)
    assert set(id_claims) == {
        "sub", "iss", "origin_jti", "event_id", "auth_time", "exp", "iat", "email_verified",
        "cognito:username", "aud", "token_use", "jti", "email",
    }  # fmt: skip
    assert set(access) == {
        "sub", "iss", "origin_jti", "event_id", "auth_time", "exp", "iat", "client_id",
        "token_use", "scope", "jti", "username",
    }  # fmt: skip
    assert (id_claims["token_use"], access["token_use"]) == ("id", "access")
    assert id_claims["aud"] == access["client_id"] == login.client_id
    assert id_claims["cognito:username"] == access["username"] == "carol"
    assert access["scope"] == "aws.cognito.signin.user.admin"
    assert id_claims["iss"] == access["iss"] == pool.deployment.pool_issuer
    assert id_claims["auth_time"] == access["auth_time"] == NOW.timestamp()
    assert id_claims["origin_jti"] == access["origin_jti"] == login.origin
    assert id_claims["exp"] == access["exp"] == NOW.timestamp() + 3600
    assert id_claims["jti"] != access["jti"]


def test_the_two_tokens_have_different_keys_and_no_type(pool: PoolTokens) -> None:
    issued = pool.issue(begin(pool), NOW)
    headers = [jwt.get_unverified_header(str(issued[n])) for n in ("IdToken", "AccessToken")]
    assert [set(header) for header in headers] == [{"alg", "kid"}] * 2
    published = [key["kid"] for key in pool.key_set()]
    assert [header["kid"] for header in headers] == published
    assert len(set(published)) == 2


def test_a_refresh_token_is_good_after_a_restart(pool: PoolTokens, tmp_path: Path) -> None:
    login = begin(pool)
    token = pool.refresh_token(login)
    assert token.count(".") == 0
    pool.kept.change(lambda state: state)
    again = PoolTokens(Kept(tmp_path, state.load(tmp_path)), pool.deployment)
    assert again.refreshed(token, login.client_id, NOW) == login


def test_refresh_tokens_that_are_not_taken(pool: PoolTokens) -> None:
    token = pool.refresh_token(begin(pool))
    assert reason(pool, "opaque") == "refresh_token_invalid"
    assert reason(pool, "\ud800") == "refresh_token_invalid"
    assert reason(pool, token[:-8] + "AAAAAAA=") == "refresh_token_invalid"
    assert reason(pool, token, client_id="other") == "refresh_token_invalid"
    assert reason(pool, pool.refresh_token(begin(pool, "nobody"))) == "refresh_token_invalid"
    assert reason(pool, str(pool.issue(begin(pool), NOW)["IdToken"])) == "refresh_token_invalid"
    assert reason(pool, token, at=NOW + DAYS_30) == "refresh_token_expired"
    assert pool.refreshed(token, begin(pool).client_id, NOW + DAYS_30 - timedelta(seconds=1))


def test_a_login_that_was_ended(pool: PoolTokens, tmp_path: Path) -> None:
    login, other = begin(pool), begin(pool)
    pool.revoke(login, NOW)
    assert reason(pool, pool.refresh_token(login)) == "refresh_token_revoked"
    assert pool.refreshed(pool.refresh_token(other), other.client_id, NOW) == other
    # It stays ended after a restart, and is forgotten when it would be over anyway.
    assert state.load(tmp_path).revoked == {login.origin: login.until}
    pool.revoke(other, NOW + DAYS_30)
    assert set(state.load(tmp_path).revoked) == {other.origin}


def test_whose_access_token_it_is(pool: PoolTokens) -> None:
    login = begin(pool)
    issued, check = pool.issue(login, NOW), pool.check()
    token = str(issued["AccessToken"])
    assert pool.user_of(token, check, NOW) == "carol"

    def words(text: str, at: datetime) -> str:
        with pytest.raises(PoolError) as caught:
            pool.user_of(text, check, at)
        return caught.value.message

    assert words(str(issued["IdToken"]), NOW) == "Invalid Access Token"
    assert words("x", NOW) == "Invalid Access Token"
    assert words(token, NOW + timedelta(seconds=3600)) == "Access Token has expired"
    pool.revoke(login, NOW)
    assert words(token, NOW) == "Access Token has been revoked"
