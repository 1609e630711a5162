"""Who there is besides the IAM users: clients of the identity provider, users of the user pool, holders of API keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

READ: Final = "pets:read"
WRITE: Final = "pets:write"


@dataclass(frozen=True, slots=True)
class Client:
    """A confidential client of the identity provider and the scopes that it may ask for."""

    client_id: str
    scopes: tuple[str, ...]


CLIENTS: Final = (Client("pets-reader", (READ,)), Client("pets-writer", (READ, WRITE)))
POOL_USERS: Final = ("carol", "dave")
API_KEYS: Final = ("pets-plan",)
