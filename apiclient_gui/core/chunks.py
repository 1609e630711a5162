"""How a long value is cut into keyring entries so that an interrupted write never reads as a whole value.

Windows holds 2,560 bytes of UTF-16 an entry, so no entry is longer than `LONGEST`, on any platform. A short value
stands in its head entry. A longer one lies in pieces, and the head, written last, names them; new pieces go to the
slot that the old head does not use, so the old value stays whole until the head is switched.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol
from urllib.parse import quote

LONGEST: Final = 1000
_INLINE = 900  # leaves room for the head's own fields
_PIECE = 950  # leaves room for generation and index

Slot = Literal["a", "b"]
SLOTS: Final[tuple[Slot, Slot]] = ("a", "b")

_HEAD = re.compile(
    r"v1:(?P<slot>[ab]):(?P<generation>[0-9a-f]{16}):(?P<count>[0-9]{1,9}):(?P<length>[0-9]{1,12})"
    r":(?P<check>[0-9a-f]{16}):(?P<inline>[ -~]*)"
)


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head entry says: where the pieces lie and how the whole is recognised.

    `count` 0 means that the coded value is `inline`. `generation` is random and stands in every piece too, so pieces
    of two writes are never joined; `check` is keyed with it and lies beside the value itself, so it tells nothing new.
    """

    slot: Slot
    generation: str
    count: int
    length: int
    check: str
    inline: str


class Broken(Exception):  # noqa: N818  # it says what an entry is
    """An entry is not a whole value of ours, or the store did not keep what was written."""


class Entries(Protocol):
    """A store of named texts that cannot be listed, such as a keyring."""

    def read(self, name: str) -> str | None:
        """Return the entry, or None if there is none."""

    def write(self, name: str, entry: str) -> None:
        """Make or replace the entry."""

    def delete(self, name: str) -> None:
        """Remove the entry, which is there."""


def name(owner: str, field: str) -> str:
    """Return the name of the head entry: printable ASCII, and no two pairs share one."""
    return "/".join(
        quote(part.encode("utf-8", "surrogatepass"), safe="") for part in (owner, field)
    )


def load(entries: Entries, head_name: str) -> str | None:
    """Return the value, or None if there is none. Raises Broken for everything that is not a whole value."""
    entry = entries.read(head_name)
    if entry is None:
        return None
    head = _parse(entry)
    if head is None:
        raise Broken
    pieces: list[str] = []
    for index in range(head.count):
        piece = entries.read(_place(head_name, head.slot, index))
        if piece is None:
            raise Broken
        pieces.append(piece)
    text = _join(head, pieces)
    if text is None:
        raise Broken
    return text


def store(entries: Entries, head_name: str, text: str) -> Mapping[Slot, int]:
    """Write the value; until the last write the old one is whole. Return what `sweep` is to keep.

    Raises Broken when the store did not keep it (KWallet's backend drops the result of a write).
    """
    entry = entries.read(head_name)
    old = _parse(entry) if entry is not None else None
    slot = _other(old.slot) if old else SLOTS[0]
    head, pieces = _split(text, slot)
    for index, piece in enumerate(pieces):
        entries.write(_place(head_name, slot, index), piece)
    entries.write(head_name, head)
    if entries.read(head_name) != head:
        raise Broken
    return {slot: len(pieces)}


def remove(entries: Entries, head_name: str) -> None:
    """Remove the value. The head goes first: what an interruption leaves is no value any more."""
    if entries.read(head_name) is not None:
        entries.delete(head_name)
    sweep(entries, head_name, {})


def sweep(entries: Entries, head_name: str, keep: Mapping[Slot, int]) -> None:
    """Remove all pieces but the first `keep` ones of each slot.

    Pieces are written upwards and removed downwards, so those of a slot follow each other without a gap, also
    after an interruption, and can be probed.
    """
    for slot in SLOTS:
        first = last = keep.get(slot, 0)
        while entries.read(_place(head_name, slot, last)) is not None:
            last += 1
        for index in range(last - 1, first - 1, -1):
            entries.delete(_place(head_name, slot, index))


def _place(head_name: str, slot: Slot, index: int) -> str:
    """Return the name of a piece's entry."""
    return f"{head_name}/{slot}/{index}"


def _other(slot: Slot) -> Slot:
    """Return the slot that a new value goes to while this one holds the old value."""
    return "b" if slot == "a" else "a"


def _split(text: str, slot: Slot) -> tuple[str, tuple[str, ...]]:
    """Return the head entry and the pieces of a value, all printable ASCII of at most `LONGEST` characters.

    Any text is taken, also NUL and lone surrogates: everything but printable ASCII is escaped, because backends
    differ in what they store.
    """
    coded = text.encode("unicode_escape").decode("ascii")
    generation = secrets.token_hex(8)
    parts: list[str] = []
    if len(coded) > _INLINE:
        parts = [coded[start : start + _PIECE] for start in range(0, len(coded), _PIECE)]
    inline = "" if parts else coded
    head = f"v1:{slot}:{generation}:{len(parts)}:{len(coded)}:{_check(generation, coded)}:{inline}"
    return head, tuple(f"{generation}:{index}:{part}" for index, part in enumerate(parts))


def _parse(entry: str) -> _Head | None:
    """Return what a head entry says, or None when it is not one of ours or damaged."""
    found = _HEAD.fullmatch(entry)
    if found is None:
        return None
    return _Head(
        slot="a" if found["slot"] == "a" else "b",
        generation=found["generation"],
        count=int(found["count"]),
        length=int(found["length"]),
        check=found["check"],
        inline=found["inline"],
    )


def _join(head: _Head, pieces: Sequence[str | None]) -> str | None:
    """Return the value, or None unless every piece is there, of this generation, in its place and unchanged."""
    parts = [head.inline]
    for index, piece in enumerate(pieces):
        mark = f"{head.generation}:{index}:"
        if piece is None or not piece.startswith(mark):
            return None
        parts.append(piece[len(mark) :])
    coded = "".join(parts)
    if len(pieces) != head.count or len(coded) != head.length:
        return None
    # Compared before decoding: only what `split` wrote reaches the decoder.
    if not secrets.compare_digest(_check(head.generation, coded).encode(), head.check.encode()):
        return None
    return coded.encode().decode("unicode_escape")


def _check(generation: str, coded: str) -> str:
    return hashlib.blake2s(
        coded.encode("utf-8", "surrogatepass"), key=generation.encode(), digest_size=8
    ).hexdigest()
