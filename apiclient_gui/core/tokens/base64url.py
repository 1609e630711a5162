"""Base64url as JWS wants it (RFC 7515 §2): read strictly, and as far as possible when it is not."""

from __future__ import annotations

import base64
import re
from typing import Final

_STRICT = re.compile(r"[A-Za-z0-9_-]*")
_FOREIGN = re.compile(r"[^A-Za-z0-9_-]")
_PLAIN_ALPHABET: Final = str.maketrans("+/", "-_")


def read(text: str) -> tuple[bytes, str]:
    """Return the bytes and what is wrong, empty when nothing is; the bytes are a best guess then.

    Strict: no padding, no character of another alphabet, no bits left over (RFC 4648 §3.5), so that one value has
    one spelling only.
    """
    if _STRICT.fullmatch(text) is None:
        kept = _FOREIGN.sub("", text.translate(_PLAIN_ALPHABET))
        return _bytes(kept), _foreign(text)
    if len(text) % 4 == 1:
        return _bytes(text), f"{len(text)} characters are no whole number of bytes; one is missing"
    raw = _bytes(text)
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != text.encode():
        return raw, "its last character holds bits that belong to no byte"
    return raw, ""


def write(raw: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(kept: str) -> bytes:
    whole = kept[:-1] if len(kept) % 4 == 1 else kept
    return base64.urlsafe_b64decode(whole + "=" * (-len(whole) % 4))


def _foreign(text: str) -> str:
    match = _FOREIGN.search(text)
    assert match is not None
    found, place = match[0], match.start() + 1
    if text.rstrip("=").isascii() and _STRICT.fullmatch(text.rstrip("=")):
        return "it ends in =, and there is no padding in a token"
    if found in "+/":
        return f"it holds {found} (character {place}) of the plain Base64 alphabet; a token has - and _ there"
    if found.isspace():
        return f"a blank or a line break stands in it (character {place})"
    return f"it holds U+{ord(found):04X} (character {place}), which is no base64url"
