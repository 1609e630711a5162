"""What a comparison shows: pairs of lines, pieces of one line, and remarks between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

_LONGEST: Final = 4_000  # characters of a line that are laid out; 100,000 take 10 s


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A row: a pair of lines, None where a side has none, with the origin of ours in words.

    `number` counts our lines from 1 and is shown where a line begins, 0 shows none. `joints` stand before both texts
    and say that the row goes on in the line above. `leads`: choosing it leads somewhere. With a `reason` the row is a
    remark to the one above, and `link` says where choosing it leads.
    """

    ours: str | None
    origin: str
    theirs: str | None
    number: int = 0
    joints: tuple[str, str] = ("", "")
    leads: bool = False
    reason: str = ""
    link: str = ""

    @property
    def same(self) -> bool:
        """Whether both sides say the same; a remark compares nothing."""
        return self.ours == self.theirs or bool(self.reason)

    @property
    def shown(self) -> tuple[str | None, str | None]:
        """Both texts as they are shown, with what joins them to the row above."""
        ours, theirs = self.ours, self.theirs
        return (
            None if ours is None else self.joints[0] + ours,
            None if theirs is None else self.joints[1] + theirs,
        )


def aligned(
    ours: Sequence[str], theirs: Sequence[str]
) -> tuple[tuple[int | None, str | None], ...]:
    """Return pairs of numbers of our texts (from 0) and the other side's texts, so that equal ones meet."""
    pairs: list[tuple[int | None, str | None]] = []
    matcher = SequenceMatcher(None, list(ours), list(theirs), autojunk=False)
    for _kind, start, end, other_start, other_end in matcher.get_opcodes():
        pairs += zip_longest(range(start, end), theirs[other_start:other_end])
    return tuple(pairs)


def align(ours: Sequence[tuple[str, str]], theirs: Sequence[str]) -> tuple[DiffLine, ...]:
    """Return rows of our lines, each with its origin, and the other side's lines, so that equal ones meet."""
    rows = []
    for number, other in aligned([text for text, _origin in ours], theirs):
        text, origin = (None, "") if number is None else ours[number]
        rows.append(DiffLine(text, origin, other))
    return tuple(rows)


def text_of(pieces: Iterable[tuple[str, str]]) -> str:
    """Return rows as the text they are rows of: those with a joint, given first, go on in the line above."""
    whole = ""
    for number, (joint, text) in enumerate(pieces):
        whole += ("" if joint or not number else "\n") + joint * bool(number) + text
    return whole


def differing_part(words: str, other: str) -> tuple[int, int]:
    """Return start and end of what stands in `words` between the common start and the common end."""
    shorter = min(len(words), len(other))
    start = next((at for at in range(shorter) if words[at] != other[at]), shorter)
    end = 0
    while end < shorter - start and words[-1 - end] == other[-1 - end]:
        end += 1
    return start, len(words) - end


def shortened(words: str, marked: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """Return the part of a very long line around what differs, and where that stands in it. Copying takes all."""
    if len(words) <= _LONGEST:
        return words, marked
    first = max(0, marked[0] - _LONGEST // 4)
    before = f"… {first:,} characters …" if first else ""
    part = words[first : first + _LONGEST]
    left = len(words) - first - len(part)
    after = f"… {left:,} more characters" if left else ""
    start, end = (len(before) + min(at - first, len(part)) for at in marked)
    return before + part + after, (start, end) if any(marked) else (0, 0)
