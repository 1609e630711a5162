"""Where a piece of a prepared request was composed, in words: the middle column of the Signature tab."""

from __future__ import annotations

from apiclient_gui.core import auth
from apiclient_gui.core.model import CanonicalLine, Exchange, Origin, Request, Row
from apiclient_gui.ui.widgets.result.exchange_texts import size


def line_words(line: CanonicalLine, exchange: Exchange) -> str:
    """Return where a canonical line came from: `header row 2: X-Pet`, `parameter row 1: limit`, `the URL`."""
    match line.part:
        case "blank":
            return "ends the headers"
        case "signed_headers":
            return "names of the headers above"
        case "query" if not line.origins:
            return "no query"
        case "payload":
            amount = exchange.prepared.body.size
            return f"SHA-256 of the body, {size(amount)}" if amount else "SHA-256 of no body"
    said = dict.fromkeys(origin_words(origin, exchange.request) for origin in line.origins)
    return "; ".join(said)


def origin_words(origin: Origin, request: Request) -> str:
    """Return one origin in words, with the variables whose values went into it."""
    words = _place(origin, request)
    if not origin.variables:
        return words
    return f"{words}, with {', '.join(f'{{{{{name}}}}}' for name in origin.variables)}"


def _place(origin: Origin, request: Request) -> str:
    match origin:
        case Origin(place="param"):
            words = _row("parameter", origin.row, request.params)
        case Origin(place="header"):
            words = _row("header", origin.row, request.headers)
        case Origin(place="scheme"):
            scheme = auth.TABLE.get(origin.name)
            words = f"added by {scheme.title.partition(',')[0] if scheme else origin.name}"
        case Origin(place="default"):
            words = f"default header {origin.name}"
        case Origin(place="url", row=int(row)):
            words = f"item {row + 1} of the URL's query"
        case Origin(name="method"):
            words = "the method"
        case _:
            words = "the URL" if origin.place == "url" else "the body"
    return words


def _row(kind: str, number: int | None, rows: tuple[Row, ...]) -> str:
    if number is None:
        return f"a {kind} row"
    name = rows[number].name if number < len(rows) else ""
    return f"{kind} row {number + 1}: {name}" if name else f"{kind} row {number + 1}"
