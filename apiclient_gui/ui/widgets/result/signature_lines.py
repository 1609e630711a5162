"""The two texts that a signature is made of, ours beside the gateway's, each row with its origin and what may differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case, differences
from apiclient_gui.core.case.differences import Difference, Pair
from apiclient_gui.core.model import CanonicalLine, Exchange, Origin, Signature
from apiclient_gui.ui.widgets.diff_lines import DiffLine, aligned
from apiclient_gui.ui.widgets.result.origin_words import (
    item_words,
    line_words,
    link_words,
)

MOST_PARTS: Final = 200
"""A query of more items is one row: each row is laid out, and nobody reads a thousand."""

_OTHER: Final = " (another value)"
_PLACES: Final = {
    "url": Origin("url"),
    "params": Origin("param"),
    "headers": Origin("header"),
    "body": Origin("body"),
}
_NAMED: Final = (
    (
        "algorithm",
        "The gateway checks with another algorithm than the one signed with.",
    ),
    (
        "time, as in X-Amz-Date",
        "The gateway read another time: X-Amz-Date was changed on the way.",
    ),
    (
        "credential scope",
        "The gateway checks for another day, region or service than the request was signed for.",
    ),
    (
        "SHA-256 of the canonical request",
        "It follows from the lines of the canonical request that differ.",
    ),
)
_HIDDEN: Final = "The canonical requests look alike, so they differ in what a refusal does not print: blanks or line ends."

Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is shown, and the places of the request that it leads to."""

    line: DiffLine
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of one text; `compared`: the reply carried the gateway's version; `differing`: so many lines differ."""

    rows: tuple[Row, ...]
    compared: bool
    differing: int = 0

    @property
    def shown(self) -> tuple[DiffLine, ...]:
        """The rows as a DiffView shows them."""
        return tuple(row.line for row in self.rows)

    def of(self, origin: Origin) -> tuple[int, ...]:
        """Return the numbers of the rows that were made of what stands at this place of the request."""
        return tuple(
            number
            for number, row in enumerate(self.rows)
            if not row.line.reason and any(_meets(origin, one) for one in row.origins)
        )


def canonical(exchange: Exchange, signature: Signature, mask: Mask) -> Lines:
    """Return the canonical request row by row, the query's items each in one, with where they came from."""
    strings = refusal.gateway_strings(Case(response=exchange.response).words)
    if strings is None:
        pairs = tuple(Pair(differences.printed(line.text), None) for line in signature.lines)
    else:
        pairs = differences.side_by_side(signature.canonical_request, strings.canonical_request)
    rows: list[Row] = []
    lines = list(enumerate(signature.lines, 1))
    for pair in pairs:
        number, line = _taken(lines, pair.ours)
        made = list(_rows(pair, line, exchange, compared=strings is not None))
        first = made[0].line
        made[0] = replace(made[0], line=replace(first, number=number))
        if pair.difference is None:
            rows += made
            continue
        place = _PLACES.get(pair.difference.place, Origin("url"))
        rows += [_leading(row, place) for row in made]
        rows.append(_remark(pair.difference, made, place, exchange))
    count = sum(pair.difference is not None for pair in pairs)
    return Lines(tuple(_masked(row, mask) for row in rows), strings is not None, count)


def to_sign(exchange: Exchange, signature: Signature, mask: Mask) -> Lines:
    """Return the string to sign line by line, each with what it is."""
    texts = signature.string_to_sign.split("\n")
    strings = refusal.gateway_strings(Case(response=exchange.response).words)
    printed = strings.string_to_sign if strings else ""
    theirs = printed.split("\n") if printed else []
    rows, count = [], 0
    alike = strings is not None and strings.canonical_request == signature.canonical_request
    for number, (name, why) in enumerate(_NAMED):
        ours = texts[number] if number < len(texts) else None
        other = theirs[number] if number < len(theirs) else None
        leads = name in {"algorithm", "credential scope"}
        origins = (Origin("scheme"),) * leads
        line = DiffLine(ours, name, other, number=number + 1, leads=leads)
        rows.append(Row(line, origins))
        if printed and ours != other:
            count += 1
            last = number == len(_NAMED) - 1
            said = _HIDDEN if last and alike else why
            rows.append(Row(DiffLine(None, "", None, reason=said)))
    return Lines(tuple(_masked(row, mask) for row in rows), bool(printed), count)


