"""Words of a shell's command line: quoted so that each byte arrives, stand-ins written as environment variables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

_SAFE = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_IN_DOUBLE = re.compile('[^"\\\\$`!\n\x00-\x1f\x7f\ud800-\udfff]*')
_ESCAPES: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "\\'", "\\": "\\\\"}
_NAME_GOES_ON = re.compile(r"[A-Za-z0-9_]")


def word(text: str, stand_ins: Mapping[str, str]) -> str:
    """Return a text as one word for bash; where a stand-in stands, the variable's value goes in."""
    if not any(one in text for one in stand_ins):
        return _quoted(text)
    pieces = re.split(f"({'|'.join(map(re.escape, stand_ins))})", text)
    if all(_IN_DOUBLE.fullmatch(piece) for piece in pieces):
        return f'"{"".join(_in_double(pieces, stand_ins))}"'
    return "".join(
        f'"${stand_ins[piece]}"' if piece in stand_ins else _quoted(piece)
        for piece in pieces
        if piece
    )


def lines(words: Sequence[str]) -> str:
    """Return the words of a command, one a line, joined by backslashes; each is quoted already."""
    return " \\\n  ".join(words) + "\n"


def _in_double(pieces: Sequence[str], stand_ins: Mapping[str, str]) -> list[str]:
    written = []
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        name = stand_ins.get(piece)
        if name is None:
            written.append(piece)
        else:
            written.append(f"${{{name}}}" if _NAME_GOES_ON.match(following) else f"${name}")
    return written


def _quoted(text: str) -> str:
    if _SAFE.fullmatch(text):
        return text
    if not _CONTROL.search(text):
        return "'" + text.replace("'", "'\\''") + "'"
    return "$'" + "".join(map(_escaped, text)) + "'"


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if not _CONTROL.match(char):
        return char
    # Octal has a fixed length: a hexadecimal escape would take a digit that follows.
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
