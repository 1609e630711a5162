"""What the practice user pool asks a person who logs in, and how it takes the answers: one small function a challenge.

Source: Amazon Cognito API Reference, RespondToAuthChallenge; aws-facts §5.3.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import msgspec

from apiclient_gui.practice import pool_tokens, srp
from apiclient_gui.practice.directory import POOL_ANSWER, POOL_CHALLENGES, POOL_QUESTION
from apiclient_gui.practice.pool_call import (
    Call,
    Given,
    Outcome,
    bad_parameter,
    check_hash,
    checked_client,
    members,
    printed,
    same,
    text,
)
from apiclient_gui.practice.pool_sessions import Session
from apiclient_gui.practice.pool_tokens import PoolError

_OFFERED: Final = ("PASSWORD_SRP", "PASSWORD", "EMAIL_OTP")
_FACTORS: Final = ("SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
_SHORTEST: Final = 8  # characters of a new password
_NAME: Final = "userAttributes.name"


def respond(call: Call) -> Outcome:
    """Take the answer to a challenge (RespondToAuthChallenge)."""
    client_id = checked_client(call)
    name, key = text(call.given, "ChallengeName"), text(call.given, "Session")
    given = members(call.given, "ChallengeResponses")
    if name not in _TAKEN:
        raise bad_parameter(f"{printed(name)} is no challenge of this pool", "challenge_unknown")
    check_hash(call, client_id, given, text(given, "USERNAME"))
    session = call.sessions.take(key, client_id, name, call.now)
    if not same(session.user, text(given, "USERNAME")):
        raise _refused("Invalid session for the user.", "session_of_another")
    try:
        return _TAKEN[name](call, session, given)
    except PoolError as error:
        if error.code in _AGAIN:
            call.sessions.again(key)
        raise


def ask(call: Call, session: Session, name: str) -> Outcome:
    """Put a challenge to a person."""
    session = replace(session, challenge=name, since=call.now, exchange=None, code="")
    return _ASKED[name](call, session)


def ask_for_proof(call: Call, session: Session, public: str) -> Outcome:
    """Answer SRP_A with the challenge PASSWORD_VERIFIER."""
    state = call.pool.deployment.state
    user = state.pool_users.get(session.user)
    # Who does not exist is asked, too: the reply does not tell.
    password = user.password if user else secrets.token_urlsafe()
    group = state.pool_id.partition("_")[2]
    try:
        exchange = srp.begin(call.sessions.account(group, session.user, password), public)
    except ValueError as error:
        raise bad_parameter(str(error), "srp_malformed") from None
    session = replace(session, challenge="PASSWORD_VERIFIER", since=call.now, exchange=exchange)
    return _asked(call, session, exchange.parameters(), "has to prove to know the password")


def check_password(call: Call, session: Session, password: str) -> None:
    """Raise PoolError unless it is the user's password."""
    user = call.pool.deployment.state.pool_users.get(session.user)
    if user is None or not same(user.password, password):
        raise _wrong_password("password_wrong" if user else "user_unknown")


def after_password(call: Call, session: Session) -> Outcome:
    """Go on with somebody whose password is right: what else there is to ask, or the tokens."""
    if session.flow == "CUSTOM_AUTH":
        return ask(call, session, "CUSTOM_CHALLENGE")
    if challenge := POOL_CHALLENGES.get(session.user):
        return ask(call, session, challenge)
    return let_in(call, session, "with the password")


def let_in(call: Call, session: Session, how: str) -> Outcome:
    """Give tokens to somebody who is logged in."""
    login = pool_tokens.begin(session.user, session.client_id, call.now)
    issued = call.pool.issue(login, call.now)
    result = {**issued, "RefreshToken": call.pool.refresh_token(login)}
    content = {"AuthenticationResult": result, "ChallengeParameters": {}}
    return Outcome(content, f"{session.user} logged in {how}.")


# ---------------------------------------------------------------- what is asked


def _asked(call: Call, session: Session, parameters: Mapping[str, str], detail: str) -> Outcome:
    content = {
        "ChallengeName": session.challenge,
        "Session": call.sessions.put(session),
        "ChallengeParameters": {"USER_ID_FOR_SRP": session.user, **parameters},
    }
    return Outcome(content, f"{printed(session.user)} {detail}.")


def _ask_code_of_device(call: Call, session: Session) -> Outcome:
    parameters = {"FRIENDLY_DEVICE_NAME": "practice"}
    return _asked(call, session, parameters, "is asked for a code of the device")


def _ask_new_password(call: Call, session: Session) -> Outcome:
    attributes = {"email": pool_tokens.email(session.user), "name": ""}
    parameters = {
        "userAttributes": msgspec.json.encode(attributes).decode(),
        "requiredAttributes": msgspec.json.encode([_NAME]).decode(),
    }
    return _asked(call, session, parameters, "is asked for a new password and a name")


def _ask_factor(call: Call, session: Session) -> Outcome:
    parameters = {"MFAS_CAN_CHOOSE": msgspec.json.encode(_FACTORS).decode()}
    return _asked(call, session, parameters, "is asked for a kind of code")


