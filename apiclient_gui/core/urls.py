"""URLs as they go on the wire: taken apart, escaped once, and for SigV4 rewritten so that nobody can read them two ways.

Rules: RFC 3986 §2-3; for SigV4 the table of the IAM guide (aws-facts §6.2). Rows P and Q of the signing cases hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_to_bytes

_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_BARE = (
    "/!$&'()*+,;=:@"  # what may stand bare in a path besides the unreserved (RFC 3986 §3.3)
)
_QUERY_BARE = _PATH_BARE + "?"  # and in a query (§3.4)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


@dataclass(frozen=True, slots=True)
class UrlParts:
    """A URL cut at its delimiters, nothing decoded: offsets say where each part begins in the text.

    `query` is None when there is no `?`. The fragment is left out: it is never sent (RFC 9110 §7.1).
    """

    scheme: str
    authority: str
    path: str
    query: str | None
    path_start: int
    query_start: int


def split(text: str) -> UrlParts:
    """Cut a URL into its parts. `scheme` is empty when none was written."""
    text = text.partition("#")[0]
    match = _SCHEME.match(text)
    start = match.end() if match else 0
    rest = re.search(r"[/?]", text[start:])
    path_start = start + rest.start() if rest else len(text)
    question = text.find("?", path_start)
    path_end = question if question >= 0 else len(text)
    return UrlParts(
        scheme=match[1].lower() if match else "",
        authority=text[start:path_start],
        path=text[path_start:path_end],
        query=text[question + 1 :] if question >= 0 else None,
        path_start=path_start,
        query_start=path_end + 1,
    )


def place(before: str) -> str:
    """Return which part of a URL a text ends in: `authority`, `path`, `query` or `fragment`."""
    if "#" in before:
        return "fragment"
    parts = split(before)
    if parts.query is not None:
        return "query"
    # "https:" and "https://" are the beginning of an authority, not a path.
    return "path" if parts.path and (parts.scheme or parts.authority) else "authority"


def encode_value(before: str, value: str) -> str:
    """Return a variable's value as it has to stand after the text `before` in a URL.

    A value is data. Up to the host it stands as it is (it may be a whole base URL); in the path `/` is kept; in the
    query everything that delimits is escaped.
    """
    where = place(before)
    if where == "authority":
        return value
    return quote(value, safe="-_.~/" if where == "path" else "-_.~")


def wire_path(path: str, *, strict: bool) -> str:
    """Return the path as it goes on the wire; `/` when it is empty.

    What is illegal is escaped once. Strict: escapes of unreserved characters are undone as well and hex digits are
    capitals. Dot segments and doubled slashes stay either way.
    """
    return _escape(path or "/", _PATH_BARE, strict=strict)


def wire_query_item(item: str, *, strict: bool) -> tuple[str, str | None]:
    """Return name and value of one item between two `&`, as they go on the wire. Value None: no `=` was written.

    Strict: decoded once (`+` is a space), encoded with only `A-Za-z0-9-_.~` bare, and `flag` becomes `flag=`.
    """
    name, equals, value = item.partition("=")
    if strict:
        return _rewrite(name), _rewrite(value)
    bare = _QUERY_BARE
    return _escape(name, bare, strict=False), _escape(value, bare, strict=False) if equals else None


def strict(text: str) -> str:
    """Return text with all but the unreserved characters escaped: how data goes into a query."""
    return quote(text, safe="-_.~")


def strict_path_again(path: str) -> str:
    """Return a wire path with each segment encoded again: the canonical URI of all services but S3."""
    return quote(path, safe="/-_.~")


def without_dots(path: str) -> str:
    """Return the path without dot segments and doubled slashes; a slash at the end stays.

    As AWS's signers do it, which differs from RFC 3986 §5.2.4 in that `/a/.` becomes `/a` (botocore and the practice
    gateway agree; the documentation does not say).
    """
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    return "/" + "/".join(kept) + ("/" if kept and path.endswith("/") else "")


def _rewrite(text: str) -> str:
    plain = _BAD_PERCENT.sub("%25", text.replace("+", " "))
    return quote(unquote_to_bytes(plain), safe="-_.~")


def _escape(text: str, bare: str, *, strict: bool) -> str:
    text = quote(_BAD_PERCENT.sub("%25", text), safe="-_.~%" + bare)
    return _ESCAPE.sub(_tidy, text) if strict else text


def _tidy(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else "%" + match[1].upper()
