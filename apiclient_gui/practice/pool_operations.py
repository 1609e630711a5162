"""The operations of the practice user pool and the flows of InitiateAuth: one small function each.

Source: the service model of cognito-idp; words of refusals as they were seen (aws-facts §5.7).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.practice import pool_tokens
from apiclient_gui.practice.pool_tokens import PoolError, PoolTokens
from apiclient_gui.practice.tokens.check import Check

Given = Mapping[str, object]

_SHOWN: Final = 128  # characters of what was sent that go into a reply


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation: what it was given, when, and the pool that it was made to."""

    given: Given
    now: datetime
    pool: PoolTokens
    tokens: Check


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation answers, and a sentence about it for the log."""

    content: Mapping[str, object]
    detail: str


def initiate_auth(call: Call) -> Outcome:
    """Begin a login, or go on with one that is kept in a refresh token."""
    _check_client(call)
    flow, parameters = _text(call.given, "AuthFlow"), call.given.get("AuthParameters")
    if flow not in _FLOWS:
        words = f"{files.printable(flow, _SHOWN)} flow not enabled for this client"
        raise _bad_parameter(words, "flow_not_enabled")
    if not isinstance(parameters, dict):
        raise _bad_parameter("Missing required parameter AuthParameters", "parameter_missing")
    if "SECRET_HASH" in parameters:
        client_id = call.pool.deployment.state.pool_client_id
        words = f"Unable to verify secret hash for client {client_id}"
        raise PoolError("NotAuthorizedException", words, "secret_hash_wrong")
    return _FLOWS[flow](call, parameters)


def _user_password(call: Call, parameters: Given) -> Outcome:
    name, password = _text(parameters, "USERNAME"), _text(parameters, "PASSWORD")
    state = call.pool.deployment.state
    user = state.pool_users.get(name)
    if user is None or not hmac.compare_digest(_bytes(user.password), _bytes(password)):
        # One sentence for both: the reply does not tell who exists.
        words = "Incorrect username or password."
        reason = "password_wrong" if user else "user_unknown"
        raise PoolError("NotAuthorizedException", words, reason)
    login = pool_tokens.begin(name, state.pool_client_id, call.now)
    result = {
        **call.pool.issue(login, call.now),
        "RefreshToken": call.pool.refresh_token(login),
    }
    return _authenticated(result, f"{name} logged in with the password.")


def _refresh(call: Call, parameters: Given) -> Outcome:
    token = _text(parameters, "REFRESH_TOKEN")
    login = call.pool.refreshed(token, _text(call.given, "ClientId"), call.now)
    return _authenticated(
        call.pool.issue(login, call.now), f"{login.user} got new tokens for a refresh token."
    )


def _authenticated(result: Given, detail: str) -> Outcome:
    return Outcome({"AuthenticationResult": result, "ChallengeParameters": {}}, detail)


def get_user(call: Call) -> Outcome:
    """Tell who an access token is about."""
    name = call.pool.user_of(_text(call.given, "AccessToken"), call.tokens, call.now)
    attributes = {
        "sub": call.pool.deployment.state.pool_users[name].sub,
        "email_verified": "true",
        "email": pool_tokens.email(name),
    }
    listed = [{"Name": key, "Value": value} for key, value in attributes.items()]
    return Outcome({"Username": name, "UserAttributes": listed}, f"The attributes of {name}.")


def revoke_token(call: Call) -> Outcome:
    """End the login of a refresh token."""
    _check_client(call)
    login = call.pool.login_of(_text(call.given, "Token"))
    if login is None:
        words, reason = "Unsupported token type", "refresh_token_invalid"
        raise PoolError("UnsupportedTokenTypeException", words, reason)
    call.pool.revoke(login, call.now)
    return Outcome({}, f"A login of {login.user} was ended.")


Operation = Callable[[Call], Outcome]
OPERATIONS: Final[Mapping[str, Operation]] = {
    "InitiateAuth": initiate_auth,
    "GetUser": get_user,
    "RevokeToken": revoke_token,
}
_FLOWS: Final[Mapping[str, Callable[[Call, Given], Outcome]]] = {
    "USER_PASSWORD_AUTH": _user_password,
    "REFRESH_TOKEN_AUTH": _refresh,
    "REFRESH_TOKEN": _refresh,  # its older name
}


def _check_client(call: Call) -> None:
    client_id = _text(call.given, "ClientId")
    if client_id != call.pool.deployment.state.pool_client_id:
        words = f"User pool client {files.printable(client_id, _SHOWN)} does not exist."
        raise PoolError("ResourceNotFoundException", words, "client_unknown")


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise _bad_parameter(f"Missing required parameter {name}", "parameter_missing")
    return value


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _bad_parameter(message: str, reason: str) -> PoolError:
    return PoolError("InvalidParameterException", message, reason)
