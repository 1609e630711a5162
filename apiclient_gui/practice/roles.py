"""The roles of the practice account: who may take them on, what that needs, and what they may do then."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from apiclient_gui.core.gateway.policy.evaluate import INVOKE
from apiclient_gui.practice.iam import Arn, Statements

HOUR: Final = 3600
_ID_LENGTH: Final = 17


@dataclass(frozen=True, slots=True)
class Role:
    """A role. `trusted` are the users and roles that may take it on, `web` whether the holder of a token may.

    `external_id` has to be named, `mfa_of` is the user whose device has to give a code; both are empty when nothing of
    the kind is needed. `longest` is the longest session in seconds.
    """

    name: str
    statements: Statements
    trusted: tuple[str, ...] = ()
    external_id: str = ""
    mfa_of: str = ""
    web: bool = False
    longest: int = HOUR

    def arn(self, account: str) -> str:
        """Return the ARN of the role."""
        return f"arn:aws:iam::{account}:role/{self.name}"

    def session_arn(self, account: str, session: str) -> str:
        """Return the ARN under which a session of the role is known."""
        return f"arn:aws:sts::{account}:assumed-role/{self.name}/{session}"

    def session_id(self, account: str, session: str) -> str:
        """Return the unique id of a session."""
        return f"{unique_id('AROA', account, self.name)}:{session}"


def unique_id(prefix: str, account: str, name: str) -> str:
    """Return the id of a user (AIDA…) or role (AROA…): the same one for the same account and name."""
    digest = hashlib.sha256(f"{prefix}:{account}:{name}".encode()).digest()
    return prefix + base64.b32encode(digest).decode()[:_ID_LENGTH]


def mfa_serial(account: str, user: str) -> str:
    """Return the ARN of a user's virtual MFA device."""
    return f"arn:aws:iam::{account}:mfa/{user}"


def _reads(arn: Arn) -> list[Mapping[str, Any]]:
    return [_allow("ReadPets", [arn("GET", "pets"), arn("GET", "pets/*")])]


def _adds(arn: Arn) -> list[Mapping[str, Any]]:
    return [*_reads(arn), _allow("AddPets", [arn("POST", "pets")])]


def _everything(arn: Arn) -> list[Mapping[str, Any]]:
    return [_allow("Everything", [arn("*", "*")])]


def _allow(sid: str, resources: list[str]) -> Mapping[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": INVOKE, "Resource": resources}


ROLES: Final = (
    Role("pets-reader-role", _reads, trusted=("alice", "bob", "pets-partner-role")),
    Role(
        "pets-partner-role",
        _adds,
        trusted=("alice", "pets-admin-role"),
        external_id="practice-partner",
        longest=12 * HOUR,
    ),
    Role("pets-admin-role", _everything, trusted=("alice",), mfa_of="alice"),
    Role("pets-web-role", _reads, web=True),
)
POOL_ROLE: Final = Role("pets-pool-role", _reads)
"""What the identity pool gives keys of; nobody takes it on through STS."""
PERMISSION_SETS: Final = (Role("PetsReader", _reads), Role("PetsAdmin", _everything))
"""What IAM Identity Center hands out roles for; nobody takes these on through STS."""
