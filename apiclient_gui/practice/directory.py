"""Who there is besides the IAM users: clients of the identity provider, users of the user pool, holders of API keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

READ: Final = "pets:read"
WRITE: Final = "pets:write"
ABOUT: Final = ("openid", "profile", "email", "offline_access")
DEVICE_CODE: Final = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(frozen=True, slots=True)
class Client:
    """A confidential client of the identity provider and the scopes that it may ask for."""

    client_id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class App:
    """A public client, which has no secret: the grants that it may use, and where a browser may be sent back to.

    A redirect URI on 127.0.0.1 without a port stands for every port (RFC 8252 §7.3).
    """

    client_id: str
    grants: tuple[str, ...]
    redirect_uris: tuple[str, ...] = ()
    scopes: tuple[str, ...] = (*ABOUT, READ)


CLIENTS: Final = (Client("pets-reader", (READ,)), Client("pets-writer", (READ, WRITE)))
POOL_USERS: Final = ("carol", "dave")
POOL_CHALLENGES: Final[Mapping[str, str]] = {
    "mia": "SOFTWARE_TOKEN_MFA",
    "nina": "NEW_PASSWORD_REQUIRED",
    "sam": "SELECT_MFA_TYPE",
}
"""Further users of the user pool, and what each is asked for after the password."""
POOL_DEVICES: Final = ("mia", "sam")  # have a device that shows codes
POOL_QUESTION: Final = "What do the practice APIs list?"
POOL_ANSWER: Final = "pets"
IDP_USERS: Final = ("erin", "frank")
DENIED: Final = "frank"  # has a password, but may not use any program
APPS: Final = (
    App("desktop", ("authorization_code", "refresh_token"), ("http://127.0.0.1/callback",)),
    App(
        "desktop-fixed",
        ("authorization_code", "refresh_token"),
        ("http://localhost:8765/callback", "http://127.0.0.1:8765/callback"),
    ),
    App("device", (DEVICE_CODE, "refresh_token")),
    App("legacy", ("password", "refresh_token")),
)
API_KEYS: Final = ("pets-plan",)
