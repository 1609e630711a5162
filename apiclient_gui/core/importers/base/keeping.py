"""Credentials that stood in a text as what an identity is made of: its kind, its facts, and its secrets for the vault."""

from __future__ import annotations

from typing import NamedTuple

from apiclient_gui.core.model import AwsKeys, Credentials, Tokens, UserPassword
from apiclient_gui.core.secret import Secret


class Keeping(NamedTuple):
    """The kind's id, and the values of its fields; `name` is what the identity may be called when nobody says."""

    name: str
    kind: str
    facts: dict[str, str]
    secrets: dict[str, Secret]


def keeping(credentials: Credentials) -> Keeping:
    """Return what an identity that yields these credentials is made of."""
    match credentials:
        case AwsKeys(access_key_id=key_id, secret_access_key=key, session_token=token):
            secrets = {"secret_access_key": key} | ({"session_token": token} if token else {})
            return Keeping(f"keys {key_id[-4:]}", "aws_keys", {"access_key_id": key_id}, secrets)
        case UserPassword(username=user, password=password):
            return Keeping(
                user[:40] or "user", "user_password", {"username": user}, {"password": password}
            )
        case Tokens(held=held, default=kind):
            return Keeping("token", "fixed_token", {}, {"token": held[kind]})
