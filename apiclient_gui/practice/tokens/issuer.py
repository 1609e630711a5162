"""Issuing of tokens: claims put under a signature (RFC 7515, RS256)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import jwt

from apiclient_gui.practice.tokens.keys import ALGORITHM, SigningKey

LIFE: Final = 3600  # seconds that every token of the practice gateway is good for


def issue(claims: Mapping[str, object], key: SigningKey, *, typ: str | None) -> str:
    """Return the compact token; `typ` stands in its header, which a user pool's tokens do not have."""
    headers = {"kid": key.key_id, "typ": typ}
    return jwt.encode(dict(claims), key.private, ALGORITHM, headers=headers)
