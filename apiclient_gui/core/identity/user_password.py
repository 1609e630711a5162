"""A user and a password, for HTTP Basic authentication (RFC 7617)."""

from __future__ import annotations

from collections.abc import Mapping

from apiclient_gui.core.flow import Given
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import Field, UserPassword
from apiclient_gui.core.secret import Secret


def _obtain(given: Given) -> UserPassword:
    # Not stripped: a blank may belong to either. RFC 7617 §2: no colon in the user, no control character in both.
    username = given.facts.get("username", "")
    password = given.secrets.get("password", Secret(""))
    if not username and not password:
        raise incomplete("user name", "One of user name and password may be empty, not both.")
    if ":" in username:
        raise incomplete(
            "valid user name", "A colon would end it: everything after that is the password."
        )
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in username + password.reveal()):
        raise incomplete("valid user name and password", "One of them holds a control character.")
    return UserPassword(username, password)


def _summary(facts: Mapping[str, str]) -> str:
    return facts.get("username", "")


MEMBER = Kind(
    id="user_password",
    title="User and password",
    fields=(
        Field("username", "User name", required=True),
        Field("password", "Password", "secret", required=True),
    ),
    scheme="basic",
    obtain=_obtain,
    summary=_summary,
    hint="HTTP Basic authentication: user and password go along with each request.",
)
