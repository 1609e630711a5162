"""What IAM Identity Center hands out: client secrets, access tokens and refresh tokens, each holding what it stands for.

They are encrypted under a key of the kept state and not remembered, so that a login outlives the gateway's restart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

import msgspec
from cryptography.fernet import Fernet, InvalidToken

from apiclient_gui.practice import sso_directory
from apiclient_gui.practice.kept import Kept

ACCESS_LIFE: Final = 8 * 3600  # seconds, as the service model of sso-oidc documents it
REGISTRATION_LIFE: Final = 90 * 86_400
SESSION_LIFE: Final = (
    REGISTRATION_LIFE  # the longest session that can be set in IAM Identity Center
)

_Held = TypeVar("_Held", "Registration", "Access", "Refresh")


class Registration(msgspec.Struct, frozen=True, tag="registration"):
    """A client that registered; its secret is good until `until` (epoch seconds)."""

    client_id: str
    name: str
    scopes: tuple[str, ...]
    until: int


class Access(msgspec.Struct, frozen=True, tag="access"):
    """What an access token holds: whose it is, the id of the login it came from, and when it ends."""

    user: str
    login: str
    until: int


class Refresh(msgspec.Struct, frozen=True, tag="refresh"):
    """What a refresh token holds: besides, the client that it was given to."""

    user: str
    login: str
    client_id: str
    until: int


@dataclass(frozen=True, slots=True)
class SsoTokens:
    """Issues and reads them, and keeps which logins were ended."""

    kept: Kept

    def text(self, held: Registration | Access | Refresh) -> str:
        """Return the token that stands for it."""
        return self._fernet().encrypt(msgspec.json.encode(held)).decode()

    def registration(self, secret: str, client_id: str, now: datetime) -> Registration | None:
        """Return the client whose secret this is; None when it is another's, has expired, or never was one."""
        held = self._held(secret, Registration)
        good = held and held.client_id == client_id and now.timestamp() < held.until
        return held if good else None

    def access(self, token: str, now: datetime) -> Access | None:
        """Return what a good access token holds; None for any other text."""
        held = self._held(token, Access)
        return held if held and self._goes_on(held, now) else None

    def refresh(self, token: str, client_id: str, now: datetime) -> Refresh | None:
        """Return what a good refresh token of that client holds; None for any other text."""
        held = self._held(token, Refresh)
        good = held and held.client_id == client_id and self._goes_on(held, now)
        return held if good else None

    def end(self, access: Access, now: datetime) -> None:
        """End the login of an access token: neither this token nor its refresh token is good any more."""
        at = int(now.timestamp())
        self.kept.change(
            lambda state: msgspec.structs.replace(
                state,
                revoked={
                    **{login: until for login, until in state.revoked.items() if until > at},
                    access.login: at + SESSION_LIFE,
                },
            )
        )

    def _goes_on(self, held: Access | Refresh, now: datetime) -> bool:
        ended = held.login in self.kept.state.revoked
        return now.timestamp() < held.until and held.user in sso_directory.USERS and not ended

    def _held(self, token: str, kind: type[_Held]) -> _Held | None:
        try:
            return msgspec.json.decode(self._fernet().decrypt(token.encode()), type=kind)
        except (InvalidToken, msgspec.MsgspecError, UnicodeEncodeError):
            return None

    def _fernet(self) -> Fernet:
        return Fernet(self.kept.state.sso_key)
