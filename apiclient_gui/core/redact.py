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
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from urllib.parse import quote, quote_plus

import msgspec

from apiclient_gui.core.finding import Evidence, Finding
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
# Those of tokens: RFC 6750 §2.3, RFC 6749 §2.3.1 and what redirects of logins carry (OpenID Connect Core §3.2.2.5).
# The last ones are what APIs call theirs; `key`, `code` and `auth` are too often no secret.
SECRET_QUERY: Final = frozenset(
    {
        "x-amz-signature",
        "x-amz-security-token",
        "x-api-key",
        "access_token",
        "id_token",
        "refresh_token",
        "client_secret",
        "api_key",
        "api-key",
        "apikey",
        "password",
        "secret",
        "sig",
        "signature",
        "token",
    }
)

_QUERY_VALUE = re.compile(
    r"(?i)([?&#](?:" + "|".join(map(re.escape, sorted(SECRET_QUERY))) + r")=)[^&#\s\"']*"
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
_ESCAPE = re.compile(r"%[0-9A-F]{2}")
# What may stay bare besides the unreserved: nothing, a path's slashes, all of RFC 3986 §3.4, ECMAScript's two ways.
_BARE = ("", "/", "/!$&'()*+,;=:@?", "!~*'()", ";,/?:@&=+$!~*'()#")
_LONGEST = 16_384  # no key or token is longer
_SHORTEST = 6  # a shorter value would mask ordinary words; such secrets are masked by place alone
_PIECE = 12  # so much of the beginning of a secret gives it away where a text was cut


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
    text = _HEADER_LINE.sub(rf"\g<1>{MASK}", text)
    # The pattern tries each word; looking for its one literal takes a twentieth of the time, and most texts have none.
    return _SIGNATURE.sub(rf"\g<1>{MASK}", text) if "signature=" in text.lower() else text


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
        self._forms: tuple[str, ...] = ()

    def learn(self, secret: Secret) -> None:
        """Remember a value, and the forms in which it may turn up."""
        # Pasted ones bring blanks along, and go out without them.
        value = secret.reveal().strip()[:_LONGEST]
        if len(value) < _SHORTEST or value in self._forms:
            return
        fresh = {form for form in _forms(value) if len(form) >= _SHORTEST}
        with self._lock:
            self._forms = tuple(sorted(fresh.union(self._forms), key=len, reverse=True))

    def knowing(self, values: Iterable[str]) -> Redactor:
        """Return one that hides these values as well, for what is said about one exchange."""
        other = Redactor()
        other._forms = self._forms
        for value in values:
            other.learn(Secret(value))
        return other

    def text(self, text: str) -> str:
        """Return the text with all learnt values, secret header lines and secret query values masked."""
        # Replacing is faster than one pattern of all forms, which has to be compiled, too.
        for form in self._forms:
            text = text.replace(form, MASK)
        return canonical(text)

    def content(self, content: bytes) -> bytes:
        """Return the bytes with all learnt values masked."""
        for form in self._forms:
            content = content.replace(form.encode("utf-8", "surrogatepass"), MASK.encode())
        return content

    def replaced(self, text: str, instead: Callable[[str], str]) -> str:
        """Return the text with `instead(form)` for each learnt value that stands in it, in whatever form."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, instead(form))
        return text

    def headers(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the pairs masked by name and by value: a server may repeat in one header what came in another."""
        return [(name, self.text(value)) for name, value in headers(pairs)]

    def finding(self, finding: Finding) -> Finding:
        """Return what a finding says without any learnt value; what its actions do stays as it is."""
        return msgspec.structs.replace(
            finding,
            title=self.quoted(finding.title),
            detail=self.quoted(finding.detail),
            evidence=tuple(Evidence(e.label, self.quoted(e.value)) for e in finding.evidence),
            remedy=self.quoted(finding.remedy),
        )

    def quoted(self, text: str) -> str:
        """Return a text that quotes another one, which may have been cut in the middle of a secret."""
        text = self.text(text)
        long = [form for form in self._forms if len(form) > _PIECE]
        for beginning in dict.fromkeys(form[:_PIECE] for form in long):
            alike = [form for form in long if form.startswith(beginning)]
            while (start := text.find(beginning)) >= 0:
                end = start + max(_shared(form, text, start) for form in alike)
                text = text[:start] + MASK + text[end:]
        return text


def _shared(form: str, text: str, start: int) -> int:
    """Return how many characters from there on are the form's."""
    pairs = enumerate(zip(form, text[start : start + len(form)], strict=False))
    return next(
        (n for n, (ours, theirs) in pairs if ours != theirs), min(len(form), len(text) - start)
    )


def _forms(value: str) -> Iterator[str]:
    raw = value.encode("utf-8", "surrogatepass")
    percent = {quote(raw, safe=bare) for bare in _BARE} | {
        quote_plus(raw),
        quote_plus(raw, safe="*").replace("~", "%7E"),  # URL Standard §5.2
    }
    yield from (value, repr(value)[1:-1], json.dumps(value)[1:-1])
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    for text in percent:
        yield text
        yield _ESCAPE.sub(lambda found: found[0].lower(), text)
        # SigV4 escapes the path once more.
        yield from (quote(text), quote(text, safe=""))
    # RFC 6749 §2.3.1 has a client secret percent-encoded before it is put into base64.
    for plain in {raw, quote_plus(raw).encode()}:
        for shift in range(3):
            yield from _coded(plain, shift)
    if value.startswith("eyJ"):  # the claims and the signature of a token on their own
        yield from (part for part in value.split(".")[1:] if len(part) > _PIECE)


def _coded(raw: bytes, shift: int) -> Iterator[str]:
    """Give the base64 that these bytes decide when `shift` bytes of something else stand before them (user:password)."""
    first, last = -(-8 * shift // 6), 8 * (shift + len(raw)) // 6
    for code in (base64.b64encode, base64.urlsafe_b64encode):
        text = code(b"\0" * shift + raw).decode()
        yield text[first:last]
        if not shift:
            yield text.rstrip("=")


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
