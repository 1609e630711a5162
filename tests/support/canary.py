"""Secrets to plant, and the search for them: in clear, percent- and base64-encoded, escaped for JSON or HTML."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote_to_bytes

SECRETS = {
    "secret key": "planted+secret/access+key/0123456789abcd",
    "session token": "planted-session-token//with+signs==" * 30,
    "typed header": "planted-authorization-value",
    "api key": "planted-api-key-value",
    "url password": "planted:pass/word@here",
    "cookie": "planted-cookie=value",
}


@cache
def forms(secret: str) -> dict[str, bytes]:
    """Return the forms in which a secret is looked for, in a text and in what is left of it once it is decoded."""
    raw = secret.encode()
    coded = base64.b64encode(raw).rstrip(b"=")
    found = {
        "raw": raw,
        "percent": quote(secret, safe="").encode(),
        "percent, plus": quote_plus(secret).encode(),
        "base64": coded[: len(coded) // 4 * 4],
        "base64, urlsafe": base64.urlsafe_b64encode(raw).rstrip(b"="),
        "first half": raw[: len(raw) // 2] if len(raw) > 40 else raw,
    }
    # Inside a longer text, such as user:password, base64 has three ways to begin.
    for text, kind in ((raw, "base64"), (quote_plus(secret).encode(), "base64 of percent")):
        for shift in range(3):
            found[f"{kind}, shifted by {shift}"] = _inner(text, shift)
    # A token's signature and claims are secret on their own.
    parts = secret.split(".")
    if secret.startswith("eyJ"):
        found |= {f"part {number}": part.encode() for number, part in enumerate(parts) if number}
    return found


def leaks(content: bytes, secrets: Mapping[str, str] = SECRETS) -> list[str]:
    """Return which secrets stand in a content, and in which form."""
    texts = tuple(dict.fromkeys(_readings(content)))
    return [
        f"{name} ({form})"
        for name, secret in secrets.items()
        for form, needle in forms(secret).items()
        if any(needle in text for text in texts)
    ]


def leaks_below(
    folder: Path, secrets: Mapping[str, str] = SECRETS, *, but: Mapping[str, frozenset[str]]
) -> list[str]:
    """Return `path: leak` for the files below a folder; `but`: what may stand below a path of it, by its beginning."""
    found = []
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        allowed = [names for start, names in but.items() if place.startswith(start)]
        wanted = {n: s for n, s in secrets.items() if not any(n in names for names in allowed)}
        names = leaks(place.encode("utf-8", "replace"), wanted)
        if path.is_file():
            names += leaks(path.read_bytes(), wanted)
        found += [f"{place}: {name}" for name in names]
    return found


def _inner(raw: bytes, shift: int) -> bytes:
    """Return the base64 signs that these bytes alone decide when `shift` bytes stand before them."""
    coded = base64.b64encode(b"\0" * shift + raw)
    return coded[-(-8 * shift // 6) : 8 * (shift + len(raw)) // 6]


def _readings(content: bytes) -> Iterator[bytes]:
    """Give the content as it is, and as it reads when what escapes it is taken off: percent signs up to twice."""
    yield content
    yield content.translate(bytes.maketrans(b"-_", b"+/"))  # base64 for URLs
    yield content.replace(b'\\"', b'"').replace(b"\\/", b"/").replace(b"\\\\", b"\\")
    yield html.unescape(content.decode("latin-1")).encode("latin-1", "replace")
    if b"%" in content:
        once = unquote_to_bytes(content)
        yield from (once, unquote_to_bytes(content.replace(b"+", b" ")), unquote_to_bytes(once))
