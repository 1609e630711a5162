"""The practice identity pool: the cognito-identity JSON protocol, which gives AWS keys for the id token of a login.

Source: the service model of cognito-identity; words of refusals as they were seen. An identity's id follows from the pool,
the issuer and the subject of the token, so there is nothing to keep.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from apiclient_gui.core import files
from apiclient_gui.practice import judgement, temporary_keys
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.pool_tokens import PoolError
from apiclient_gui.practice.roles import HOUR, POOL_ROLE
from apiclient_gui.practice.temporary_keys import Session
from apiclient_gui.practice.tokens import issuer
from apiclient_gui.practice.tokens.check import Check, Rejected
from apiclient_gui.practice.verdict import Verdict, not_found
from apiclient_gui.practice.wire import Received, Reply

API_ID: Final = judgement.IDENTITY_POOL
TOKEN_LIFE: Final = 600  # seconds
_KEY: Final = "identity_pool"
_SERVICE: Final = "AWSCognitoIdentityService"
_TYPE: Final = ("Content-Type", "application/x-amz-json-1.1")
_SESSION: Final = "CognitoIdentityCredentials"
_SHOWN: Final = 128  # characters of what was sent that go into a reply
_MISMATCH: Final = "Logins don't match. Please include at least one valid login for this identity or identity pool."

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider whose logins the pool takes: what checks its tokens, and the clients that they may be for."""

    issuer: str
    tokens: Check
    clients: frozenset[str]

    @property
    def name(self) -> str:
        """The key of its logins: the issuer without the scheme."""
        return self.issuer.partition("://")[2]


