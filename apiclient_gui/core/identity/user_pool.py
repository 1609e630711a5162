"""A user of an Amazon Cognito user pool, logged in by user name and password over the cognito-idp API.

Source: Amazon Cognito API Reference, InitiateAuth (USER_PASSWORD_AUTH, REFRESH_TOKEN_AUTH).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Generator, Mapping
from datetime import timedelta
from typing import Any, Final

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import AwsCall, AwsRefusal, Flow, Given
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import Credentials, Field, Tokens
from apiclient_gui.core.secret import Secret

_SOURCE: Final = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html"
_POOL: Final = re.compile(r"([a-z]{2}(?:-[a-z]+)+-[0-9])_[A-Za-z0-9]+")

# What the service says (aws-facts §5.7) and what a person does next.
_NEXT: Final[Mapping[str, str]] = {
    "NotAuthorizedException": "Check user name and password in the identity.",
    "UserNotConfirmedException": "The user has to be confirmed first, with the code that was sent at sign-up.",
    "PasswordResetRequiredException": "The password has to be reset before the user can log in.",
    "UserNotFoundException": "Check the user name, and that the pool is the right one.",
    "ResourceNotFoundException": "Check client id, pool id and region.",
    "InvalidParameterException": "Enable the flow USER_PASSWORD_AUTH (ALLOW_USER_PASSWORD_AUTH) on the app client.",
    "TooManyRequestsException": "Wait a little, then log in again.",
    "LimitExceededException": "Wait a little, then log in again.",
}


def _log_in(given: Given) -> Flow:
    username = given.fact("username")
    password = given.secrets.get("password", Secret(""))
    if not username or not password:
        raise incomplete("user name" if not username else "password", "The login needs both.")
    parameters: dict[str, str | Secret] = {"USERNAME": username, "PASSWORD": password}
    parameters |= _hash(given, username)
    return _ask_for_tokens(given, "USER_PASSWORD_AUTH", parameters, None)


def _refresh(given: Given, tokens: Credentials) -> Flow:
    assert isinstance(tokens, Tokens)
    refresh = tokens.held["refresh"]
    parameters = {"REFRESH_TOKEN": refresh} | _hash(given, given.fact("username"))
    return _ask_for_tokens(given, "REFRESH_TOKEN_AUTH", parameters, refresh)


def _ask_for_tokens(
    given: Given, flow: str, parameters: Mapping[str, str | Secret], refresh: Secret | None
) -> Generator[AwsCall, Any, Tokens]:
    client_id = given.fact("client_id")
    if not client_id:
        raise incomplete("client id", "It is the id of an app client of the user pool.")
    call = AwsCall(
        "log in" if refresh is None else "refresh the tokens",
        "cognito-idp",
        "InitiateAuth",
        {"AuthFlow": flow, "ClientId": client_id, "AuthParameters": parameters},
        region=_region(given),
        endpoint=given.fact("endpoint"),
    )
    try:
        reply: Mapping[str, Any] = yield call
    except AwsRefusal as refusal:
        raise _refused(refusal, refresh is not None) from None
    result = reply.get("AuthenticationResult")
    if not isinstance(result, Mapping):
        raise _challenged(str(reply.get("ChallengeName") or "nothing"))
    return _tokens(given, result, refresh)


def _tokens(given: Given, result: Mapping[str, Any], refresh: Secret | None) -> Tokens:
    names = (("id", "IdToken"), ("access", "AccessToken"), ("refresh", "RefreshToken"))
    held = {kind: Secret(result[name]) for kind, name in names if isinstance(result.get(name), str)}
    if refresh is not None:
        held.setdefault("refresh", refresh)  # a refresh brings none, unless rotation is on
    if "id" not in held and "access" not in held:
        raise _challenged("no token")
    seconds = result.get("ExpiresIn")
    now = given.now()
    ends = now + timedelta(seconds=seconds) if isinstance(seconds, int) and seconds > 0 else None
    return Tokens(held, "id" if "id" in held else "access", now, ends)  # type: ignore[arg-type]  # the keys are the literals above


def _region(given: Given) -> str:
    pool = _POOL.fullmatch(given.fact("pool_id"))
    region = given.fact("region") or (pool[1] if pool else "")
    if not region:
        raise incomplete("region", "It is what stands before the _ of the pool id.")
    return region


def _hash(given: Given, username: str) -> dict[str, Secret]:
    # Cognito Developer Guide, "Computing secret hash values".
    secret = given.secrets.get("client_secret", Secret("")).reveal().strip()
    if not secret:
        return {}
    message = (username + given.fact("client_id")).encode()
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return {"SECRET_HASH": Secret(base64.b64encode(digest).decode())}


def _refused(refusal: AwsRefusal, refreshing: bool) -> Problem:
    again = "Log in again." if refreshing else "Check the identity, then log in again."
    return Problem(
        "login",
        Finding(
            id="refresh_refused" if refreshing else "login_refused",
            severity="error",
            title="The user pool did not renew the tokens"
            if refreshing
            else "The user pool refused the login",
            detail=f"It said: {refusal.message}" if refusal.message else "",
            evidence=(Evidence("Error", refusal.code), Evidence("Status", str(refusal.status))),
            source=_SOURCE,
            remedy=again if refreshing else _NEXT.get(refusal.code, again),
            actions=(
                Action("log_in", "Log in again")
                if refreshing
                else Action("open_identity", "Open the identity"),
            ),
        ),
    )


def _challenged(name: str) -> Problem:
    return Problem(
        "login",
        Finding(
            id="challenge_not_supported",
            severity="error",
            title=f"The user pool answered the password with {name}",
            detail="This version logs in with user name and password alone; it cannot answer a further challenge.",
            source=_SOURCE,
            remedy="Use a user without a pending challenge, or a token from elsewhere as a fixed token.",
        ),
    )


def _summary(facts: Mapping[str, str]) -> str:
    return " · ".join(filter(None, (facts.get("username", ""), facts.get("pool_id", ""))))


MEMBER = Kind(
    id="user_pool",
    title="Cognito user pool",
    fields=(
        Field("pool_id", "User pool id", required=True, hint="eu-west-1_AbCdEfGhI"),
        Field("client_id", "App client id", required=True),
        Field(
            "client_secret", "App client secret", "secret", fallback="only some clients have one"
        ),
        Field("username", "User name", required=True),
        Field("password", "Password", "secret", required=True),
        Field("flow", "Flow", "choice", "USER_PASSWORD_AUTH", ("USER_PASSWORD_AUTH",)),
        Field("region", "Region", hint="eu-west-1", fallback="from the pool id"),
        Field("endpoint", "Endpoint", fallback="AWS's own for the region"),
    ),
    scheme="bearer",
    obtain=_log_in,
    summary=_summary,
    logs_in=True,
    refresh=_refresh,
    hint="A user of Amazon Cognito. Logging in brings an ID, an access and a refresh token.",
)
