"""What an identity yields now: the values that a scheme puts on a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec

from apiclient_gui.core.secret import Secret


@dataclass(frozen=True, slots=True)
class AwsKeys:
    """What SigV4 signs with. `expires_at` is None for long-term keys; only temporary ones are ever kept for another run.

    `renewal` brings the next keys without a person (the session of an IAM Identity Center login, say), in a form that
    only the kind of identity knows that made it. `about` says in a few words what was chosen at the login.
    """

    access_key_id: str
    secret_access_key: Secret
    session_token: Secret | None = None
    expires_at: datetime | None = None
    obtained_at: datetime | None = None
    renewal: Secret | None = None
    about: str = ""


TokenKind = Literal["id", "access", "refresh"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a login brought, or one fixed token. `default` is the kind that is sent unless the request says another.

    `expires_at` is when the first of the tokens that are sent ends, None when that is not known (an opaque token).
    """

    held: Mapping[TokenKind, Secret]
    default: TokenKind
    obtained_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UserPassword:
    """A user and a password (RFC 7617)."""

    username: str
    password: Secret


Credentials = AwsKeys | Tokens | UserPassword


def secrets_of(credentials: Credentials) -> tuple[Secret, ...]:
    """Return what must be masked of credentials."""
    match credentials:
        case AwsKeys(secret_access_key=key, session_token=token, renewal=renewal):
            return tuple(one for one in (key, token, renewal) if one)
        case Tokens(held=held):
            return tuple(held.values())
        case UserPassword(password=password):
            return (password,)


class Login(msgspec.Struct, frozen=True):
    """What is known of a login without asking the keyring. `facts` is a hash: tokens of other facts are not ours.

    `access_key_id` is that of temporary AWS keys; then there are no `kinds`. `about` says what was chosen at the login.
    """

    facts: str
    kinds: tuple[TokenKind, ...]
    obtained_at: datetime
    expires_at: datetime | None = None
    access_key_id: str = ""
    about: str = ""