class IdentityPool:
    """Answers at `/cognito-identity`. Any thread may ask."""

    def __init__(self, kept: Kept, deployment: Deployment, providers: Sequence[Provider]) -> None:
        self._kept = kept
        self._deployment = deployment
        self._providers = {provider.name: provider for provider in providers}
        self._operations: Mapping[str, Callable[[Given, datetime], tuple[Given, str]]] = {
            "GetId": self._get_id,
            "GetCredentialsForIdentity": self._get_credentials,
            "GetOpenIdToken": self._get_token,
        }

    def check(self) -> Check:
        """Return what checks the tokens that GetOpenIdToken gives."""
        issuer_ = self._deployment.identity_pool_endpoint
        return Check(issuer_, lambda: [self._kept.key(_KEY).jwk])

    def answer(self, request: Received, path: Sequence[str], now: datetime) -> Verdict:
        """Return the verdict on a request; `path` are the decoded segments below its own."""
        if path or request.method != "POST":
            return not_found(API_ID)
        try:
            content, detail = self._operation(request)(_given(request.body), now)
        except PoolError as error:
            return _refused(error)
        reply = Reply(200, (_id(), _TYPE), msgspec.json.encode(content))
        return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=detail)

    def _operation(self, request: Received) -> Callable[[Given, datetime], tuple[Given, str]]:
        target = b",".join(request.values("x-amz-target")).decode("latin-1")
        service, _, name = target.rpartition(".")
        if service != _SERVICE or name not in self._operations:
            words = "The operation is not known here."
            raise PoolError("UnknownOperationException", words, "operation_unknown")
        return self._operations[name]

    def _get_id(self, given: Given, now: datetime) -> tuple[Given, str]:
        wanted = _text(given, "IdentityPoolId")
        if wanted != self._deployment.state.identity_pool_id:
            shown = files.printable(wanted, _SHOWN)
            words = f"IdentityPool '{shown}' not found."
            raise PoolError("ResourceNotFoundException", words, "identity_pool_unknown")
        identity_id = self._identity(given, now)
        return {"IdentityId": identity_id}, f"The id {identity_id} for a login."

    def _get_credentials(self, given: Given, now: datetime) -> tuple[Given, str]:
        identity_id = self._own_identity(given, now)
        account = self._deployment.state.account
        custom = given.get("CustomRoleArn")
        if custom is not None and custom != POOL_ROLE.arn(account):
            words = "Access to the custom role is not permitted for this identity."
            raise _not_authorized(words, "role_not_permitted")
        session = Session(
            POOL_ROLE.session_arn(account, _SESSION),
            POOL_ROLE.session_id(account, _SESSION),
            account,
            role=POOL_ROLE.name,
        )
        keys = temporary_keys.issue(self._deployment.state.session_key, session, now, HOUR)
        content = {
            "IdentityId": identity_id,
            "Credentials": {
                "AccessKeyId": keys.access_key_id,
                "SecretKey": keys.secret_access_key,
                "SessionToken": keys.session_token,
                "Expiration": keys.expires_at.timestamp(),
            },
        }
        return content, f"Keys of {POOL_ROLE.name} for {identity_id}."

    def _get_token(self, given: Given, now: datetime) -> tuple[Given, str]:
        identity_id = self._own_identity(given, now)
        at = int(now.timestamp())
        claims = {
            "sub": identity_id,
            "aud": self._deployment.state.identity_pool_id,
            "amr": ["authenticated", *given["Logins"]],
            "iss": self._deployment.identity_pool_endpoint,
            "iat": at,
            "exp": at + TOKEN_LIFE,
        }
        token = issuer.issue(claims, self._kept.key(_KEY), typ=None)
        return {"IdentityId": identity_id, "Token": token}, f"A token for {identity_id}."

    def _own_identity(self, given: Given, now: datetime) -> str:
        wanted = _text(given, "IdentityId")
        if wanted != self._identity(given, now):
            raise _not_authorized(_MISMATCH, "identity_of_another")
        return wanted

    def _identity(self, given: Given, now: datetime) -> str:
        """Return the id of the identity that the login of a call stands for."""
        logins = given.get("Logins")
        if not logins:
            words = "Unauthenticated access is not supported for this identity pool."
            raise _not_authorized(words, "no_login")
        if not isinstance(logins, dict) or len(logins) != 1:
            words = "Here a call brings one login."
            raise PoolError("InvalidParameterException", words, "logins_malformed")
        ((name, token),) = logins.items()
        provider = self._providers.get(name)
        if provider is None or not isinstance(token, str):
            words = "Token is not from a supported provider of this identity pool."
            raise _not_authorized(words, "provider_unknown")
        subject = _subject(provider, token, now)
        pool_id = self._deployment.state.identity_pool_id
        region, _, space = pool_id.partition(":")
        return f"{region}:{uuid.uuid5(uuid.UUID(space), f'{provider.issuer} {subject}')}"


def _subject(provider: Provider, token: str, now: datetime) -> str:
    try:
        claims = provider.tokens.claims(token, now)
    except Rejected as rejected:
        words = rejected.detail
        if rejected.reason == "expired_token":
            words = f"Token expired: it is {int(now.timestamp())} now."
        elif rejected.reason == "token_issuer":
            words = "Issuer doesn't match providerName"
        raise _not_authorized(f"Invalid login token. {words}", rejected.reason) from None
    if claims.get("aud") not in provider.clients:
        words = "Invalid login token. Incorrect token audience."
        raise _not_authorized(words, "token_audience")
    return str(claims.get("sub", ""))


def _given(body: bytes) -> Given:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        words = "The body is not a JSON object."
        raise PoolError("SerializationException", words, "body_malformed") from None


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        words = f"Missing required parameter {name}"
        raise PoolError("InvalidParameterException", words, "parameter_missing")
    return value


def _refused(error: PoolError) -> Verdict:
    content = {"__type": error.code, "message": error.message}
    headers = (_id(), _TYPE, ("x-amzn-ErrorType", error.code))
    reply = Reply(400, headers, msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=False, reason=error.reason, detail=error.message)


def _not_authorized(message: str, reason: str) -> PoolError:
    return PoolError("NotAuthorizedException", message, reason)


def _id() -> tuple[str, str]:
    return "x-amzn-RequestId", str(uuid.uuid4())
