"""An Amazon Cognito identity pool on top of another identity: the id token of a login, for temporary keys of a role.

Source: Amazon Cognito Developer Guide, "Identity pools authentication flow" (enhanced flow); Amazon Cognito Federated
Identities API Reference, GetId and GetCredentialsForIdentity.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from apiclient_gui.core import tokens
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import AwsCall, AwsRefusal, Flow, FlowStep, Given, Need
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import AwsKeys, Credentials, Field, Tokens
from apiclient_gui.core.secret import Secret

_PAGE: Final = "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_"
_POOL: Final = re.compile(r"([a-z]{2}(?:-[a-z]+)+-[0-9]):[0-9a-f-]{36}", re.ASCII)
_LONGEST_PROVIDER: Final = 128  # characters of a provider's name: the service model


@dataclass(frozen=True, slots=True)
class _Pool:
    """What is asked of the pool."""

    login: str
    id: str
    region: str
    endpoint: str


def _obtain(given: Given) -> Flow:
    if not given.fact("login"):
        raise incomplete("login", "It is the identity whose id token asks for the keys.")
    found = _POOL.fullmatch(given.fact("identity_pool_id"))
    if found is None:
        what = "valid identity pool id" if given.fact("identity_pool_id") else "identity pool id"
        raise incomplete(what, "It looks like eu-west-1:12345678-1234-1234-1234-123456789012.")
    region = given.fact("region") or found[1]
    return _exchange(given, _Pool(given.fact("login"), found[0], region, given.fact("endpoint")))


def _exchange(given: Given, pool: _Pool) -> Generator[FlowStep, Any, AwsKeys]:
    token = _id_token((yield Need(pool.login)), pool)
    logins = {_provider(token, pool): token}
    wanted = {"IdentityPoolId": pool.id, "Logins": logins}
    reply = yield from _called("get the identity", "GetId", wanted, pool)
    identity = reply.get("IdentityId")
    if not isinstance(identity, str) or not identity:
        raise _malformed("GetId", "It holds no identity id.")
    wanted = {"IdentityId": identity, "Logins": logins}
    reply = yield from _called("get its keys", "GetCredentialsForIdentity", wanted, pool)
    return _keys(reply, given.now())


def _called(
    purpose: str, operation: str, parameters: Mapping[str, Any], pool: _Pool
) -> Generator[FlowStep, Any, Mapping[str, Any]]:
    call = AwsCall(purpose, "cognito-identity", operation, parameters, pool.region, pool.endpoint)
    try:
        reply: Mapping[str, Any] = yield call
    except AwsRefusal as refusal:
        raise _refused(refusal, pool, operation) from None
    return reply


def _id_token(source: Credentials, pool: _Pool) -> Secret:
    if isinstance(source, Tokens) and "id" in source.held:
        return source.held["id"]
    raise Problem(
        "refused",
        Finding(
            id="login_without_id_token",
            severity="error",
            title=f"{pool.login} has no id token",
            detail="Nothing was sent: an identity pool takes the id token of a login, and no access token.",
            evidence=(Evidence("Login", pool.login),),
            source=f"{_PAGE}GetId.html",
            remedy="Choose a login of a user pool or OpenID Connect provider; its scopes must have openid in them.",
            actions=(
                Action("open_identity", "Open the login", {"identity": pool.login}),
                Action("open_identity", "Open the identity"),
            ),
        ),
    )


def _provider(token: Secret, pool: _Pool) -> str:
    """Return the key of a login: its issuer without the scheme."""
    name = tokens.decode(token.reveal()).issuer.partition("://")[2].rstrip("/")
    if not 0 < len(name) <= _LONGEST_PROVIDER:
        raise Problem(
            "refused",
            Finding(
                id="id_token_without_issuer",
                severity="error",
                title=f"The id token of {pool.login} does not say who issued it",
                detail="Nothing was sent: the pool wants the issuer's name beside the token.",
                evidence=(Evidence("Login", pool.login),),
                source=f"{_PAGE}GetId.html",
                remedy="Look at the token on the Tokens page; its iss has to be the provider's URL.",
                actions=(Action("open_identity", "Open the login", {"identity": pool.login}),),
            ),
        )
    return name


def _keys(reply: Mapping[str, Any], now: datetime) -> AwsKeys:
    parts = reply.get("Credentials") or {}
    key_id, secret, token = (
        parts.get(name) for name in ("AccessKeyId", "SecretKey", "SessionToken")
    )
    if not key_id or not secret or not token:
        words = "It holds no access key id, secret key and session token."
        raise _malformed("GetCredentialsForIdentity", words)
    ends = parts.get("Expiration")
    ends = ends.astimezone(UTC) if isinstance(ends, datetime) else None
    return AwsKeys(key_id, Secret(secret), Secret(token), ends, now)


# ---------------------------------------------------------------- what the pool says

# aws-facts §5.10, and what a person does next. The first text that stands in the message decides.
_NEXT: Final[Mapping[str, str]] = {
    "Unauthenticated access": "Name the login's provider in the identity pool: the token reached it without one.",
    "supported provider": "Add the user pool with its app client, or the OpenID Connect provider, to the identity "
    "pool; or choose another login.",
    "Token expired": "Log the login in again.",
    "audience": "Add the login's client id to the provider in the identity pool.",
    "Invalid login token": "Check that the pool trusts the issuer and the client of the login.",
    "Logins don't match": "Log the login in again: the pool knows this identity by another one.",
}
_BY_CODE: Final[Mapping[str, str]] = {
    "ResourceNotFoundException": "Check the identity pool id and its region.",
    "InvalidIdentityPoolConfigurationException": "Give the pool a role for authenticated users, whose trust policy "
    "names this pool.",
    "ResourceConflictException": "Choose another login: this one is linked to another identity already.",
    "ExternalServiceException": "Try again: AWS could not reach the login's provider.",
    "TooManyRequestsException": "Wait a little, then log in again.",
    "LimitExceededException": "Wait a little, then log in again.",
}


def _refused(refusal: AwsRefusal, pool: _Pool, operation: str) -> Problem:
    said = (remedy for words, remedy in _NEXT.items() if words in refusal.message)
    remedy = next(said, _BY_CODE.get(refusal.code, "Check the identity."))
    return Problem(
        "login",
        Finding(
            id="identity_pool_refused",
            severity="error",
            title="The identity pool gave no keys",
            detail=f"It said: {refusal.message}" if refusal.message else "",
            evidence=(
                Evidence("Error", refusal.code),
                Evidence("Status", str(refusal.status)),
                Evidence("Identity pool", pool.id),
                Evidence("Login", pool.login),
            ),
            source=f"{_PAGE}{operation}.html",
            remedy=remedy,
            actions=(
                Action("open_identity", "Open the identity"),
                Action("open_identity", "Open the login", {"identity": pool.login}),
            ),
        ),
    )


def _malformed(operation: str, detail: str) -> Problem:
    return Problem(
        "login",
        Finding(
            id="identity_pool_reply_malformed",
            severity="error",
            title="The identity pool gave no usable answer",
            detail=detail,
            source=f"{_PAGE}{operation}.html",
            remedy="Check the endpoint of the identity.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _summary(facts: Mapping[str, str]) -> str:
    names = facts.get("identity_pool_id", ""), facts.get("login", "")
    return " · ".join(name.strip() for name in names if name.strip())


def _region(given: Given) -> str:
    return given.fact("region") or given.fact("identity_pool_id").partition(":")[0]


MEMBER = Kind(
    id="identity_pool",
    title="Cognito identity pool",
    fields=(
        Field(
            "login",
            "Login",
            required=True,
            hint="The identity whose id token asks for the keys.",
            offered="identities",
        ),
        Field(
            "identity_pool_id",
            "Identity pool id",
            required=True,
            hint="eu-west-1:12345678-1234-1234-1234-123456789012",
        ),
        Field("region", "Region", hint="eu-west-1", fallback="the pool id says it"),
        Field("endpoint", "Endpoint", fallback="AWS's own for the region"),
    ),
    scheme="sigv4",
    obtain=_obtain,
    summary=_summary,
    logs_in=True,
    region=_region,
    place="It has none of its own: its login asks for the keys.",
    hint="Temporary AWS keys for a user who is logged in at a user pool or OpenID Connect provider.",
)
