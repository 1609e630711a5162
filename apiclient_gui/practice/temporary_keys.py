"""Temporary keys of the practice account: issued without keeping anything, for the session token holds all of it.

The token is encrypted and authenticated under a key of the kept state, so it is good after a restart, too.
"""

from __future__ import annotations

import base64
import secrets
import string
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import msgspec
from cryptography.fernet import Fernet, InvalidToken

PREFIX: Final = "ASIA"  # access key ids of temporary keys begin with it (IAM/reference_identifiers)
_KEY_ID: Final = string.ascii_uppercase + "234567"
_SECRET: Final = string.ascii_letters + string.digits + "+/"


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom temporary keys stand for.

    `principal` is the ARN under which the caller is known, `user_id` its unique id (`AROA…:name`, `AIDA…`). The policy
    is that of the role, or of the user for a session of its own; `policy` is the session policy (JSON), which can
    only take away. `mfa`: whether a code of a device was given.
    """

    principal: str
    user_id: str
    account: str
    role: str = ""
    user: str = ""
    policy: str = ""
    mfa: bool = False


@dataclass(frozen=True, slots=True)
class TemporaryKeys:
    """Keys in clear, and until when (UTC) they are good."""

    access_key_id: str
    secret_access_key: str
    session_token: str
    expires_at: datetime
    session: Session


class _Sealed(msgspec.Struct, frozen=True):
    access_key_id: str
    secret_access_key: str
    until: int
    session: Session


def issue(key: str, session: Session, now: datetime, seconds: int) -> TemporaryKeys:
    """Return new keys for a session, good for so many seconds from `now` on. `key` is the kept state's (Fernet)."""
    sealed = _Sealed(
        PREFIX + _random(_KEY_ID, 16),
        _random(_SECRET, 40),
        int(now.timestamp()) + seconds,
        session,
    )
    content = Fernet(key).encrypt(msgspec.json.encode(sealed))
    # `+`, `/` and `=`, as AWS's own tokens have them: whoever forgets to encode them in a query learns it here.
    return _keys(sealed, base64.b64encode(base64.urlsafe_b64decode(content)).decode())


@lru_cache(maxsize=256)
def opened(key: str, token: str) -> TemporaryKeys | None:
    """Return the keys that belong to a session token, whether they are over or not; None for any other text."""
    try:
        content = base64.b64decode(token, validate=True)
        if base64.b64encode(content).decode() != token:
            return None  # spare bits of the last character: another text than was issued
        sealed = msgspec.json.decode(
            Fernet(key).decrypt(base64.urlsafe_b64encode(content)), type=_Sealed
        )
    except (InvalidToken, msgspec.MsgspecError, ValueError):
        return None
    return _keys(sealed, token)


def _keys(sealed: _Sealed, token: str) -> TemporaryKeys:
    return TemporaryKeys(
        sealed.access_key_id,
        sealed.secret_access_key,
        token,
        datetime.fromtimestamp(sealed.until, UTC),
        sealed.session,
    )


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))
