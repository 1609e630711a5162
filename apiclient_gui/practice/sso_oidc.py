"""IAM Identity Center's OIDC service: clients register, begin a login on a device, and ask for its tokens.

Source: the service model of sso-oidc; the shape of refusals as it was seen in logs of AWS's own command line.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec

from apiclient_gui.core import files
from apiclient_gui.practice import judgement, sso_devices
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.sso_devices import Answer, Devices
from apiclient_gui.practice.sso_tokens import (
    ACCESS_LIFE,
    REGISTRATION_LIFE,
    SESSION_LIFE,
    Access,
    Refresh,
    Registration,
    SsoTokens,
)
from apiclient_gui.practice.verdict import Verdict, not_found
from apiclient_gui.practice.wire import JSON, Received, Reply

API_ID: Final = judgement.SSO
SCOPE: Final = "sso:account:access"  # the one that gives a refresh token
DEVICE_CODE: Final = "urn:ietf:params:oauth:grant-type:device_code"
REFRESH_TOKEN: Final = "refresh_token"  # noqa: S105  # a grant type's name
_NAMESPACE: Final = "http://internal.amazon.com/coral/com.amazonaws.sso.oidc/"
_SHOWN: Final = 64  # characters of a client's name

_Given = TypeVar("_Given", bound=msgspec.Struct)


class _Register(msgspec.Struct, rename="camel"):
    client_name: str
    client_type: str
    scopes: tuple[str, ...] = ()
    grant_types: tuple[str, ...] = ()


class _Start(msgspec.Struct, rename="camel"):
    client_id: str
    client_secret: str
    start_url: str


class _Create(msgspec.Struct, rename="camel"):
    client_id: str
    client_secret: str
    grant_type: str
    device_code: str = ""
    refresh_token: str = ""


class _Refused(Exception):  # noqa: N818  # a verdict on its way to the reply, not an error of the program
    """What the service refuses: AWS's exception, OAuth's word for it, and a sentence."""

    def __init__(self, kind: str, code: str, description: str, *, status: int = 400) -> None:
        super().__init__(kind)
        self.kind = kind
        self.code = code
        self.description = description
        self.status = status


@dataclass(frozen=True, slots=True)
class _Outcome:
    content: Mapping[str, object]
    detail: str


@dataclass(frozen=True, slots=True)
class SsoOidc:
    """Answers below `/sso-oidc`. Any thread may ask."""

    deployment: Deployment
    tokens: SsoTokens
    devices: Devices

    def answer(self, request: Received, path: Sequence[str], now: datetime) -> Verdict:
        """Return the verdict on a request; `path` are the decoded segments below its own."""
        operations: Mapping[str, Callable[[bytes, datetime], _Outcome]] = {
            "client/register": self._register,
            "device_authorization": self._start,
            "token": self._create,
        }
        operation = operations.get("/".join(path))
        if operation is None or request.method != "POST":
            return not_found(API_ID)
        try:
            outcome = operation(request.body, now)
        except _Refused as refused:
            return _refusal(refused)
        headers = (_id(), JSON, ("Cache-Control", "no-store"))
        reply = Reply(200, headers, msgspec.json.encode(outcome.content))
        return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=outcome.detail)

    def _register(self, body: bytes, now: datetime) -> _Outcome:
        given = _read(body, _Register)
        if given.client_type != "public":
            words = "The client type has to be public."
            raise _Refused("InvalidClientMetadataException", "invalid_client_metadata", words)
        if set(given.scopes) - {SCOPE}:
            words = f"The one scope that is known here is {SCOPE}."
            raise _Refused("InvalidScopeException", "invalid_scope", words)
        if set(given.grant_types) - {DEVICE_CODE, REFRESH_TOKEN}:
            raise _unsupported_grant()
        at = int(now.timestamp())
        name = files.printable(given.client_name, _SHOWN)
        until = at + REGISTRATION_LIFE
        client = Registration(str(uuid.uuid4()), name, tuple(given.scopes), until)
        content = {
            "clientId": client.client_id,
            "clientSecret": self.tokens.text(client),
            "clientIdIssuedAt": at,
            "clientSecretExpiresAt": until,
        }
        return _Outcome(content, f"{client.name} registered.")

    def _start(self, body: bytes, now: datetime) -> _Outcome:
        given = _read(body, _Start)
        client = self._client(given.client_id, given.client_secret, now)
        # What stands after the number sign is the portal's own business; people copy it from the address bar.
        if given.start_url.partition("#")[0].rstrip("/") != self.deployment.sso_start_url:
            raise _invalid_request("Invalid start url provided")
        login = self.devices.begin(client.client_id, client.name, now)
        page = self.deployment.sso_device_url
        content = {
            "deviceCode": login.device_code,
            "userCode": login.user_code,
            "verificationUri": page,
            "verificationUriComplete": f"{page}?user_code={login.user_code}",
            "expiresIn": sso_devices.LIFE,
            "interval": sso_devices.INTERVAL,
        }
        return _Outcome(content, f"{client.name} began a login, which waits for a person.")

    def _create(self, body: bytes, now: datetime) -> _Outcome:
        given = _read(body, _Create)
        client = self._client(given.client_id, given.client_secret, now)
        if given.grant_type == DEVICE_CODE:
            return self._fetched(client, given.device_code, now)
        if given.grant_type == REFRESH_TOKEN:
            return self._refreshed(client, given.refresh_token, now)
        raise _unsupported_grant()

    def _fetched(self, client: Registration, device_code: str, now: datetime) -> _Outcome:
        if not device_code:
            raise _invalid_request("There is no deviceCode.")
        answer, user = self.devices.fetch(device_code, client.client_id, now)
        if answer != "allowed":
            raise _not_yet(answer)
        at = int(now.timestamp())
        held = Refresh(user, str(uuid.uuid4()), client.client_id, at + SESSION_LIFE)
        return _Outcome(self._tokens(client, held, at), f"{client.name} got tokens of {user}.")

    def _refreshed(self, client: Registration, refresh_token: str, now: datetime) -> _Outcome:
        if not refresh_token:
            raise _invalid_request("There is no refreshToken.")
        held = self.tokens.refresh(refresh_token, client.client_id, now)
        if held is None:
            words = "Invalid refresh token provided"
            raise _Refused("InvalidGrantException", "invalid_grant", words)
        content = self._tokens(client, held, int(now.timestamp()))
        return _Outcome(content, f"{client.name} got new tokens of {held.user}.")

    def _tokens(self, client: Registration, held: Refresh, at: int) -> Mapping[str, object]:
        life = min(ACCESS_LIFE, held.until - at)
        content: dict[str, object] = {
            "accessToken": self.tokens.text(Access(held.user, held.login, at + life)),
            "tokenType": "Bearer",
            "expiresIn": life,
        }
        if SCOPE in client.scopes:
            content["refreshToken"] = self.tokens.text(held)
        return content

    def _client(self, client_id: str, secret: str, now: datetime) -> Registration:
        client = self.tokens.registration(secret, client_id, now)
        if client is None:
            words = "The client is not known, or its secret has expired."
            raise _Refused("InvalidClientException", "invalid_client", words, status=401)
        return client


def _read(body: bytes, kind: type[_Given]) -> _Given:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise _invalid_request(str(error)) from None  # names a member and types, no value
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise _invalid_request("The body is not a JSON object.") from None


_NOT_YET: Final[Mapping[Answer, tuple[str, str, str]]] = {
    "unknown": ("InvalidGrantException", "invalid_grant", "Invalid device code provided"),
    "expired": ("ExpiredTokenException", "expired_token", "The device code has expired."),
    "too_soon": ("SlowDownException", "slow_down", "Asked again before the interval was over."),
    "waiting": (
        "AuthorizationPendingException",
        "authorization_pending",
        "Nobody has decided about the login yet.",
    ),
    "denied": ("AccessDeniedException", "access_denied", "The login was denied."),
}


def _not_yet(answer: Answer) -> _Refused:
    return _Refused(*_NOT_YET[answer])


def _invalid_request(description: str) -> _Refused:
    return _Refused("InvalidRequestException", "invalid_request", description)


def _unsupported_grant() -> _Refused:
    words = f"The grant types that are known here are {DEVICE_CODE} and {REFRESH_TOKEN}."
    return _Refused("UnsupportedGrantTypeException", "unsupported_grant_type", words)


def _refusal(refused: _Refused) -> Verdict:
    content: Mapping[str, Any] = {"error": refused.code, "error_description": refused.description}
    kind = ("x-amzn-ErrorType", f"{refused.kind}:{_NAMESPACE}")
    headers = (_id(), JSON, kind, ("Cache-Control", "no-store"))
    reply = Reply(refused.status, headers, msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=False, reason=refused.code, detail=refused.description)


def _id() -> tuple[str, str]:
    return "x-amzn-RequestId", str(uuid.uuid4())