# ---- the rows of one pair of lines


def _taken(
    lines: list[tuple[int, CanonicalLine]], text: str | None
) -> tuple[int, CanonicalLine | None]:
    """Take our first line of this text out of those that are left; its number from 1, or 0 and None."""
    texts = (differences.printed(line.text) for _, line in lines)
    at = next((at for at, one in enumerate(texts) if one == text), None)
    return lines.pop(at) if at is not None else (0, None)


def _rows(
    pair: Pair, line: CanonicalLine | None, exchange: Exchange, *, compared: bool
) -> Iterator[Row]:
    if line is None:
        yield Row(DiffLine(pair.ours, "", pair.theirs))
        return
    items = line.text.split("&")
    theirs = pair.theirs.split("&") if pair.theirs is not None else []
    single = max(len(items), len(theirs)) == 1
    if line.part != "query" or len(items) != len(line.origins) or single:
        words = line_words(line, exchange)
        yield Row(DiffLine(pair.ours, words, pair.theirs, leads=bool(line.origins)), line.origins)
        return
    if max(len(items), len(theirs)) > MOST_PARTS:
        words = f"{len(items)} items: parameter rows and the URL"
        yield Row(DiffLine(pair.ours, words, pair.theirs, leads=True), line.origins)
        return
    pieces = aligned(items, theirs) if compared else [(at, None) for at in range(len(items))]
    yield from _parts(pieces, items, line.origins, exchange)


def _parts(
    pieces: Sequence[tuple[int | None, str | None]],
    items: Sequence[str],
    origins: Sequence[Origin],
    exchange: Exchange,
) -> Iterator[Row]:
    ours_begun = theirs_begun = False
    for at, other in pieces:
        joints = ("&" if ours_begun else "", "&" if theirs_begun else "")
        ours_begun |= at is not None
        theirs_begun |= other is not None
        if at is None:
            yield Row(DiffLine(None, "", other, joints=joints))
            continue
        words = item_words(items[at], origins[at], exchange.request)
        line = DiffLine(items[at], words, other, joints=joints, leads=True)
        yield Row(line, (origins[at],))


def _leading(row: Row, place: Origin) -> Row:
    """Have what only the gateway has lead to where such a thing is composed."""
    if row.line.ours is not None:
        return row
    return Row(replace(row.line, leads=True), (place,))


def _remark(difference: Difference, rows: Sequence[Row], place: Origin, exchange: Exchange) -> Row:
    """Return the row that says why these rows may differ, and leads to where they are composed."""
    made_of = [one for row in rows if not row.line.same for one in row.origins]
    origins = tuple(dict.fromkeys(made_of)) or (place,)
    link = link_words(origins, exchange.request)
    line = DiffLine(None, "", None, leads=True, reason=difference.reason, link=link)
    return Row(line, origins)


def _masked(row: Row, mask: Mask) -> Row:
    line = row.line
    ours = None if line.ours is None else mask(line.ours)
    theirs = None if line.theirs is None else mask(line.theirs)
    if ours == theirs and theirs is not None and not line.same:
        theirs += _OTHER  # masked they look alike, and a difference must not hide behind that
    return replace(row, line=replace(line, ours=ours, theirs=theirs))


def _meets(origin: Origin, other: Origin) -> bool:
    """Whether a piece with the `other` origin was made of what stands at the place of this one.

    The URL as a whole is all that stands in it, and the Host that is added without being typed.
    """
    match origin:
        case Origin(place="url", row=None, name=""):
            host = other.place == "default" and other.name.lower() == "host"
            return host or (other.place == "url" and other.name != "method")
        case Origin(place="body", row=None):
            kind = other.place == "default" and other.name.lower().startswith("content-")
            return kind or other.place == "body"
        case Origin(place="scheme", name=""):
            return other.place == "scheme"
    return (origin.place, origin.row, origin.name) == (other.place, other.row, other.name)
