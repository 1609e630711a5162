"""The two texts that a signature is made of, ours beside the gateway's: aligned in clear, shown masked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.model import Exchange, Signature
from apiclient_gui.ui.widgets.diff_view import DiffLine, align
from apiclient_gui.ui.widgets.result.origin_words import line_words

_PARTS: Final = ("algorithm", "time", "credential scope", "hash of the canonical request")
_OTHER: Final = " (another value)"

Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one text; `compared`: the reply carried the gateway's version."""

    pairs: tuple[DiffLine, ...]
    compared: bool

    @property
    def differ(self) -> bool:
        """Whether both sides are there and say different things."""
        return self.compared and any(not pair.same for pair in self.pairs)


def canonical(exchange: Exchange, signature: Signature, mask: Mask) -> Lines:
    """Return the canonical request line by line, each with where it came from."""
    ours = [(line.text, line_words(line, exchange)) for line in signature.lines]
    strings = refusal.gateway_strings(Case(response=exchange.response).words)
    return _lines(ours, strings.canonical_request if strings else "", mask)


def to_sign(exchange: Exchange, signature: Signature, mask: Mask) -> Lines:
    """Return the string to sign line by line, each with what it is."""
    texts = signature.string_to_sign.split("\n")
    strings = refusal.gateway_strings(Case(response=exchange.response).words)
    theirs = strings.string_to_sign if strings else ""
    return _lines(list(zip(texts, _PARTS, strict=False)), theirs, mask)


def _lines(ours: list[tuple[str, str]], theirs: str, mask: Mask) -> Lines:
    if not theirs:
        alone = (DiffLine(text, origin, None) for text, origin in ours)
        return Lines(tuple(_masked(pair, mask) for pair in alone), compared=False)
    pairs = align(ours, theirs.split("\n"))
    return Lines(tuple(_masked(pair, mask) for pair in pairs), compared=True)


def _masked(pair: DiffLine, mask: Mask) -> DiffLine:
    ours = None if pair.ours is None else mask(readable(pair.ours))
    theirs = None if pair.theirs is None else mask(readable(pair.theirs))
    if ours == theirs and theirs is not None and not pair.same:
        theirs += _OTHER  # masked they look alike, and a difference must not hide behind that
    return replace(pair, ours=ours, theirs=theirs)


def readable(text: str) -> str:
    """Return a text that Qt can show: header bytes that are no UTF-8 (RFC 9110 §5.5) become U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