def _ask_code_of_email(call: Call, session: Session) -> Outcome:
    session = replace(session, code=f"{secrets.randbelow(10**8):08}")
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL",
        "CODE_DELIVERY_DESTINATION": f"{session.user[:1]}***@e***",
    }
    # Nothing is sent anywhere: the log is the letter box.
    return _asked(call, session, parameters, f"gets the code {session.code} by e-mail")


def _ask_question(call: Call, session: Session) -> Outcome:
    return _asked(call, session, {"question": POOL_QUESTION}, "is asked a question")


def _ask_way(call: Call, session: Session) -> Outcome:
    outcome = _asked(call, session, {}, "is asked for a way to log in")
    return Outcome({**outcome.content, "AvailableChallenges": _OFFERED}, outcome.detail)


def _ask_password(call: Call, session: Session) -> Outcome:
    return _asked(call, session, {}, "is asked for the password")


# ---------------------------------------------------------------- how answers are taken


def _take_proof(call: Call, session: Session, given: Given) -> Outcome:
    signature, block, stamp = (
        text(given, name)
        for name in ("PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP")
    )
    assert session.exchange is not None
    known = session.user in call.pool.deployment.state.pool_users
    if not session.exchange.accepts(signature, block, stamp) or not known:
        raise _wrong_password("password_wrong" if known else "user_unknown")
    return after_password(call, session)


def _take_password(call: Call, session: Session, given: Given) -> Outcome:
    check_password(call, session, text(given, "PASSWORD"))
    return after_password(call, session)


def _take_code_of_device(call: Call, session: Session, given: Given) -> Outcome:
    code = text(given, "SOFTWARE_TOKEN_MFA_CODE")
    secret = call.pool.deployment.state.pool_devices[session.user]
    if not code.isascii() or not call.sessions.devices.accepts(
        session.user, secret, code, call.now
    ):
        raise _wrong_code()
    return let_in(call, session, "with a code of the device")


def _take_code_of_email(call: Call, session: Session, given: Given) -> Outcome:
    if not same(session.code, text(given, "EMAIL_OTP_CODE")):
        raise _wrong_code()
    return let_in(call, session, "with a code from an e-mail")


def _take_new_password(call: Call, session: Session, given: Given) -> Outcome:
    if len(text(given, "NEW_PASSWORD")) < _SHORTEST:
        words = "Password did not conform with policy: Password not long enough"
        raise PoolError("InvalidPasswordException", words, "password_too_short")
    text(given, _NAME)
    # It is not kept, so that this can be tried again and again.
    return let_in(call, session, "with a new password")


def _take_factor(call: Call, session: Session, given: Given) -> Outcome:
    return _take_choice(call, session, given, _FACTORS)


def _take_way(call: Call, session: Session, given: Given) -> Outcome:
    match text(given, "ANSWER"):
        case "PASSWORD" if "PASSWORD" in given:
            return _take_password(call, session, given)
        case "PASSWORD_SRP" if "SRP_A" in given:
            return ask_for_proof(call, session, text(given, "SRP_A"))
    return _take_choice(call, session, given, ("EMAIL_OTP",))


def _take_choice(call: Call, session: Session, given: Given, choices: tuple[str, ...]) -> Outcome:
    chosen = text(given, "ANSWER")
    if chosen not in choices or session.user not in call.pool.deployment.state.pool_users:
        raise bad_parameter(f"{printed(chosen)} cannot be chosen", "choice_unknown")
    return ask(call, session, chosen)


def _take_answer(call: Call, session: Session, given: Given) -> Outcome:
    known = session.user in call.pool.deployment.state.pool_users
    if not known or not same(POOL_ANSWER, text(given, "ANSWER")):
        raise _refused("Incorrect username or password.", "answer_wrong")
    return let_in(call, session, "with the answer to a question")


_ASKED: Final[Mapping[str, Callable[[Call, Session], Outcome]]] = {
    "SOFTWARE_TOKEN_MFA": _ask_code_of_device,
    "EMAIL_OTP": _ask_code_of_email,
    "NEW_PASSWORD_REQUIRED": _ask_new_password,
    "SELECT_MFA_TYPE": _ask_factor,
    "CUSTOM_CHALLENGE": _ask_question,
    "SELECT_CHALLENGE": _ask_way,
    "PASSWORD": _ask_password,
}
_TAKEN: Final[Mapping[str, Callable[[Call, Session, Given], Outcome]]] = {
    "PASSWORD_VERIFIER": _take_proof,
    "SOFTWARE_TOKEN_MFA": _take_code_of_device,
    "EMAIL_OTP": _take_code_of_email,
    "NEW_PASSWORD_REQUIRED": _take_new_password,
    "SELECT_MFA_TYPE": _take_factor,
    "CUSTOM_CHALLENGE": _take_answer,
    "SELECT_CHALLENGE": _take_way,
    "PASSWORD": _take_password,
}
_AGAIN: Final = {"CodeMismatchException", "InvalidPasswordException"}


def _wrong_password(reason: str) -> PoolError:
    return _refused("Incorrect username or password.", reason)


def _wrong_code() -> PoolError:
    words = "Invalid code received for user"
    return PoolError("CodeMismatchException", words, "code_wrong")


def _refused(words: str, reason: str) -> PoolError:
    return PoolError("NotAuthorizedException", words, reason)
