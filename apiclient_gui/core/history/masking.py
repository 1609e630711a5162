"""Masking a whole exchange before it touches the disk: by place first, then every text by value, bodies of logins not at all.

By value are masked what the program has learnt (Redactor) and the secrets of this very exchange: what its secret
headers and query items, its signature and its URLs' passwords hold, wherever else they turn up.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, unquote, unquote_plus

import msgspec

from apiclient_gui.core import redact
from apiclient_gui.core.model import Exchange, Header, Payload, Prepared, QueryItem, Request, Row
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK
from apiclient_gui.core.variables import PLACEHOLDER

# API Gateway gives the client's own Authorization back under this name.
_SECRET_OF_RESPONSES: Final = frozenset({"x-amzn-remapped-authorization"})
_SHORTEST: Final = 6  # a shorter value would mask ordinary words
_SHORTEST_COOKIE: Final = 12  # the same for one of a cookie's values, such as theme=default
_BETWEEN: Final = "\n\x1f\n"  # no pattern of the redactor reaches over it
# What is no text of a person's but one of a few words, or where a piece comes from.
_PLAIN: Final = frozenset(
    {"origin", "origins", "host_origin", "path_origin", "part", "place", "kind", "stage"}
    | {"severity", "confidence", "token_kind"}
)
# `Bearer {{token}}` names a variable: nothing of it is secret, and it can be sent again.
_SCHEME_WORD: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*[ ]+)?")
_NAMED_ITEM: Final = re.compile(r"([?&][^=&#]*)=(\{\{[^{}]*\}\}(?=[&#]|$))")
_NAMED_PASSWORD: Final = re.compile(r"(://[^/?#\s:@]*):(\{\{[^{}]*\}\}@)")
_PASSWORD: Final = re.compile(r"://[^/?#\s:@]*:([^/?#\s]*)@")


def secret_values(exchange: Exchange) -> tuple[str, ...]:
    """Return the secrets that stand in clear in this exchange, longest first, in the forms an answer could repeat."""
    found = {value for value in _values(exchange) if len(value) >= _SHORTEST and value != MASK}
    forms = {form for value in found for form in _forms(value)}
    return tuple(sorted(forms, key=len, reverse=True))


def by_place(exchange: Exchange, *, login: bool) -> Exchange:
    """Return the exchange with what stands at a secret place masked. `login`: its composed body, too."""
    names = _secret_names(exchange)
    request, prepared, how = exchange.request, exchange.prepared, exchange.authorisation
    settings = msgspec.structs.replace(request.settings, proxy=_proxy(request.settings.proxy))
    request = msgspec.structs.replace(
        request,
        url=_guarded(request.url),
        headers=tuple(_row(row, names) for row in request.headers),
        params=tuple(_row(row, names) for row in request.params),
        body=_login_payload(request.body) if login else request.body,
        settings=settings,
    )
    if how.signature:
        header = how.signature.authorization
        # A presigned request has none: it stands in the URL, as the last step shows.
        secret = {header or exchange.prepared.url}
        steps = tuple(replace(s, text=MASK) if s.text in secret else s for s in how.steps)
        signature = replace(how.signature, signature=MASK, authorization=header and MASK)
        how = replace(how, signature=signature, steps=steps)
    response = exchange.response
    if response:
        hidden = names | _SECRET_OF_RESPONSES
        headers = ((n, MASK if n.lower() in hidden else v) for n, v in response.headers)
        response = replace(response, headers=tuple(headers))
    return replace(
        exchange,
        request=request,
        prepared=_prepared(prepared, names),
        authorisation=how,
        response=response,
    )


def by_value(document: dict[str, Any], secrets: Iterable[str], redactor: Redactor) -> Any:
    """Return the document with secret values masked in every text of it, whatever its place; itself when it holds none.

    All texts go through the redactor at once: one by one they take ten times as long.
    """
    texts: dict[str, None] = {}
    _gather(document, texts)
    joined = _BETWEEN.join(texts)
    written = joined.encode("utf-8", "replace").decode()  # half of a character cannot be written
    plain, joined = written == joined, written
    hidden_text = joined
    for secret in secrets:
        hidden_text = hidden_text.replace(secret, MASK)
    hidden_text = redactor.text(hidden_text)
    if hidden_text == joined and plain:
        document["request"]["url"] = unguarded(document["request"]["url"])
        return document
    masked = hidden_text.split(_BETWEEN)
    if len(masked) != len(texts):  # a text, or a secret, holds the separator itself
        masked = [_hide(text, secrets, redactor) for text in texts]
    shown = dict(zip(texts, masked, strict=True))
    hidden = _replaced(document, shown)
    hidden["request"]["url"] = unguarded(hidden["request"]["url"])
    return hidden


def unguarded(url: str) -> str:
    """Return a composed URL as it was before `by_place` kept its named values from being masked."""
    return url.replace("\x1d", "=").replace("\x1c", ":")


def unfilled(before: Request, after: Request) -> tuple[str, ...]:
    """Return what of a composed request is masked and has to be typed again before it can be sent."""
    names = ["URL"] if before.url != after.url else []
    for label, rows, masked in (
        ("header", before.headers, after.headers),
        ("parameter", before.params, after.params),
    ):
        pairs = zip(rows, masked, strict=True)
        names += [f"{label} {now.name}" for row, now in pairs if row.enabled and row != now]
    names += ["body"] if before.body != after.body else []
    names += ["proxy"] if before.settings.proxy != after.settings.proxy else []
    names += ["Auth"] if before.auth != after.auth else []
    return tuple(dict.fromkeys(names))


# ---------------------------------------------------------------- by place


def _secret_names(exchange: Exchange) -> frozenset[str]:
    """Return the names, in small letters, of headers and query items that hold secrets in this exchange."""
    how = exchange.authorisation
    own = {exchange.request.auth.api_key.name.strip().lower()}
    if how.signature is None:  # a token or a password is all that such a scheme writes
        own |= {name.lower() for name in how.headers}
    return redact.SECRET_HEADERS | redact.SECRET_QUERY | (own - {""})


def _prepared(prepared: Prepared, names: frozenset[str]) -> Prepared:
    def header(line: Header) -> Header:
        return replace(line, value=MASK) if line.name.lower() in names else line

    def item(one: QueryItem) -> QueryItem:
        return replace(one, value=MASK) if one.value and _plain_name(one) in names else one

    return replace(
        prepared,
        headers=tuple(map(header, prepared.headers)),
        query=tuple(map(item, prepared.query)),
    )


def _row(row: Row, names: frozenset[str]) -> Row:
    secret = row.name.strip().lower() in names and row.value and not _is_named(row.value)
    return msgspec.structs.replace(row, value=MASK) if secret else row


def _is_named(value: str) -> bool:
    """Say whether a value is a variable, with no more before it than a word such as Bearer."""
    rest, count = PLACEHOLDER.subn("", value)
    return count > 0 and bool(_SCHEME_WORD.fullmatch(rest))


def _guarded(url: str) -> str:
    """Return a composed URL in which values that are variables do not look like values to the redactor."""
    return _NAMED_PASSWORD.sub("\\1\x1c\\2", _NAMED_ITEM.sub("\\1\x1d\\2", url))


def _proxy(proxy: str) -> str:
    """Return a proxy with its password masked; it may be written without `http://`."""
    return redact.url(proxy) if "://" in proxy else redact.url(f"://{proxy}")[3:]


def _login_payload(body: Payload) -> Payload:
    def row(one: Row) -> Row:
        return one if _is_named(one.value) else msgspec.structs.replace(one, value=MASK)

    parts = (
        one if _is_named(one.value) or one.file else msgspec.structs.replace(one, value=MASK)
        for one in body.parts
    )
    return msgspec.structs.replace(
        body, text=body.text and MASK, rows=tuple(map(row, body.rows)), parts=tuple(parts)
    )


# ---------------------------------------------------------------- by value


def _values(exchange: Exchange) -> Iterator[str]:
    names = _secret_names(exchange)
    pairs = [(line.name, line.value) for line in exchange.prepared.headers]
    composed = (*exchange.request.headers, *exchange.request.params)
    pairs += [(row.name.strip(), row.value) for row in composed if not _is_named(row.value)]
    for item in exchange.prepared.query:
        if item.value and _plain_name(item) in names:
            yield from (item.value, unquote(item.value), unquote_plus(item.value))
    if exchange.response:
        pairs += exchange.response.headers
        names |= _SECRET_OF_RESPONSES
    for name, value in pairs:
        if name.lower() in names:
            yield from _header_values(name.lower(), value)
    if exchange.authorisation.signature:
        yield exchange.authorisation.signature.signature
    addresses = (exchange.request.url, f"://{exchange.request.settings.proxy.rpartition('://')[2]}")
    for found in map(_PASSWORD.search, addresses):
        if found and not _is_named(found[1]):
            yield from (found[1], unquote(found[1]))


def _header_values(name: str, value: str) -> Iterator[str]:
    value = value.strip()
    if "cookie" in name:
        pairs = value.split(";")
        if (
            name == "set-cookie"
        ):  # behind the first stand path, domain and time: no secrets (RFC 6265 §4.1)
            pairs = pairs[:1]
        values = (pair.partition("=")[2] for pair in pairs)
        texts = (one.strip() for one in (*pairs, *values))
        yield from (one for one in texts if len(one) >= _SHORTEST_COOKIE)
        return
    scheme, _, rest = value.partition(" ")
    if not rest:
        yield value
    elif not rest.startswith("Credential="):  # of a signature's header only the signature is secret
        yield rest.strip()
        if scheme.lower() == "basic":
            yield _password(rest)


def _password(coded: str) -> str:
    try:
        return base64.b64decode(coded.strip()).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _forms(value: str) -> tuple[str, ...]:
    escaped = json.dumps(value, ensure_ascii=False)[1:-1]
    return value, quote(value, safe="", errors="replace"), escaped, escaped.replace("/", "\\/")


def _plain_name(item: QueryItem) -> str:
    return unquote(item.name).strip().lower()


def _hide(text: str, secrets: Iterable[str], redactor: Redactor) -> str:
    text = text.encode("utf-8", "replace").decode()
    for secret in secrets:
        text = text.replace(secret, MASK)
    return redactor.text(text)


def _gather(node: Any, texts: dict[str, None]) -> None:
    """Put every text below a node into `texts`, each once, in the order met."""
    if type(node) is str:
        texts[node] = None
    elif type(node) is dict:
        for key, child in node.items():
            if key not in _PLAIN:
                _gather(child, texts)
    elif type(node) in {list, tuple}:
        for child in node:
            _gather(child, texts)


def _replaced(node: Any, shown: Mapping[str, str]) -> Any:
    if type(node) is str:
        return shown[node]
    if type(node) is dict:
        return {
            key: child if key in _PLAIN else _replaced(child, shown) for key, child in node.items()
        }
    if type(node) in {list, tuple}:
        return [_replaced(child, shown) for child in node]
    return node
