"""A token that stands as it is: copied from somewhere, or the value of an API key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from apiclient_gui.core.flow import Given
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import Field, Tokens
from apiclient_gui.core.secret import Secret

_TOKEN = re.compile(r"[!-~]+")  # it is sent in a header, and no token format has blanks
_BEARER = re.compile(r"(?i)(?:authorization:\s*)?bearer(?:\s+|$)")


def _obtain(given: Given) -> Tokens:
    text = given.secrets["token"].reveal().strip() if "token" in given.secrets else ""
    # People copy the whole header.
    token = _BEARER.sub("", text, count=1).strip() if _BEARER.match(text) else text
    if not token:
        raise incomplete("token", "Paste it, with or without the word Bearer.")
    if not _TOKEN.fullmatch(token):
        raise incomplete(
            "valid token", "It holds a blank, a line break or a letter beyond ASCII in its middle."
        )
    return Tokens({"access": Secret(token)}, "access")


def _summary(_: Mapping[str, str]) -> str:
    return "as it was pasted"


MEMBER = Kind(
    id="fixed_token",
    title="Fixed token or API key",
    fields=(Field("token", "Token", "secret", required=True, hint="eyJ… or an API key"),),
    scheme="bearer",
    obtain=_obtain,
    summary=_summary,
    hint="A token or API key that you have already. It is sent as it is and not renewed.",
)
