"""A user of an Amazon Cognito user pool, logged in over the cognito-idp API: the password proved or sent, and all challenges.

Source: Amazon Cognito API Reference, InitiateAuth, RespondToAuthChallenge, GetTokensFromRefreshToken.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from datetime import timedelta
from typing import Any, Final

from apiclient_gui.core.cognito import login, refusals
from apiclient_gui.core.cognito.app_client import AppClient
from apiclient_gui.core.flow import Flow, FlowStep, Given
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import Credentials, Field, Tokens
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.tokens import decoding

_POOL: Final = re.compile(r"([a-z]{2}(?:-[a-z]+)+-[0-9])_[A-Za-z0-9]+")
_WITH_PASSWORD: Final = ("USER_SRP_AUTH", "USER_PASSWORD_AUTH")
_USUAL: Final = login.FLOWS[0]


def _log_in(given: Given) -> Flow:
    username, flow = given.fact("username"), given.fact("flow") or _USUAL
    password = given.secrets.get("password", Secret(""))
    if not username:
        raise incomplete("user name", "The login needs one.")
    if flow not in login.FLOWS:
        raise incomplete("flow that is known", f"It is one of {', '.join(login.FLOWS)}.")
    if not password and flow in _WITH_PASSWORD:
        raise incomplete("password", f"The flow {flow} needs one.")
    client = _client(given)
    if not client.group:
        raise incomplete("pool id", "It is like eu-west-1_AbCdEfGhI, and part of the login.")
    preferred = given.fact("preferred")
    return _logged_in(given, login.Login(client, flow, username, password, preferred, given.now))


def _logged_in(given: Given, wanted: login.Login) -> Generator[FlowStep, Any, Tokens]:
    result = yield from login.log_in(wanted)
    return _tokens(given, result, None)


def _refresh(given: Given, tokens: Credentials) -> Flow:
    assert isinstance(tokens, Tokens)
    return _renewed(given, tokens)


def _renewed(given: Given, tokens: Tokens) -> Generator[FlowStep, Any, Tokens]:
    refresh = tokens.held["refresh"]
    result = yield from login.renew(_client(given), refresh, _known_as(given, tokens))
    return _tokens(given, result, refresh)


def _tokens(given: Given, result: Mapping[str, Any], refresh: Secret | None) -> Tokens:
    names = (("id", "IdToken"), ("access", "AccessToken"), ("refresh", "RefreshToken"))
    held = {kind: Secret(result[name]) for kind, name in names if isinstance(result.get(name), str)}
    if refresh is not None:
        held.setdefault("refresh", refresh)  # a refresh brings none, unless rotation is on
    if "id" not in held and "access" not in held:
        raise refusals.unusable("it holds no token")
    seconds = result.get("ExpiresIn")
    now = given.now()
    ends = now + timedelta(seconds=seconds) if isinstance(seconds, int) and seconds > 0 else None
    return Tokens(held, "id" if "id" in held else "access", now, ends)  # type: ignore[arg-type]  # the keys are the literals above


def _client(given: Given) -> AppClient:
    client_id, pool_id = given.fact("client_id"), given.fact("pool_id")
    if not client_id:
        raise incomplete("client id", "It is the id of an app client of the user pool.")
    pool = _POOL.fullmatch(pool_id)
    region = given.fact("region") or (pool[1] if pool else "")
    if not region:
        raise incomplete("region", "It is what stands before the _ of the pool id.")
    secret = Secret(given.secrets.get("client_secret", Secret("")).reveal().strip())
    return AppClient(pool_id, client_id, secret, region, given.fact("endpoint"))


def _known_as(given: Given, tokens: Tokens) -> str:
    """Return the name that the pool itself knows the user by, from a token; the one of the identity may be an alias."""
    held = tokens.held
    for token, claim in ((held.get("id"), "cognito:username"), (held.get("access"), "username")):
        name = decoding.decode(token.reveal()).claims.get(claim) if token else None
        if isinstance(name, str) and name:
            return name
    return given.fact("username")


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
        Field("password", "Password", "secret", fallback="none, with USER_AUTH or CUSTOM_AUTH"),
        Field("flow", "Flow", "choice", _USUAL, login.FLOWS),
        Field(
            "preferred",
            "Preferred way",
            "choice",
            choices=("", *login.PREFERRED),
            hint="with the flow USER_AUTH",
            fallback="asked for",
        ),
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
