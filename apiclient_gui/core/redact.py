"""Masking: what counts as a secret in a request, a URL, a text, and how it is hidden wherever it is kept or shown.

The rule is design.md §2. Two ways together: by place (these headers, these query names, a URL's password) and by
value (every secret that came to our knowledge in this run, also percent- and base64-encoded).
"""

from __future__ import annotations

import base64
import json
import logging
import re
import threading
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, quote_plus

from apiclient_gui.core.model import Request
from apiclient_gui.core.secret import MASK, Secret

SECRET_HEADERS: Final = frozenset(
    {
        "authorization",
        "x-api-key",
        "x-amz-security-token",
        "cookie",
        "set-cookie",
        "proxy-authorization",
    }
)
SECRET_QUERY: Final = frozenset({"x-amz-signature", "x-amz-security-token", "x-api-key"})

_QUERY_VALUE = re.compile(
    r"(?i)([?&](?:" + "|".join(map(re.escape, sorted(SECRET_QUERY))) + r")=)[^&#\s\"']*"
)
_CANONICAL_QUERY = re.compile(
    r"(?im)((?:^|&)(?:" + "|".join(map(re.escape, sorted(SECRET_QUERY))) + r")=)[^&#\s\"']*"
)
# Up to the last "@" before the path: a password may hold one, too.
_PASSWORD = re.compile(r"(://[^/?#\s:@]*:)[^/?#\s]*(?=@)")
_SIGNATURE = re.compile(r"(?i)(\bSignature=)[0-9a-f]{16,}")
_HEADER_LINE = re.compile(
    r"(?im)^((?:" + "|".join(map(re.escape, sorted(SECRET_HEADERS))) + r")[ \t]*:[ \t]*)[^\r\n]*"
)
_TRACEBACK = logging.Formatter()
_LONGEST = 16_384  # no key or token is longer; a pattern of 3 MB takes half a minute to compile
_SHORTEST = 6  # a shorter value would mask ordinary words; such secrets are masked by place alone


def header(name: str, value: str) -> str:
    """Return the value, masked when the header is one that carries a secret."""
    return MASK if name.lower() in SECRET_HEADERS else value


def headers(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs with secret values masked."""
    return [(name, header(name, value)) for name, value in pairs]


def url(text: str) -> str:
    """Return the URL with its password and the secret values of its query masked."""
    return _QUERY_VALUE.sub(rf"\g<1>{MASK}", _PASSWORD.sub(rf"\g<1>{MASK}", text))


def canonical(text: str) -> str:
    """Return a canonical request, or a raw message, with secret header lines, query values and signatures masked."""
    text = _CANONICAL_QUERY.sub(rf"\g<1>{MASK}", url(text))
    return _SIGNATURE.sub(rf"\g<1>{MASK}", _HEADER_LINE.sub(rf"\g<1>{MASK}", text))


def typed_in_clear(request: Request) -> tuple[str, ...]:
    """Return the names of secret headers and parameters whose value was typed in, and is no variable."""
    rows = [row for row in request.headers if row.name.strip().lower() in SECRET_HEADERS]
    rows += [row for row in request.params if row.name.strip().lower() in SECRET_QUERY]
    return tuple(
        dict.fromkeys(row.name.strip() for row in rows if row.value and "{{" not in row.value)
    )


class Redactor:
    """Hides every secret value it has learnt, in any text. One a Program; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forms: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def learn(self, secret: Secret) -> None:
        """Remember a value, and the forms in which it may turn up."""
        # Pasted ones bring blanks along, and go out without them.
        value = secret.reveal().strip()[:_LONGEST]
        if len(value) < _SHORTEST:
            return
        with self._lock:
            fresh = _forms(value) - self._forms
            if not fresh:
                return
            self._forms |= fresh
            longest_first = sorted(self._forms, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def text(self, text: str) -> str:
        """Return the text with all learnt values, secret header lines and secret query values masked."""
        pattern = self._pattern
        return canonical(pattern.sub(MASK, text) if pattern else text)


def _forms(value: str) -> set[str]:
    raw = value.encode("utf-8", "surrogatepass")
    coded = {
        code(raw).decode().rstrip("=") for code in (base64.b64encode, base64.urlsafe_b64encode)
    }
    escaped = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    return {
        value,
        quote(raw, safe=""),
        quote(raw),
        quote_plus(raw),
        repr(value)[1:-1],
        *escaped,
        *coded,
    }


def guard_logging(redactor: Redactor) -> None:
    """Mask every log record of this process when it is made.

    It sits on the record factory: a filter on our handlers would be passed by (pytest's caplog, a library's own
    handler), and botocore logs the canonical request, thus the session token, at DEBUG.
    """
    make = logging.getLogRecordFactory()

    def record(*args: object, **kwargs: object) -> logging.LogRecord:
        made = make(*args, **kwargs)
        try:
            text = made.getMessage()
        except (TypeError, ValueError, KeyError):
            # A library's slip in its %-arguments must not end our work.
            text = f"{made.msg} {made.args}"
        made.msg, made.args = redactor.text(text), None
        if made.exc_info and made.exc_info[0]:
            # Formatters take this text as it is; the exception's own words may hold a secret.
            made.exc_text = redactor.text(_TRACEBACK.formatException(made.exc_info))
        return made

    logging.setLogRecordFactory(record)
