"""Secrets to plant, and the search for them: in clear, percent- and base64-encoded."""

from __future__ import annotations

import base64
from urllib.parse import quote, quote_plus

SECRETS = {
    "secret key": "planted+secret/access+key/0123456789abcd",
    "session token": "planted-session-token//with+signs==" * 30,
    "typed header": "planted-authorization-value",
    "api key": "planted-api-key-value",
    "url password": "planted:pass/word@here",
    "cookie": "planted-cookie=value",
}


def forms(secret: str) -> dict[str, bytes]:
    """Return the forms in which a secret could turn up."""
    raw = secret.encode()
    coded = base64.b64encode(raw).rstrip(b"=")
    return {
        "raw": raw,
        "percent": quote(secret, safe="").encode(),
        "percent, plus": quote_plus(secret).encode(),
        "base64": coded[: len(coded) // 4 * 4],
        "base64, urlsafe": base64.urlsafe_b64encode(raw).rstrip(b"="),
        "first half": raw[: len(raw) // 2] if len(raw) > 40 else raw,
    }


def leaks(content: bytes) -> list[str]:
    return [
        f"{name} ({form})"
        for name, secret in SECRETS.items()
        for form, needle in forms(secret).items()
        if needle in content
    ]
