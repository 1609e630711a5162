"""What stands for a kind of identity where there is room for a picture and a few words only."""

from __future__ import annotations

from apiclient_gui.core import auth
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import AwsKeys, Tokens


def icon_of(kind: Kind) -> str:
    """Return the icon of a kind: what it yields tells it, so a new kind has one, too."""
    if kind.logs_in and not (yields_keys(kind) and kind.refresh is None):
        return "identities"  # a role and a profile bring keys, and often nobody logs in for them
    scheme = auth.TABLE.get(kind.scheme)
    wants = scheme.wants if scheme else None
    if wants is AwsKeys:
        return "key"
    return "tokens" if wants is Tokens else "lock"


def yields_keys(kind: Kind) -> bool:
    """Return whether an identity of this kind yields AWS keys."""
    scheme = auth.TABLE.get(kind.scheme)
    return scheme is not None and scheme.wants is AwsKeys


def group_of(kind: Kind) -> str:
    """Return the heading under which a kind is offered."""
    if yields_keys(kind):
        return "AWS keys, for signed requests"
    scheme = auth.TABLE.get(kind.scheme)
    if kind.logs_in and scheme is not None and scheme.wants is Tokens:
        return "Logins that bring a token"
    return "Tokens and passwords, sent as they are"


def is_api_key(kind: Kind) -> bool:
    """Return whether an identity of this kind can be an API key: a token that stands as it is."""
    scheme = auth.TABLE.get(kind.scheme)
    return scheme is not None and scheme.wants is Tokens and not kind.logs_in
