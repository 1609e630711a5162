"""Tokens with which somebody outside of the account takes on a role: of the identity provider, and of the user pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.practice.sts_parameters import StsError
from apiclient_gui.practice.tokens import check
from apiclient_gui.practice.tokens.check import Check, Rejected

_NO_KEY: Final = (
    "Couldn't retrieve verification key from your identity provider,  please reference "
    "AssumeRoleWithWebIdentity documentation for requirements"
)
_NO_JWT: Final = (
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
)
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider that the account trusts: what checks its tokens, and for whom they have to be."""

    tokens: Check
    audience: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a token is about, who issued it, and for whom."""

    subject: str
    issuer: str
    audience: str


@dataclass(frozen=True, slots=True)
class WebTokens:
    """The identity providers of the account, by issuer."""

    providers: Mapping[str, Provider]

    def holder(self, token: str, now: datetime) -> Holder:
        """Return what a token says that is good at `now`; raise StsError otherwise."""
        issuer = check.issuer(token)
        if issuer is None:
            raise _invalid(_NO_JWT, "token_malformed")
        provider = self.providers.get(issuer)
        if provider is None:
            shown = files.printable(issuer, _SHOWN)
            words = f"No OpenIDConnect provider found in your account for {shown}"
            raise _invalid(words, "token_issuer")
        try:
            claims = provider.tokens.claims(token, now)
        except Rejected as rejected:
            raise _error(rejected, now) from None
        if claims.get("aud") != provider.audience:
            raise _invalid("Incorrect token audience", "token_audience")
        return Holder(str(claims.get("sub", "")), issuer, provider.audience)


def _error(rejected: Rejected, now: datetime) -> StsError:
    if rejected.reason == "expired_token":
        words = f"Token expired: it is {int(now.timestamp())} now. {rejected.detail}"
        return StsError("ExpiredTokenException", words, rejected.reason)
    if rejected.reason in ("token_signature", "token_key_unknown"):
        return _invalid(_NO_KEY, rejected.reason)
    return _invalid(rejected.detail, rejected.reason)


def _invalid(message: str, reason: str) -> StsError:
    return StsError("InvalidIdentityToken", message, reason)
