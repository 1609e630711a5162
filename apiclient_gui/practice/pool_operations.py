"""The operations of the practice user pool and the flows of InitiateAuth: one small function each.

Source: the service model of cognito-idp; words of refusals as they were seen (aws-facts §5.7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from apiclient_gui.practice import pool_challenges, pool_tokens
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


def initiate_auth(call: Call) -> Outcome:
    """Begin a login, or go on with one that is kept in a refresh token."""
    client_id, flow = checked_client(call), text(call.given, "AuthFlow")
    if flow not in _FLOWS:
        words = f"{printed(flow)} flow not enabled for this client"
        raise bad_parameter(words, "flow_not_enabled")
    parameters = members(call.given, "AuthParameters")
    if flow in _REFRESHES:
        return _FLOWS[flow](call, _begun(call, "", client_id), parameters)
    username = text(parameters, "USERNAME")
    check_hash(call, client_id, parameters, username)
    return _FLOWS[flow](call, _begun(call, username, client_id), parameters)


def _begun(call: Call, username: str, client_id: str) -> Session:
    return Session(username, client_id, text(call.given, "AuthFlow"), "", call.now)


def _user_password(call: Call, session: Session, parameters: Given) -> Outcome:
    pool_challenges.check_password(call, session, text(parameters, "PASSWORD"))
    return pool_challenges.after_password(call, session)


def _user_srp(call: Call, session: Session, parameters: Given) -> Outcome:
    return pool_challenges.ask_for_proof(call, session, text(parameters, "SRP_A"))


def _custom(call: Call, session: Session, parameters: Given) -> Outcome:
    if parameters.get("CHALLENGE_NAME") == "SRP_A":
        return _user_srp(call, session, parameters)
    return pool_challenges.ask(call, session, "CUSTOM_CHALLENGE")


def _user(call: Call, session: Session, parameters: Given) -> Outcome:
    match parameters.get("PREFERRED_CHALLENGE"):
        case "PASSWORD_SRP" if "SRP_A" in parameters:
            return _user_srp(call, session, parameters)
        case "PASSWORD" if "PASSWORD" in parameters:
            return _user_password(call, session, parameters)
        case "EMAIL_OTP" | "PASSWORD" as preferred:
            return pool_challenges.ask(call, session, str(preferred))
    return pool_challenges.ask(call, session, "SELECT_CHALLENGE")


def _refresh(call: Call, session: Session, parameters: Given) -> Outcome:
    state = call.pool.deployment.state
    if session.client_id == state.pool_secret_client_id:
        words = "Refresh token rotation is enabled for this client, use GetTokensFromRefreshToken"
        raise PoolError("InvalidParameterException", words, "rotation_enabled")
    check_hash(call, session.client_id, parameters)
    login = call.pool.refreshed(text(parameters, "REFRESH_TOKEN"), session.client_id, call.now)
    return _renewed(login.user, call.pool.issue(login, call.now))


def tokens_from_refresh_token(call: Call) -> Outcome:
    """Give new tokens and a new refresh token, to the client that has a secret."""
    client_id, state = checked_client(call), call.pool.deployment.state
    if client_id != state.pool_secret_client_id:
        words = "Refresh token rotation is not enabled for this client"
        raise PoolError("UnsupportedOperationException", words, "rotation_not_enabled")
    if not same(state.pool_client_secret, text(call.given, "ClientSecret")):
        words = f"Unable to verify secret for client {client_id}"
        raise PoolError("NotAuthorizedException", words, "client_secret_wrong")
    login = call.pool.refreshed(text(call.given, "RefreshToken"), client_id, call.now)
    issued = call.pool.issue(login, call.now)
    return _renewed(login.user, {**issued, "RefreshToken": call.pool.refresh_token(login)})


def _renewed(user: str, result: Given) -> Outcome:
    content = {"AuthenticationResult": result, "ChallengeParameters": {}}
    return Outcome(content, f"{user} got new tokens for a refresh token.")


def get_user(call: Call) -> Outcome:
    """Tell who an access token is about."""
    name = call.pool.user_of(text(call.given, "AccessToken"), call.tokens, call.now)
    attributes = {
        "sub": call.pool.deployment.state.pool_users[name].sub,
        "email_verified": "true",
        "email": pool_tokens.email(name),
    }
    listed = [{"Name": key, "Value": value} for key, value in attributes.items()]
    return Outcome({"Username": name, "UserAttributes": listed}, f"The attributes of {name}.")


def revoke_token(call: Call) -> Outcome:
    """End the login of a refresh token."""
    checked_client(call)
    login = call.pool.login_of(text(call.given, "Token"))
    if login is None:
        words, reason = "Unsupported token type", "refresh_token_invalid"
        raise PoolError("UnsupportedTokenTypeException", words, reason)
    call.pool.revoke(login, call.now)
    return Outcome({}, f"A login of {login.user} was ended.")


def global_sign_out(call: Call) -> Outcome:
    """End all logins of a user."""
    user = call.pool.user_of(text(call.given, "AccessToken"), call.tokens, call.now)
    call.pool.sign_out(user, call.now)
    return Outcome({}, f"All logins of {user} were ended.")


Operation = Callable[[Call], Outcome]
OPERATIONS: Final[Mapping[str, Operation]] = {
    "InitiateAuth": initiate_auth,
    "RespondToAuthChallenge": pool_challenges.respond,
    "GetTokensFromRefreshToken": tokens_from_refresh_token,
    "GetUser": get_user,
    "RevokeToken": revoke_token,
    "GlobalSignOut": global_sign_out,
}
_REFRESHES: Final = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")  # the second is its older name
_FLOWS: Final[Mapping[str, Callable[[Call, Session, Given], Outcome]]] = {
    "USER_SRP_AUTH": _user_srp,
    "USER_PASSWORD_AUTH": _user_password,
    "USER_AUTH": _user,
    "CUSTOM_AUTH": _custom,
    **dict.fromkeys(_REFRESHES, _refresh),
}
