"""The tokens of the practice user pool: issued for a login, and read back.

A refresh token holds its login under the pool's own key, so that it is good after a restart, too.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from cryptography.fernet import Fernet, InvalidToken

from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.tokens import issuer
from apiclient_gui.practice.tokens.check import Check, Rejected

ID_KEY: Final = "pool_id"
ACCESS_KEY: Final = "pool_access"
SCOPE: Final = "aws.cognito.signin.user.admin"
_REFRESH_LIFE: Final = 30 * 86_400


class PoolError(Exception):
    """What the user pool refuses: AWS's exception and words for the reply, a stable word for the log."""

    def __init__(self, code: str, message: str, reason: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.reason = reason


class Login(msgspec.Struct, frozen=True):
    """A login that began at `since` (epoch seconds) and ends for good at `until`; `origin` is its id."""

    user: str
    client_id: str
    origin: str
    since: int
    until: int


def begin(user: str, client_id: str, now: datetime) -> Login:
    """Return a new login."""
    since = int(now.timestamp())
    return Login(user, client_id, str(uuid.uuid4()), since, since + _REFRESH_LIFE)


def email(user: str) -> str:
    """Return the address of a user; nothing is ever sent to it."""
    return f"{user}@example.com"


@dataclass(frozen=True, slots=True)
class PoolTokens:
    """Issues and reads tokens of the pool of a deployment."""

    kept: Kept
    deployment: Deployment

    def check(self) -> Check:
        """Return what checks tokens of this pool against its published keys."""
        return Check(self.deployment.pool_issuer, self.key_set)

    def key_set(self) -> tuple[Mapping[str, str], ...]:
        """Return the public keys that it publishes: one of ID tokens, one of access tokens."""
        return self.kept.key(ID_KEY).jwk, self.kept.key(ACCESS_KEY).jwk

    def issue(self, login: Login, now: datetime) -> dict[str, object]:
        """Return a new ID and a new access token as `AuthenticationResult` has them."""
        issued = int(now.timestamp())
        common = {
            "sub": self.deployment.state.pool_users[login.user].sub,
            "iss": self.deployment.pool_issuer,
            "origin_jti": login.origin,
            "event_id": str(uuid.uuid4()),
            "auth_time": login.since,
            "exp": issued + issuer.LIFE,
            "iat": issued,
        }
        id_claims = {
            **common,
            "email_verified": True,
            "cognito:username": login.user,
            "aud": login.client_id,
            "token_use": "id",
            "jti": str(uuid.uuid4()),
            "email": email(login.user),
        }
        access_claims = {
            **common,
            "client_id": login.client_id,
            "token_use": "access",
            "scope": SCOPE,
            "jti": str(uuid.uuid4()),
            "username": login.user,
        }
        return {
            "AccessToken": issuer.issue(access_claims, self.kept.key(ACCESS_KEY), typ=None),
            "ExpiresIn": issuer.LIFE,
            "TokenType": "Bearer",
            "IdToken": issuer.issue(id_claims, self.kept.key(ID_KEY), typ=None),
        }

    def refresh_token(self, login: Login) -> str:
        """Return the token that stands for the login."""
        return self._fernet().encrypt(msgspec.json.encode(login)).decode()

    def refreshed(self, token: str, client_id: str, now: datetime) -> Login:
        """Return the login of a refresh token that is good; raise PoolError otherwise."""
        login = self.login_of(token)
        if login is None or login.client_id != client_id:
            raise _not_authorized("Invalid Refresh Token", "refresh_token_invalid")
        if login.origin in self.kept.state.revoked or self._signed_out(login.user, login.since):
            raise _not_authorized("Refresh Token has been revoked", "refresh_token_revoked")
        if login.until <= now.timestamp():
            raise _not_authorized("Refresh Token has expired", "refresh_token_expired")
        return login

    def login_of(self, token: str) -> Login | None:
        """Return the login that a refresh token stands for, whether it is over or not; None for another text."""
        try:
            login = msgspec.json.decode(self._fernet().decrypt(token.encode()), type=Login)
        except (InvalidToken, msgspec.MsgspecError, UnicodeEncodeError):
            return None
        return login if login.user in self.deployment.state.pool_users else None

    def user_of(self, access_token: str, tokens: Check, now: datetime) -> str:
        """Return whose access token it is; raise PoolError when it is not one, or not good any more."""
        try:
            claims = tokens.claims(access_token, now)
        except Rejected as rejected:
            expired = rejected.reason == "expired_token"
            words = "Access Token has expired" if expired else "Invalid Access Token"
            raise _not_authorized(words, rejected.reason) from None
        user = claims.get("username")
        if claims.get("token_use") != "access" or user not in self.deployment.state.pool_users:
            raise _not_authorized("Invalid Access Token", "token_kind")
        over = self._signed_out(str(user), claims.get("auth_time"))
        if over or claims.get("origin_jti") in self.kept.state.revoked:
            raise _not_authorized("Access Token has been revoked", "token_revoked")
        return str(user)

    def revoke(self, login: Login, now: datetime) -> None:
        """End a login: its refresh token is of no use any more, nor are its access tokens at the pool itself."""
        at = now.timestamp()
        self.kept.change(
            lambda state: msgspec.structs.replace(
                state,
                revoked={
                    **{origin: until for origin, until in state.revoked.items() if until > at},
                    login.origin: login.until,
                },
            )
        )

    def sign_out(self, user: str, now: datetime) -> None:
        """End all logins of a user that began until now."""
        at = int(now.timestamp())
        self.kept.change(
            lambda state: msgspec.structs.replace(state, signed_out={**state.signed_out, user: at})
        )

    def _signed_out(self, user: str, since: object) -> bool:
        at = self.kept.state.signed_out.get(user)
        return at is not None and (not isinstance(since, int) or since <= at)

    def _fernet(self) -> Fernet:
        return Fernet(self.deployment.state.refresh_key)


def _not_authorized(message: str, reason: str) -> PoolError:
    return PoolError("NotAuthorizedException", message, reason)
