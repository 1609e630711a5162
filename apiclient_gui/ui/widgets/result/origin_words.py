"""Where a piece of a prepared request was composed, in words: the middle column of the Signature tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from apiclient_gui.core import auth
from apiclient_gui.core.model import CanonicalLine, Exchange, Origin, Request, Row
from apiclient_gui.ui.widgets.result.exchange_texts import size

_HASH: Final = 64  # hex digits of SHA-256
_ADDED: Final = {
    "x-amz-algorithm": "algorithm",
    "x-amz-credential": "access key id and credential scope",
    "x-amz-date": "time of signing",
    "x-amz-expires": "seconds that the URL holds",
    "x-amz-region-set": "regions that it holds in",
    "x-amz-security-token": "session token",
    "x-amz-signedheaders": "names of the headers that are signed",
}


def line_words(line: CanonicalLine, exchange: Exchange) -> str:
    """Return where a canonical line came from: `header row 2: X-Pet`, `parameter row 1: limit`, `the URL`."""
    match line.part:
        case "blank":
            words = "ends the headers"
        case "signed_headers":
            words = "names of the headers above"
        case "query" if not line.origins:
            words = "no query"
        case "query" if len(line.origins) == 1:
            words = item_words(line.text, line.origins[0], exchange.request)
        case "payload" if len(line.text) != _HASH:
            words = "stands for any body: it is not signed"
        case "payload":
            amount = exchange.prepared.body.size
            words = f"SHA-256 of the body, {size(amount)}" if amount else "SHA-256 of no body"
        case _:
            said = dict.fromkeys(origin_words(origin, exchange.request) for origin in line.origins)
            words = "; ".join(said)
    return words


def item_words(item: str, origin: Origin, request: Request) -> str:
    """Return where an item of the canonical query came from, and what it says when signing added it."""
    meaning = _ADDED.get(item.partition("=")[0].lower(), "") if origin.place == "scheme" else ""
    words = origin_words(origin, request)
    return f"{words}: {meaning}" if meaning else words


def origin_words(origin: Origin, request: Request) -> str:
    """Return one origin in words, with the variables whose values went into it."""
    words = _place(origin, request)
    if not origin.variables:
        return words
    return f"{words}, with {', '.join(f'{{{{{name}}}}}' for name in origin.variables)}"


def link_words(origins: Sequence[Origin], request: Request) -> str:
    """Return what a link to these places says: `Show header row 2: X-Pet`."""
    if len(origins) != 1:
        return "Show where it was composed"
    match origins[0]:
        case Origin(place="param", row=None):
            return "Show the parameters"
        case Origin(place="header", row=None):
            return "Show the headers"
        case Origin(place="scheme"):
            return "Show Auth"
        case Origin(place="default", name=name):
            return {"host": "Show the URL", "content-type": "Show the body"}.get(
                name.lower(), "Show the headers"
            )
    return f"Show {_place(origins[0], request)}"


def _place(origin: Origin, request: Request) -> str:
    match origin:
        case Origin(place="param"):
            words = _row("parameter", origin.row, request.params)
        case Origin(place="header"):
            words = _row("header", origin.row, request.headers)
        case Origin(place="scheme", name="api_key"):
            words = "the API key of this request"
        case Origin(place="scheme"):
            scheme = auth.TABLE.get(origin.name)
            words = f"added by {scheme.title.partition(',')[0] if scheme else origin.name}"
        case Origin(place="default"):
            words = _default(origin.name)
        case Origin(place="url", row=int(row)):
            words = f"item {row + 1} of the URL's query"
        case Origin(name="method"):
            words = "the method"
        case _:
            words = "the URL" if origin.place == "url" else "the body"
    return words


def _default(name: str) -> str:
    made_of = {"host": "the URL", "content-type": "the body", "content-length": "the body"}
    source = made_of.get(name.lower())
    return f"default header {name}, from {source}" if source else f"default header {name}"


def _row(kind: str, number: int | None, rows: tuple[Row, ...]) -> str:
    if number is None:
        return f"a {kind} row"
    name = rows[number].name if number < len(rows) else ""
    return f"{kind} row {number + 1}: {name}" if name else f"{kind} row {number + 1}"
