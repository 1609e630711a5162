"""Logins at the practice identity provider and their tokens: issued, renewed with a new refresh token each time, ended.

A refresh token holds its login under a key of the kept state, so that it is good after a restart, too. Which of a login's
refresh tokens is the last one is kept; an older one that comes again was stolen, or is the thief's: the login ends (RFC 9700 §4.14.2).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from cryptography.fernet import Fernet, InvalidToken

from apiclient_gui.practice.deployment import AUDIENCE, Deployment
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.oidc.clients import Asking
from apiclient_gui.practice.oidc.messages import OAuthError
from apiclient_gui.practice.state import State
from apiclient_gui.practice.tokens import issuer
from apiclient_gui.practice.tokens.check import Check, Rejected

KEY: Final = "idp"
PREVIOUS_KEY: Final = "idp_previous"
LIFE: Final = 30 * 86_400  # seconds that a login can be renewed


class Login(msgspec.Struct, frozen=True):
    """A login of a user for a client; `origin` is its id, `since` when the password was given, `until` when it is over.

    Times are epoch seconds. `renewed` is how often its tokens were renewed.
    """

    user: str
    client_id: str
    scope: str
    origin: str
    since: int
    until: int
    renewed: int = 0


def begin(user: str, client_id: str, scope: str, since: int, now: datetime) -> Login:
    """Return a new login of somebody who gave the password at `since`."""
    return Login(user, client_id, scope, str(uuid.uuid4()), since, int(now.timestamp()) + LIFE)


@dataclass(frozen=True, slots=True)
class Logins:
    """Issues tokens and ends logins. Any thread may ask."""

    kept: Kept
    deployment: Deployment

    def key_set(self) -> tuple[Mapping[str, str], ...]:
        """Return the public keys that it publishes: the one that signs, and the one before."""
        return self.kept.key(KEY).jwk, self.kept.key(PREVIOUS_KEY).jwk

    def check(self) -> Check:
        """Return what checks tokens of this provider."""
        return Check(self.deployment.idp_issuer, self.key_set)

    def knows(self, username: str, password: str) -> bool:
        """Tell whether a user has that password."""
        user = self.deployment.state.idp_users.get(username)
        given = password.encode("utf-8", "surrogatepass")
        return user is not None and hmac.compare_digest(user.password.encode(), given)

    def for_client(self, client: Asking, scope: str, now: datetime) -> dict[str, object]:
        """Return the answer of the token endpoint for a client by itself (RFC 9068)."""
        claims = {"sub": client.client_id, "client_id": client.client_id, "scope": scope}
        return self._answer(self._access(claims, now), scope)

    def issue(
        self, login: Login, now: datetime, *, nonce: str = "", narrowed: str = ""
    ) -> dict[str, object]:
        """Return the answer of the token endpoint for a login: what its scopes give, or some of them."""
        scope = narrowed or login.scope
        claims = {
            "sub": self._sub(login.user),
            "client_id": login.client_id,
            "scope": scope,
            "auth_time": login.since,
            "sid": login.origin,
        }
        access_token = self._access(claims, now)
        content = self._answer(access_token, scope)
        if "offline_access" in login.scope.split():
            content["refresh_token"] = self._fernet().encrypt(msgspec.json.encode(login)).decode()
        if "openid" in scope.split():
            shown = msgspec.structs.replace(login, scope=scope)
            content["id_token"] = self._id_token(shown, access_token, nonce, now)
        return content

    def about(self, user: str, scope: str) -> dict[str, object]:
        """Return the claims about a user that scopes give (OIDC Core §5.4)."""
        found: dict[str, object] = {"sub": self._sub(user)}
        scopes = scope.split()
        if "profile" in scopes:
            found |= {"name": user.capitalize(), "preferred_username": user}
        if "email" in scopes:
            found |= {"email": f"{user}@example.com", "email_verified": True}
        return found

    def renew(self, token: str, client_id: str, scope: str, now: datetime) -> Login:
        """Check that `scope` asks for no more than the login has (RFC 6749 §6), and return the login of a refresh token, which is of no use any more; raise OAuthError for one not good."""
        login = self.of_refresh_token(token)
        if login is None or login.client_id != client_id:
            raise _not_good("The refresh token is not one of this client.")
        if self.ended(login.origin) or login.until <= now.timestamp():
            raise _not_good("The login is over.")
        if not set(scope.split()) <= set(login.scope.split()):
            raise OAuthError("invalid_scope", "The login was not given one of the scopes.")
        if not self._is_last(login):
            self.end(login, now)
            raise _not_good("The refresh token was used before. Its login is ended.")
        return msgspec.structs.replace(login, renewed=login.renewed + 1)

    def of_refresh_token(self, token: str) -> Login | None:
        """Return the login that a refresh token stands for, whether it is over or not; None for another text."""
        try:
            login = msgspec.json.decode(self._fernet().decrypt(token.encode()), type=Login)
        except (InvalidToken, msgspec.MsgspecError, UnicodeEncodeError):
            return None
        return login if login.user in self.deployment.state.idp_users else None

    def of_access_token(self, token: str, check: Check, now: datetime) -> Mapping[str, object]:
        """Return the claims of a user's access token that is good; raise Rejected for any other text."""
        claims = check.claims(token, now)
        if claims.get("aud") != AUDIENCE or not isinstance(claims.get("sid"), str):
            raise Rejected("token_kind", "It is not an access token of a user.")
        if self.ended(claims["sid"]):
            raise Rejected("token_revoked", "The login of the token was ended.")
        return claims

    def ended(self, origin: str) -> bool:
        """Tell whether a login was ended before its time."""
        return origin in self.kept.state.revoked

    def end(self, login: Login, now: datetime) -> None:
        """End a login: what was issued for it is of no use here any more."""
        self.end_by_id(login.origin, now)

    def end_by_id(self, origin: str, now: datetime) -> None:
        """End the login of that id."""
        at = int(now.timestamp())

        def change(state: State) -> State:
            going = {one: until for one, until in state.revoked.items() if until > at}
            known = {one: held for one, held in state.idp_logins.items() if held[1] > at}
            return msgspec.structs.replace(
                state, revoked={**going, origin: at + LIFE}, idp_logins=known
            )

        self.kept.change(change)

    def user(self, sub: str) -> str | None:
        """Return the name of a user."""
        users = self.deployment.state.idp_users
        return next((name for name, one in users.items() if one.sub == sub), None)

    def _is_last(self, login: Login) -> bool:
        last = False

        def change(state: State) -> State:
            nonlocal last
            last = state.idp_logins.get(login.origin, (0, 0))[0] == login.renewed
            if not last:
                return state
            held = {**state.idp_logins, login.origin: (login.renewed + 1, login.until)}
            return msgspec.structs.replace(state, idp_logins=held)

        self.kept.change(change)
        return last

    def _access(self, claims: Mapping[str, object], now: datetime) -> str:
        at = int(now.timestamp())
        common = {"iss": self.deployment.idp_issuer, "aud": AUDIENCE, "iat": at}
        times = {"exp": at + issuer.LIFE, "jti": str(uuid.uuid4())}
        return issuer.issue({**common, **claims, **times}, self.kept.key(KEY), typ="at+jwt")

    def _id_token(self, login: Login, access_token: str, nonce: str, now: datetime) -> str:
        at = int(now.timestamp())
        half = hashlib.sha256(access_token.encode()).digest()[:16]
        claims = {
            **self.about(login.user, login.scope),
            "iss": self.deployment.idp_issuer,
            "aud": login.client_id,
            "iat": at,
            "exp": at + issuer.LIFE,
            "auth_time": login.since,
            "sid": login.origin,
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
        }
        if nonce:
            claims["nonce"] = nonce
        return issuer.issue(claims, self.kept.key(KEY), typ="JWT")

    def _answer(self, access_token: str, scope: str) -> dict[str, object]:
        return {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": issuer.LIFE,
            "scope": scope,
        }

    def _sub(self, user: str) -> str:
        return self.deployment.state.idp_users[user].sub

    def _fernet(self) -> Fernet:
        return Fernet(self.deployment.state.idp_key)


def _not_good(description: str) -> OAuthError:
    return OAuthError("invalid_grant", description)
