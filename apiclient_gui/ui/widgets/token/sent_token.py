"""Which token a request carried: of which kind, of whom, in which header; its text as far as it is still there."""

from __future__ import annotations

from dataclasses import dataclass, field

from apiclient_gui.core.model import Exchange, TokenKind
from apiclient_gui.core.secret import MASK
from apiclient_gui.core.tokens import trim

_START = "eyJ"  # base64url of `{"`: every JWT begins so


@dataclass(frozen=True, slots=True)
class SentToken:
    """A token that went out. `text` is empty when it was not kept; `kind` is None for one that was typed in."""

    header: str
    text: str = field(repr=False)
    kind: TokenKind | None = None
    identity: str = ""


def sent_token(exchange: Exchange) -> SentToken | None:
    """Return the token of an exchange: the one its scheme wrote, else the first JWT in a header; None without one."""
    how = exchange.authorisation
    if how.token_kind is not None and how.headers:
        name = how.headers[0]
        value = exchange.prepared.header(name) or ""
        text = "" if MASK in value else trim(value)
        return SentToken(name, text, how.token_kind, how.identity)
    for header in exchange.prepared.headers:
        text = trim(header.value)
        if text.startswith(_START) and text.count(".") in {2, 4}:
            return SentToken(header.name, text)
    return None
