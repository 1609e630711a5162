"""The URL of a request: variables filled, escaped for the wire, each query item with its origin."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from apiclient_gui.core import hosts, urls
from apiclient_gui.core.model import Origin, QueryItem, Row
from apiclient_gui.core.prepare.texts import CONTROL, fill, names_between, refuse
from apiclient_gui.core.variables import Filled

LONGEST_URL: Final = (
    100_000  # characters; API Gateway takes 10,240 bytes of request line and headers in all
)

_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?"
)
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]")
_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True)
class Address:
    """A URL's parts as a Prepared has them."""

    scheme: Literal["http", "https"]
    host: str
    path: str
    query: tuple[QueryItem, ...]
    host_origin: Origin
    path_origin: Origin


def address(
    url: str, params: tuple[Row, ...], values: Mapping[str, str], *, strict: bool
) -> Address:
    """Return the parts of a URL and of the parameter table; `strict` rewrites them as SigV4 needs it (core/urls.py).

    Raises Problem("refused") with one finding for what is no URL that could be called.
    """
    _refuse_long(len(url))
    filled = fill(url.strip(), values, "URL", _url_encoder())
    scheme, host, parts = _parts(filled.text)
    spans, start = filled.spans, parts.path_start
    return Address(
        scheme=scheme,
        host=host,
        path=urls.wire_path(parts.path, strict=strict),
        query=(
            *_typed_query(filled, parts, strict=strict),
            *_table_query(params, values),
        ),
        host_origin=Origin("url", variables=names_between(spans, 0, start)),
        path_origin=Origin("url", variables=names_between(spans, start, start + len(parts.path))),
    )


def _url_encoder() -> Callable[[str, str], str]:
    before = ""

    def encode(literal: str, value: str) -> str:
        nonlocal before
        encoded = urls.encode_value(before + literal, value)
        before += literal + encoded
        _refuse_long(len(before))  # here already: each further variable reads all before it again
        return encoded

    return encode


def _refuse_long(length: int) -> None:
    if length > LONGEST_URL:
        raise refuse(
            "url_too_long",
            f"The URL has more than {LONGEST_URL:,} characters",
            "Send so much data in the body.",
        )


def _parts(text: str) -> tuple[Literal["http", "https"], str, urls.UrlParts]:
    if not text:
        raise refuse(
            "url_missing",
            "There is no URL yet",
            "Type one, such as https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets.",
        )
    _refuse_long(len(text))
    if control := CONTROL.search(text):
        raise refuse(
            "url_invalid",
            "The URL has a control character in it",
            f"Remove the character U+{ord(control[0]):04X} at position {control.start() + 1}; a line break from pasting is the usual reason.",
        )
    parts = urls.split(text)
    host, port = _host_and_port(parts.authority, text)
    scheme = parts.scheme or ("http" if hosts.is_loopback(host) else "https")
    if scheme not in _DEFAULT_PORTS:
        raise refuse("url_invalid", f"{scheme}: is not sent here", "Use http:// or https://.", text)
    bare = not port or port == _DEFAULT_PORTS[scheme]
    return cast("Literal['http', 'https']", scheme), host if bare else f"{host}:{port}", parts


def _host_and_port(authority: str, text: str) -> tuple[str, str]:
    if "@" in authority:
        raise refuse(
            "url_has_credentials",
            "The URL holds a user name or a password",
            "Take what stands before the @ out of the URL, and choose an identity in Auth instead.",
            text,
        )
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::([0-9]{0,5}))?", authority)
    if not match or not match[1]:
        raise refuse(
            "url_invalid",
            "The URL has no host that could be called",
            "Write it as https://host/path.",
            text,
        )
    host, port = match[1].lower(), (match[2] or "").lstrip("0") or ("0" if match[2] else "")
    if not host.isascii():
        host = _idna(host, text)
    if not (_HOST.fullmatch(host) or _IPV6.fullmatch(host)) or len(host) > 255:
        raise refuse(
            "url_invalid",
            f"{host[:60]!r} is no host name",
            "Write the URL as https://host/path.",
            text,
        )
    if port and not 0 < int(port) < 65536:
        # Not quoted: before an "@" further on it may be part of a password.
        raise refuse("url_invalid", "The URL's port is none", "Ports go from 1 to 65535.", text)
    return host, port


def _idna(host: str, text: str) -> str:
    import idna  # noqa: PLC0415  # brings large tables, and few hosts need it

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise refuse(
            "url_invalid",
            "The host has letters that no host name may have",
            "Check the host for characters that came along by pasting.",
            text,
        ) from None


def _typed_query(url: Filled, parts: urls.UrlParts, *, strict: bool) -> list[QueryItem]:
    if parts.query is None:
        return []
    items, at = [], parts.query_start
    for row, item in enumerate(parts.query.split("&")):
        origin = Origin("url", row, variables=names_between(url.spans, at, at + len(item)))
        at += len(item) + 1
        if strict and not item:
            continue  # "&&" says nothing, and servers differ in what they make of it
        items.append(QueryItem(*urls.wire_query_item(item, strict=strict), origin))
    return items


def _table_query(rows: tuple[Row, ...], values: Mapping[str, str]) -> list[QueryItem]:
    items = []
    for number, row in enumerate(rows):
        if not row.enabled or not (row.name or row.value):
            continue
        name = fill(row.name, values, f"parameter {number + 1}")
        value = fill(row.value, values, f"parameter {row.name or number + 1}")
        origin = Origin("param", number, variables=tuple(dict.fromkeys(name.names + value.names)))
        items.append(QueryItem(urls.strict(name.text), urls.strict(value.text), origin))
    return items
