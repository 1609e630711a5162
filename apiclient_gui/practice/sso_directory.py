"""IAM Identity Center's directory: which person may take which role in which account of the organization."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apiclient_gui.practice.state import State

READER: Final = "PetsReader"
ADMIN: Final = "PetsAdmin"
PRACTICE: Final = "practice"
SANDBOX: Final = "sandbox"
_EMAILS: Final[Mapping[str, str]] = {
    PRACTICE: "aws+practice@example.com",
    SANDBOX: "aws+sandbox@example.com",
}
_ASSIGNED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "dana": {PRACTICE: (ADMIN, READER), SANDBOX: (ADMIN, READER)},
    "eve": {PRACTICE: (READER,)},
}
USERS: Final = tuple(_ASSIGNED)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the organization, and the roles of it that are meant (a person's, or all of them)."""

    account_id: str
    name: str
    email: str
    roles: tuple[str, ...]


def accounts(state: State) -> tuple[Account, ...]:
    """Return all accounts with the roles that somebody may take there, in order of their names."""
    ids = _ids(state)
    return tuple(Account(ids[name], name, email, _anybody(name)) for name, email in _EMAILS.items())


def assigned(state: State, user: str) -> tuple[Account, ...]:
    """Return the accounts that a user may use, with the roles that they may take there; none for a stranger."""
    ids = _ids(state)
    return tuple(
        Account(ids[name], name, _EMAILS[name], roles)
        for name, roles in _ASSIGNED.get(user, {}).items()
    )


def principal(account_id: str, role: str, user: str) -> str:
    """Return the ARN of a user who has taken a role of a permission set.

    AWS names such a role AWSReservedSSO_NAME_ and 16 hexadecimal digits, which stay the same for an account
    (IAM Identity Center user guide, "Referencing permission sets in resource policies").
    """
    return f"arn:aws:sts::{account_id}:assumed-role/{role_name(account_id, role)}/{user}"


def role_name(account_id: str, role: str) -> str:
    """Return the name of the IAM role that a permission set has in an account."""
    suffix = hashlib.sha256(f"{account_id}/{role}".encode()).hexdigest()[:16]
    return f"AWSReservedSSO_{role}_{suffix}"


def _ids(state: State) -> Mapping[str, str]:
    return {PRACTICE: state.account, SANDBOX: state.sandbox}


def _anybody(account: str) -> tuple[str, ...]:
    roles = (role for accounts in _ASSIGNED.values() for role in accounts.get(account, ()))
    return tuple(sorted(set(roles)))
