"""Looks for words in a body of any size, some milliseconds at a time, so the window goes on."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Final

from apiclient_gui.core.formatter.store import Store

MOST_HITS: Final = 1_000_000
_BLOCK: Final = 64 * 1024  # bytes; 0.1 ms, and 5 ms where every fourth byte is a hit
_BYTES: Final = re.compile(r"[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})+")

Finder = Callable[[bytes], Iterator[int]]


class Search:
    """One search: `hits` are the offsets found so far, each `length` bytes long; capitals do not count.

    In bytes (`in_bytes`) two or more pairs of digits, `89 50 4e`, mean these bytes.
    """

    def __init__(self, store: Store, words: str, *, in_bytes: bool = False) -> None:
        self._store = store
        self._at = 0
        self.hits = array("Q")
        if in_bytes and _BYTES.fullmatch(words):
            wanted = bytes.fromhex(words)
            self._finder = _literally(wanted)
        else:
            wanted = words.encode("utf-8", "replace")
            self._finder = _whatever_case(words)
        self.length = len(wanted)

    @property
    def done(self) -> bool:
        """Whether all has been looked at."""
        return self._at >= self._store.size or not self.length or self.full

    @property
    def full(self) -> bool:
        """Whether it stopped because there are too many."""
        return len(self.hits) >= MOST_HITS

    def advance(self, seconds: float) -> None:
        """Go on for about so long, and for one block at least."""
        until = perf_counter() + seconds
        while not self.done:
            self._look()
            if perf_counter() >= until:
                return

    def _look(self) -> None:
        start = self._at
        stop = start + _BLOCK
        # What begins in this block may end in the next.
        block = self._store.read(start, stop + self.length - 1)
        after = stop
        for hit in self._finder(block):
            if hit >= _BLOCK or self.full:
                break
            self.hits.append(start + hit)
            after = max(stop, start + hit + self.length)
        self._at = after


def _literally(wanted: bytes) -> Finder:
    def find(block: bytes) -> Iterator[int]:
        hit = block.find(wanted)
        while hit >= 0:
            yield hit
            hit = block.find(wanted, hit + len(wanted))

    return find


def _whatever_case(words: str) -> Finder:
    wanted = words.encode("utf-8", "replace")
    if wanted.isascii():
        # Three times as fast as a regular expression.
        literally = _literally(wanted.lower())
        return lambda block: literally(block.lower())
    form = re.compile(b"".join(map(_cases, words)))
    return lambda block: (found.start() for found in form.finditer(block))


def _cases(sign: str) -> bytes:
    own = sign.encode("utf-8", "replace")
    # Of the same length only, so that all hits have one: "ı" has the capital "I".
    cases = {one.encode("utf-8", "replace") for one in (sign, sign.lower(), sign.upper())}
    same = sorted(re.escape(one) for one in cases if len(one) == len(own))
    return b"(?:" + b"|".join(same) + b")"
