"""Texts of a request with their variables filled, and the findings for what cannot go on the wire."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from typing import Final, Literal

from apiclient_gui.core import redact, variables
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.secret import MASK
from apiclient_gui.core.variables import Filled, Span

TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # RFC 9110 §5.6.2
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")

_SOURCES: Final = {"url": "RFC 3986 §3", "headers": "RFC 9110 §5", "body": "RFC 7578 §4"}


def fill(
    text: str,
    values: Mapping[str, str],
    where: str,
    encode: Callable[[str, str], str] | None = None,
) -> Filled:
    """Return the text with its variables' values (variables.fill), fit to be written as UTF-8.

    Raises Problem("refused") for an unknown variable and for half a character.
    """
    try:
        text.encode()
        filled = variables.fill(text, values, where, encode)
        filled.text.encode()
    except UnicodeEncodeError as error:
        raise refuse(
            "text_not_unicode",
            f"The {where} has half a character in it",
            f"Character {error.start + 1} is a lone surrogate, which no byte sequence stands for: type it again.",
        ) from None
    return filled


def names_between(spans: tuple[Span, ...], start: int, end: int) -> tuple[str, ...]:
    """Return the variables whose values touch these characters, each once."""
    # Spans lie in order: a long URL has thousands of items and thousands of variables.
    first = bisect_right(spans, start, key=lambda span: span.end)
    last = bisect_left(spans, end, key=lambda span: span.start)
    return tuple(dict.fromkeys(span.name for span in spans[first:last]))


def refuse(
    key: str,
    title: str,
    remedy: str,
    shown: str = "",
    *,
    place: Literal["url", "headers", "body"] | None = None,
) -> Problem:
    """Return the Problem("refused") for a piece of the request; `place` is read from `key` unless it is given.

    `shown` is what stands there: a URL's password and secrets are masked in it.
    """
    at = place or ("headers" if "header" in key else "url")
    return Problem(
        "refused",
        Finding(
            id=key,
            severity="error",
            title=title,
            detail="Nothing was sent.",
            evidence=(Evidence("As it stands", _masked(shown)[:200]),) if shown else (),
            source=_SOURCES["headers" if key == "method_invalid" else at],
            remedy=remedy,
            actions=(Action("open_place", "Go there", {"place": at}),),
        ),
    )


def _masked(text: str) -> str:
    # A password may hold any character, "/" and ":" too: hide all up to the last "@" rather than parse it.
    return re.sub(r"(?s)(://|^).*@", rf"\g<1>{MASK}@", redact.url(text))
