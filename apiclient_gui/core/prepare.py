"""From a composed request to exact bytes: variables resolved, URL escaped, default headers added, origins kept."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from typing import Final, Literal, cast

from apiclient_gui import __version__
from apiclient_gui.core import hosts, redact, urls, variables
from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import Body, Header, Origin, Prepared, QueryItem, Request, Row
from apiclient_gui.core.secret import MASK
from apiclient_gui.core.variables import Filled, Span

USER_AGENT: Final = f"apiclient-gui/{__version__}"
LONGEST_URL: Final = (
    100_000  # characters; API Gateway takes 10,240 bytes of request line and headers in all
)

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # RFC 9110 §5.6.2
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?"
)
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]")
_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}
_FRAMED: Final = frozenset({"transfer-encoding", "content-length"})


def prepare(request: Request, values: Mapping[str, str], *, strict: bool) -> Prepared:
    """Return the request with its bytes fixed, not authorised yet.

    `values` are the variables; `strict` rewrites the URL as SigV4 needs it (core/urls.py). Raises Problem("refused")
    with one finding for an unknown variable, a URL, header or text that cannot go on the wire.
    """
    method = _fill(request.method, values, "method").text.strip().upper()
    if not _TOKEN.fullmatch(method):
        raise _refuse(
            "method_invalid",
            f"{method[:40]!r} is no HTTP method",
            "It is one word, such as GET or POST.",
        )
    _refuse_long(len(request.url))
    url = _fill(request.url.strip(), values, "URL", _url_encoder())
    scheme, host, parts = _address(url.text)
    body = Body(_body_bytes(request, values), Origin("body", variables=_body_names(request)))
    return Prepared(
        method=method,
        scheme=scheme,
        host=host,
        path=urls.wire_path(parts.path, strict=strict),
        query=(*_typed_query(url, parts, strict=strict), *_table_query(request.params, values)),
        headers=_headers(request, values, method, host, body),
        body=body,
        host_origin=Origin("url", variables=_names(url.spans, 0, parts.path_start)),
        path_origin=Origin(
            "url", variables=_names(url.spans, parts.path_start, parts.path_start + len(parts.path))
        ),
    )


# ---------------------------------------------------------------- URL


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
        raise _refuse(
            "url_too_long",
            f"The URL has more than {LONGEST_URL:,} characters",
            "Send so much data in the body.",
        )


def _address(text: str) -> tuple[Literal["http", "https"], str, urls.UrlParts]:
    if not text:
        raise _refuse(
            "url_missing",
            "There is no URL yet",
            "Type one, such as https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets.",
        )
    _refuse_long(len(text))
    if control := _CONTROL.search(text):
        raise _refuse(
            "url_invalid",
            "The URL has a control character in it",
            f"Remove the character U+{ord(control[0]):04X} at position {control.start() + 1}; a line break from pasting is the usual reason.",
        )
    parts = urls.split(text)
    host, port = _host_and_port(parts.authority, text)
    scheme = parts.scheme or ("http" if hosts.is_loopback(host) else "https")
    if scheme not in _DEFAULT_PORTS:
        raise _refuse(
            "url_invalid", f"{scheme}: is not sent here", "Use http:// or https://.", text
        )
    bare = not port or port == _DEFAULT_PORTS[scheme]
    return cast("Literal['http', 'https']", scheme), host if bare else f"{host}:{port}", parts


def _host_and_port(authority: str, text: str) -> tuple[str, str]:
    if "@" in authority:
        raise _refuse(
            "url_has_credentials",
            "The URL holds a user name or a password",
            "Take what stands before the @ out of the URL, and choose an identity in Auth instead.",
            text,
        )
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::([0-9]{0,5}))?", authority)
    if not match or not match[1]:
        raise _refuse(
            "url_invalid",
            "The URL has no host that could be called",
            "Write it as https://host/path.",
            text,
        )
    host, port = match[1].lower(), (match[2] or "").lstrip("0") or ("0" if match[2] else "")
    if not host.isascii():
        host = _idna(host, text)
    if not (_HOST.fullmatch(host) or _IPV6.fullmatch(host)) or len(host) > 255:
        raise _refuse(
            "url_invalid",
            f"{host[:60]!r} is no host name",
            "Write the URL as https://host/path.",
            text,
        )
    if port and not 0 < int(port) < 65536:
        # Not quoted: before an "@" further on it may be part of a password.
        raise _refuse("url_invalid", "The URL's port is none", "Ports go from 1 to 65535.", text)
    return host, port


def _idna(host: str, text: str) -> str:
    import idna  # noqa: PLC0415  # brings large tables, and few hosts need it

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise _refuse(
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
        origin = Origin("url", row, variables=_names(url.spans, at, at + len(item)))
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
        name = _fill(row.name, values, f"parameter {number + 1}")
        value = _fill(row.value, values, f"parameter {row.name or number + 1}")
        origin = Origin("param", number, variables=tuple(dict.fromkeys(name.names + value.names)))
        items.append(QueryItem(urls.strict(name.text), urls.strict(value.text), origin))
    return items


# ---------------------------------------------------------------- headers


def _headers(
    request: Request, values: Mapping[str, str], method: str, host: str, body: Body
) -> tuple[Header, ...]:
    typed = [
        header
        for number, row in enumerate(request.headers)
        for header in _header(number, row, values)
    ]
    names = {header.name.lower() for header in typed}
    defaults = [
        ("Host", host),
        ("User-Agent", USER_AGENT),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip, deflate"),
    ]
    if request.body.kind == "json" and body.size:
        defaults.append(("Content-Type", "application/json"))
    if body.size or method in {"POST", "PUT", "PATCH"}:
        defaults.append(("Content-Length", str(body.size)))
    for header in typed:
        name = header.name.lower()
        fits = name == "content-length" and header.value.strip() == str(body.size)
        if name in _FRAMED and not fits:
            raise _refuse(
                "framing_header",
                f"{header.name} cannot be set to that",
                "The program says how long the body is; switch this header off.",
                f"{header.name}: {header.value[:60]}",
            )
    own = [
        Header(name, value, Origin("default", name=name))
        for name, value in defaults
        if name.lower() not in names
    ]
    return (*own, *typed)


def _header(number: int, row: Row, values: Mapping[str, str]) -> list[Header]:
    if not row.enabled or not (row.name or row.value):
        return []
    name = _fill(row.name.strip(), values, f"header {number + 1}")
    if not _TOKEN.fullmatch(name.text):
        raise _refuse(
            "header_invalid",
            f"“{printable(name.text, 40)}” is no header name",
            f"Header {number + 1}: a name has letters, digits and hyphens, no blank and no colon.",
        )
    value = _fill(row.value, values, f"header {name.text}")
    if _CONTROL.search(value.text.replace("\t", " ")):
        raise _refuse(
            "header_invalid",
            f"The header {name.text} has a line break or control character in its value",
            "Take it out; it often comes along when a token is pasted.",
        )
    origin = Origin("header", number, variables=tuple(dict.fromkeys(name.names + value.names)))
    # Beyond ASCII the bytes are UTF-8; http.client writes each character as one byte (RFC 9110 §5.5: opaque).
    return [Header(name.text, value.text.encode().decode("latin-1"), origin)]


# ---------------------------------------------------------------- body


def _body_bytes(request: Request, values: Mapping[str, str]) -> bytes:
    if request.body.kind == "none":
        return b""
    encode = _json_encoder() if request.body.kind == "json" else None
    return _fill(request.body.text, values, "body", encode).text.encode()


def _body_names(request: Request) -> tuple[str, ...]:
    if request.body.kind == "none" or "{{" not in request.body.text:
        return ()
    return tuple(dict.fromkeys(variables.PLACEHOLDER.findall(request.body.text)))


def _json_encoder() -> Callable[[str, str], str]:
    """Return an encoder that escapes a value which stands inside a JSON string, and leaves others as they are."""
    inside = False

    def encode(literal: str, value: str) -> str:
        nonlocal inside
        quotes = len(re.findall(r'"', re.sub(r"\\.", "", literal, flags=re.DOTALL)))
        inside ^= quotes % 2 == 1
        return json.dumps(value, ensure_ascii=False)[1:-1] if inside else value

    return encode


# ---------------------------------------------------------------- shared


def _fill(
    text: str,
    values: Mapping[str, str],
    where: str,
    encode: Callable[[str, str], str] | None = None,
) -> Filled:
    try:
        text.encode()
        filled = variables.fill(text, values, where, encode)
        filled.text.encode()
    except UnicodeEncodeError as error:
        raise _refuse(
            "text_not_unicode",
            f"The {where} has half a character in it",
            f"Character {error.start + 1} is a lone surrogate, which no byte sequence stands for: type it again.",
        ) from None
    return filled


def _names(spans: tuple[Span, ...], start: int, end: int) -> tuple[str, ...]:
    # Spans lie in order: a long URL has thousands of items and thousands of variables.
    first = bisect_right(spans, start, key=lambda span: span.end)
    last = bisect_left(spans, end, key=lambda span: span.start)
    return tuple(dict.fromkeys(span.name for span in spans[first:last]))


def _refuse(key: str, title: str, remedy: str, shown: str = "") -> Problem:
    place = "headers" if "header" in key else "url"
    return Problem(
        "refused",
        Finding(
            id=key,
            severity="error",
            title=title,
            detail="Nothing was sent.",
            evidence=(Evidence("As it stands", _masked(shown)[:200]),) if shown else (),
            source="RFC 3986 §3" if key.startswith("url") else "RFC 9110 §5",
            remedy=remedy,
            actions=(Action("open_place", "Go there", {"place": place}),),
        ),
    )


def _masked(text: str) -> str:
    # A password may hold any character, "/" and ":" too: hide all up to the last "@" rather than parse it.
    return re.sub(r"(?s)(://|^).*@", rf"\g<1>{MASK}@", redact.url(text))
