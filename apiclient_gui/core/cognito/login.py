"""A login to a user pool: its beginning, one challenge after the other, and its end.

Source: Amazon Cognito Developer Guide, "Authentication flows"; aws-facts §5.2 and §5.3.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from apiclient_gui.core.cognito import mfa_setup, refusals
from apiclient_gui.core.cognito.app_client import AppClient
from apiclient_gui.core.cognito.challenges import AGAIN, Asked, Reply, answer, said
from apiclient_gui.core.flow import Ask, AwsRefusal, FlowStep, Text
from apiclient_gui.core.model import Field
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.srp import Handshake

Result = Mapping[str, Any]

FLOWS: Final = ("USER_SRP_AUTH", "USER_PASSWORD_AUTH", "USER_AUTH", "CUSTOM_AUTH")
PREFERRED: Final = ("PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP")
_MOST_CHALLENGES: Final = 20  # of one login: a trigger may ask for ever
_MOST_ANSWERS: Final = 3  # to one challenge
_SET_UP: Final = "MFA_SETUP"


@dataclass(frozen=True, slots=True)
class Login:
    """Who logs in, and how. `password` may be empty for flows that can do without one."""

    client: AppClient
    flow: str
    username: str
    password: Secret
    preferred: str
    now: Callable[[], datetime]


def log_in(login: Login) -> Generator[FlowStep, Any, Result]:
    """Return the result of a login as AuthenticationResult has it; raise Problem("login") when it is refused."""
    handshake = Handshake.begin()
    parameters = {
        "USERNAME": login.username,
        **_BEGINNINGS[login.flow](login, handshake),
        **login.client.hashed(login.username),
    }
    try:
        reply: Reply = yield login.client.initiate("log in", login.flow, parameters)
        username = login.username
        for _ in range(_MOST_CHALLENGES):
            result = reply.get("AuthenticationResult")
            if isinstance(result, Mapping):
                return result
            name = reply.get("ChallengeName")
            if not isinstance(name, str) or not name:
                raise refusals.unusable("it holds neither tokens nor a challenge")
            asked = Asked(name, reply, login.client, username, login.password, handshake, login.now)
            username = _username(asked)
            reply = yield from _answered(asked, username)
    except AwsRefusal as refusal:
        raise refusals.refused(refusal, login.flow) from None
    raise refusals.unusable(f"after {_MOST_CHALLENGES} challenges it still asked for more")


def renew(client: AppClient, refresh: Secret, username: str) -> Generator[FlowStep, Any, Result]:
    """Return new tokens for a refresh token; raise Problem("login") when they are refused.

    `username` is the one that the pool itself knows the user by: its hash is wrong with an alias.
    """
    parameters: dict[str, Text] = {"REFRESH_TOKEN": refresh, **client.hashed(username)}
    rotating: dict[str, Text] = {"RefreshToken": refresh, "ClientId": client.client_id}
    if client.secret:
        rotating["ClientSecret"] = client.secret
    purpose = "refresh the tokens"
    try:
        try:
            reply: Reply = yield client.initiate(purpose, "REFRESH_TOKEN_AUTH", parameters)
        except AwsRefusal as refusal:
            # A client whose refresh tokens rotate takes them by an operation of its own alone (aws-facts §5.2).
            if refusal.code not in _MAY_ROTATE:
                raise
            reply = yield client.call(purpose, "GetTokensFromRefreshToken", rotating)
    except AwsRefusal as refusal:
        raise refusals.not_renewed(refusal) from None
    result = reply.get("AuthenticationResult")
    if not isinstance(result, Mapping):
        raise refusals.unusable("it holds no tokens")
    return result


def _answered(asked: Asked, username: str) -> Generator[FlowStep, Any, Reply]:
    """Answer a challenge, again after a wrong code, and return what came of it."""
    session, wrong = str(asked.reply.get("Session") or ""), ""
    for turn in range(_MOST_ANSWERS):
        if asked.name == _SET_UP:
            responses, session = yield from _set_up(asked, session)
        else:
            responses = yield from answer(_with(asked, username, wrong))
        parameters: dict[str, Any] = {
            "ClientId": asked.client.client_id,
            "ChallengeName": asked.name,
            "ChallengeResponses": {
                "USERNAME": username,
                **responses,
                **asked.client.hashed(username),
            },
        }
        if session:
            parameters["Session"] = session
        call = asked.client.call("answer the user pool", "RespondToAuthChallenge", parameters)
        try:
            reply: Reply = yield call
        except AwsRefusal as refusal:
            known = refusal.code in AGAIN.get(asked.name, ())
            if turn + 1 == _MOST_ANSWERS or not known:
                raise
            wrong = said(refusal)
            continue
        return reply
    raise AssertionError  # the last refusal was raised


def _set_up(asked: Asked, session: str) -> Generator[FlowStep, Any, tuple[dict[str, Text], str]]:
    if "SOFTWARE_TOKEN_MFA" in asked.parameters.get("MFAS_CAN_SETUP", "SOFTWARE_TOKEN_MFA"):
        session = yield from mfa_setup.set_up_device(asked, session)
        return {}, session
    field = Field("email", "E-mail address", required=True)
    detail = "The pool demands a second factor; its codes are sent to this address."
    answers: Mapping[str, Text] = yield Ask("Set up MFA", (field,), detail)
    return {"EMAIL": answers.get("email", "")}, session


def _with(asked: Asked, username: str, wrong: str) -> Asked:
    return Asked(
        asked.name,
        asked.reply,
        asked.client,
        username,
        asked.password,
        asked.handshake,
        asked.now,
        wrong,
    )


def _username(asked: Asked) -> str:
    """Return the name that the pool wants from now on: its own for the user, which an alias is not."""
    given = asked.parameters
    return given.get("USER_ID_FOR_SRP") or given.get("USERNAME") or asked.username


def _by_proof(_: Login, handshake: Handshake) -> dict[str, Text]:
    return {"SRP_A": handshake.public}


def _by_password(login: Login, _: Handshake) -> dict[str, Text]:
    return {"PASSWORD": login.password}


def _by_trigger(login: Login, handshake: Handshake) -> dict[str, Text]:
    # With a password it is proved first (the trigger then sees SRP_A as the first challenge).
    return {"CHALLENGE_NAME": "SRP_A", "SRP_A": handshake.public} if login.password else {}


def _by_choice(login: Login, handshake: Handshake) -> dict[str, Text]:
    match login.preferred:
        case "":
            return {}
        case "PASSWORD_SRP" as preferred:
            return {"PREFERRED_CHALLENGE": preferred, "SRP_A": handshake.public}
        case "PASSWORD" as preferred if login.password:
            return {"PREFERRED_CHALLENGE": preferred, "PASSWORD": login.password}
        case preferred:
            return {"PREFERRED_CHALLENGE": preferred}


_BEGINNINGS: Final[Mapping[str, Callable[[Login, Handshake], dict[str, Text]]]] = {
    "USER_SRP_AUTH": _by_proof,
    "USER_PASSWORD_AUTH": _by_password,
    "USER_AUTH": _by_choice,
    "CUSTOM_AUTH": _by_trigger,
}
_MAY_ROTATE: Final = {
    "InvalidParameterException",
    "UnsupportedOperationException",
    "OperationNotEnabledException",
}
