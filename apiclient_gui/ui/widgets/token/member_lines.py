"""Header and claims of a token as lines to read: nested values unfolded beneath their name, each line ready to be copied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from apiclient_gui.core.tokens import Row, Token, decode
from apiclient_gui.core.tokens.claims import shown

DEEPEST: Final = 6
MOST_INNER: Final = 200  # lines of nested values; what is beyond stands in the value above it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a member, one inside it (`depth` > 0), or the head of a section.

    `name` and `value` fit one line of any screen; `whole` is the value itself.
    """

    name: str
    value: str = ""
    whole: Any = None
    title: str = ""
    explanation: str = ""
    when: datetime | None = None
    repeated: bool = False
    depth: int = 0
    section: bool = False

    @property
    def copied(self) -> str:
        """The value as it is copied: text as it is, all else as JSON."""
        return self.whole if isinstance(self.whole, str) else as_json(self.whole)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read as a token, with the lines to show of it."""

    token: Token
    lines: tuple[Line, ...] = ()


def read(text: str) -> Reading:
    """Read a text as a token; never raises. Up to some kilobytes it takes less than a millisecond."""
    token = decode(text)
    return Reading(token, lines_of(token))


def lines_of(token: Token) -> tuple[Line, ...]:
    """Return the lines of a token: header, then claims, each under its head."""
    lines: list[Line] = []
    room = MOST_INNER
    for title, rows in (("Header", token.header_rows), ("Claims", token.claim_rows)):
        if rows:
            lines.append(Line(title, section=True))
        for row in rows:
            lines.append(_line(row))
            inner = list(_inner(row.value, 1, room))
            room -= len(inner)
            lines += inner
    return tuple(lines)


def whole_json(token: Token) -> str:
    """Return header and claims as one JSON document, indented."""
    return as_json({"header": dict(token.header), "claims": dict(token.claims)}, indent=2)


def as_json(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON; what cannot stand in a text (half of a character) as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text


def _line(row: Row) -> Line:
    return Line(
        shown(row.name), row.text, row.value, row.title, row.explanation, row.when, row.repeated
    )


def _inner(value: Any, depth: int, room: int) -> Iterator[Line]:
    if depth > DEEPEST or not _is_nested(value):
        return
    members = (
        value.items()
        if isinstance(value, dict)
        else ((f"[{number}]", one) for number, one in enumerate(value))
    )
    for name, one in members:
        if room <= 0:
            return
        yield replace(_line(Row(name, one)), depth=depth)
        room -= 1
        for line in _inner(one, depth + 1, room):
            yield line
            room -= 1


def _is_nested(value: Any) -> bool:
    # A list of texts and numbers reads best on one line.
    if isinstance(value, dict):
        return bool(value)
    return isinstance(value, list) and any(isinstance(one, dict | list) and one for one in value)
