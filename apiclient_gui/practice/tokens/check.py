"""Checking of tokens, as an authorizer does it: signature, issuer, and times."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import jwt
import jwt.types

from apiclient_gui.practice.tokens.keys import ALGORITHM

_ONLY_SIGNATURE: Final[jwt.types.Options] = {
    "verify_signature": True,
    "verify_aud": False,
    "verify_exp": False,
    "verify_iat": False,
    "verify_iss": False,
    "verify_jti": False,
    "verify_nbf": False,
    "verify_sub": False,
}


class Rejected(Exception):  # noqa: N818  # a verdict on its way to the reply, not an error of the program
    """A token that is not taken. `reason` is a stable word, `detail` a sentence without anything of the token."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class Check:
    """Checks the tokens of one issuer against the keys that it publishes.

    `key_set` gives them when a token comes that is signed with a key not seen yet.
    """

    def __init__(self, issuer: str, key_set: Callable[[], Sequence[Mapping[str, str]]]) -> None:
        self._issuer = issuer
        self._key_set = key_set
        self._keys: Mapping[object, jwt.PyJWK] = {}

    def claims(self, token: str, now: datetime) -> Mapping[str, Any]:
        """Return the claims of a token that is good at `now`; raise Rejected otherwise. Whom it is for is not asked."""
        claims = self.signed(token)
        at = now.timestamp()
        expires, begins = _time(claims, "exp"), _time(claims, "nbf")
        if expires is None:
            raise Rejected("token_malformed", "The token says no time at which it expires.")
        if expires <= at:
            ago = int(min(at - expires, 10**9))
            raise Rejected("expired_token", f"The token expired {ago} seconds ago.")
        if begins is not None and begins > at:
            raise Rejected("token_too_early", "The token is not valid yet.")
        return claims

    def signed(self, token: str) -> Mapping[str, Any]:
        """Return the claims of a token of the issuer, whether it is over or not; raise Rejected for another text."""
        claims = self._verified(token)
        if claims.get("iss") != self._issuer:
            raise Rejected("token_issuer", "The token is of another issuer.")
        return claims

    def _verified(self, token: str) -> Mapping[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != ALGORITHM:
                raise Rejected("token_algorithm", f"The token is not signed with {ALGORITHM}.")
            key = self._key(header.get("kid"))
            if key is None:
                raise Rejected("token_key_unknown", "The token names no key of the issuer.")
            return jwt.decode(token, key, [ALGORITHM], options=_ONLY_SIGNATURE)
        except jwt.InvalidSignatureError:
            detail = "The token's signature is not that of the key that it names."
            raise Rejected("token_signature", detail) from None
        except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError):
            detail = "What was sent is not a token that can be read."
            raise Rejected("token_malformed", detail) from None

    def _key(self, key_id: object) -> jwt.PyJWK | None:
        if key_id not in self._keys:
            self._keys = {
                key.key_id: key for key in (jwt.PyJWK(dict(one)) for one in self._key_set())
            }
        return self._keys.get(key_id)


def issuer(token: str) -> str | None:
    """Return who a token says has issued it, without believing it; None when it is not a JWT that says so."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError):
        return None
    found = claims.get("iss")
    return found if isinstance(found, str) else None


def _time(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Rejected("token_malformed", f"The token's {name} is not a time.")
    return value


def bare(header: bytes) -> str:
    """Return the token of an Authorization header, which may stand after `Bearer`."""
    scheme, blank, rest = header.strip().partition(b" ")
    token = rest if blank and scheme.lower() == b"bearer" else header
    return token.decode("latin-1").strip()
