"""A session with IAM Identity Center: begun by a device authorisation (RFC 8628), prolonged by a refresh token."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import timedelta
from typing import Any, Final

import msgspec

from apiclient_gui.core.aws.sso.findings import (
    login_refused,
    nobody_confirmed,
    session_ended,
)
from apiclient_gui.core.aws.sso.replies import number, text
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import AwsCall, AwsRefusal, Given, Show, Wait
from apiclient_gui.core.model import AwsKeys, Credentials
from apiclient_gui.core.secret import Secret

_CLIENT: Final = "apiclient-gui"
_SCOPE: Final = "sso:account:access"  # with it comes a refresh token
_DEVICE_CODE: Final = "urn:ietf:params:oauth:grant-type:device_code"
_INTERVAL: Final = 5.0  # seconds, RFC 8628 §3.2 and §3.5
# Whatever a server says, it is asked neither all the time nor for ever.
_LONGEST_INTERVAL: Final = 60.0
_LONGEST_CODE: Final = 3600.0


class Session(msgspec.Struct, frozen=True):
    """What the login brought: it gives keys of any role until it ends, which is long after those keys."""

    client_id: str
    client_secret: Secret
    client_ends: float
    access_token: Secret
    access_ends: float
    refresh_token: Secret | None = None
    account: str = ""
    role: str = ""


def authorize(given: Given) -> Generator[AwsCall | Show | Wait, Any, Session]:
    """Return a new session, once the person has confirmed it in the browser. Raises Problem("login")."""
    client = yield from _asked(
        given,
        "register this program",
        "RegisterClient",
        {"clientName": _CLIENT, "clientType": "public", "scopes": [_SCOPE]},
    )
    client_id, client_secret = text(client, "clientId"), Secret(text(client, "clientSecret"))
    registered = {"clientId": client_id, "clientSecret": client_secret}
    start_url = given.fact("start_url").partition("#")[0].rstrip("/")  # browsers show …/start/#/
    device = yield from _asked(
        given,
        "begin the login",
        "StartDeviceAuthorization",
        {**registered, "startUrl": start_url},
    )
    url = str(device.get("verificationUriComplete") or text(device, "verificationUri"))
    yield Show(
        "Confirm the login in the browser",
        url,
        text(device, "userCode"),
        "The page must show the same code. The login goes on here when you have allowed it there.",
    )
    token = yield from _confirmed(
        given,
        {
            **registered,
            "grantType": _DEVICE_CODE,
            "deviceCode": Secret(text(device, "deviceCode")),
        },
        min(max(number(device, "interval", _INTERVAL), 1), _LONGEST_INTERVAL),
        min(number(device, "expiresIn", 600), _LONGEST_CODE),
    )
    return _session(given, token, client)


def _confirmed(
    given: Given, parameters: Mapping[str, Any], interval: float, seconds: float
) -> Generator[AwsCall | Wait, Any, Mapping[str, Any]]:
    ends = given.now() + timedelta(seconds=seconds)
    while given.now() < ends:
        yield Wait(interval, "until the login is confirmed in the browser")
        call = _oidc_call(given, "ask whether the login is confirmed", "CreateToken", parameters)
        try:
            token: Mapping[str, Any] = yield call
        except AwsRefusal as refusal:
            if refusal.code == "SlowDownException":
                interval += _INTERVAL
            elif refusal.code == "ExpiredTokenException":
                break
            elif refusal.code != "AuthorizationPendingException":
                raise Problem("login", login_refused(refusal)) from None
        else:
            return token
    raise Problem("login", nobody_confirmed())


def prolong(given: Given, session: Session) -> Generator[AwsCall, Any, Session]:
    """Return the session with a new access token. Raises Problem("login") when it cannot be had without the person."""
    if not session.refresh_token or session.client_ends <= given.now().timestamp():
        raise Problem("login", session_ended())
    parameters = {
        "clientId": session.client_id,
        "clientSecret": session.client_secret,
        "grantType": "refresh_token",
        "refreshToken": session.refresh_token,
    }
    try:
        token = yield _oidc_call(given, "prolong the session", "CreateToken", parameters)
    except AwsRefusal:
        raise Problem("login", session_ended()) from None
    return msgspec.structs.replace(
        session,
        access_token=Secret(text(token, "accessToken")),
        access_ends=given.now().timestamp() + number(token, "expiresIn", 0),
        refresh_token=_refresh_token(token) or session.refresh_token,
    )


def _session(given: Given, token: Mapping[str, Any], client: Mapping[str, Any]) -> Session:
    return Session(
        client_id=text(client, "clientId"),
        client_secret=Secret(text(client, "clientSecret")),
        client_ends=number(client, "clientSecretExpiresAt", 0),
        access_token=Secret(text(token, "accessToken")),
        access_ends=given.now().timestamp() + number(token, "expiresIn", 0),
        refresh_token=_refresh_token(token),
    )


def _refresh_token(token: Mapping[str, Any]) -> Secret | None:
    return Secret(text(token, "refreshToken")) if token.get("refreshToken") else None


def kept(session: Session) -> Secret:
    """Return the session as one text, to be kept with the keys that it gave."""
    return Secret(msgspec.json.encode(session, enc_hook=Secret.reveal).decode())


def session_of(held: Credentials) -> Session:
    """Return the session that keys came from. Raises Problem("login") when they do not say it."""
    renewal = held.renewal if isinstance(held, AwsKeys) else None
    try:
        text_ = renewal.reveal() if renewal else ""
        return msgspec.json.decode(text_, type=Session, dec_hook=_secret)
    except (msgspec.MsgspecError, ValueError):
        raise Problem("login", session_ended()) from None


def _secret(_: type, value: Any) -> Secret:
    return Secret(msgspec.convert(value, str))


def _asked(
    given: Given, purpose: str, operation: str, parameters: Mapping[str, Any]
) -> Generator[AwsCall, Any, Mapping[str, Any]]:
    try:
        reply: Mapping[str, Any] = yield _oidc_call(given, purpose, operation, parameters)
    except AwsRefusal as refusal:
        raise Problem("login", login_refused(refusal)) from None
    return reply


def _oidc_call(
    given: Given, purpose: str, operation: str, parameters: Mapping[str, Any]
) -> AwsCall:
    return AwsCall(
        purpose,
        "sso-oidc",
        operation,
        parameters,
        given.fact("sso_region"),
        given.fact("oidc_endpoint"),
    )
