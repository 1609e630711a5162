"""Rows of a body as they are shown: a text's lines with their numbers, or sixteen bytes with their offset."""

from __future__ import annotations

from typing import Final, Protocol

from apiclient_gui.core.formatter.rows import Lines
from apiclient_gui.core.formatter.store import Store

_BYTES: Final = 16
_HALF: Final = 8
_LETTERS: Final = 3 * _BYTES + 2  # column where the letters begin
# Controls as their pictures and separators as an arrow, one for one: columns stay columns.
_PICTURES: Final = {
    **{code: 0x2400 + code for code in range(32) if code != 9},
    0x7F: 0x2421,
    0x2028: 0x21B5,
    0x2029: 0x21B5,
}


class Rows(Protocol):
    """What the line view shows. Columns count UTF-16 units, as Qt does; offsets count bytes of `store`."""

    store: Store
    count: int
    wraps: bool

    @property
    def longest_label(self) -> str:
        """The label for which room is kept."""

    @property
    def extent(self) -> str:
        """How much it is, in words; empty when the size in bytes says it."""

    def label(self, number: int) -> str:
        """Return what stands at the left of a row, nothing where a line goes on."""

    def text(self, number: int) -> str:
        """Return what a row shows."""

    def whole(self, number: int) -> bool:
        """Say whether a row is a whole line of text, so that it can be coloured by itself."""

    def span(self, number: int) -> tuple[int, int]:
        """Return where a row begins, and where it ends without the line's end."""

    def row_of(self, offset: int) -> int:
        """Return the row that holds a byte."""

    def column(self, number: int, offset: int) -> int:
        """Return where in a row a byte stands."""

    def offset(self, number: int, column: int) -> int:
        """Return the byte at a column."""

    def marks(self, number: int, start: int, stop: int) -> list[tuple[int, int]]:
        """Return column and length of what a row shows of a range of bytes."""

    def copy(self, start: int, stop: int) -> str:
        """Return a range of bytes as text for the clipboard."""


class TextRows:
    """A text by its lines, long ones folded."""

    wraps = True

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.store = lines.store
        self.count = lines.index.rows

    @property
    def longest_label(self) -> str:
        """The number of the last line."""
        return str(self._lines.index.lines)

    @property
    def extent(self) -> str:
        """How many lines."""
        lines = self._lines.index.lines
        return f"{lines:,} lines" if lines > 1 else "one line"

    def label(self, number: int) -> str:
        """Return the number of the line that begins here."""
        row = self._lines.row(number)
        return str(row.line) if row.begins else ""

    def text(self, number: int) -> str:
        """Return the row's characters, controls as pictures."""
        return self._lines.row(number).content.decode("utf-8", "replace").translate(_PICTURES)

    def whole(self, number: int) -> bool:
        """Say whether the line is not folded."""
        row = self._lines.row(number)
        return row.begins and row.ends

    def span(self, number: int) -> tuple[int, int]:
        """Return begin and end without the line's end."""
        row = self._lines.row(number)
        return row.start, row.start + len(row.content)

    def row_of(self, offset: int) -> int:
        """Return the row that holds a byte."""
        return self._lines.row_of(offset)

    def column(self, number: int, offset: int) -> int:
        """Return where in a row the character stands that a byte belongs to."""
        row = self._lines.row(number)
        part = row.content[: max(0, offset - row.start)]
        if part.isascii():
            return len(part)
        return len(part.decode("utf-8", "replace").encode("utf-16-le", "replace")) // 2

    def offset(self, number: int, column: int) -> int:
        """Return the first byte of the character at a column."""
        row = self._lines.row(number)
        wide = row.content.decode("utf-8", "replace").encode("utf-16-le", "replace")
        part = wide[: 2 * max(0, column)].decode("utf-16-le", "ignore")
        return row.start + min(len(part.encode()), len(row.content))

    def marks(self, number: int, start: int, stop: int) -> list[tuple[int, int]]:
        """Return the part of the row within the range."""
        left, right = self.column(number, start), self.column(number, stop)
        return [(left, right - left)] if right > left else []

    def copy(self, start: int, stop: int) -> str:
        """Return the characters, folded lines whole again."""
        return self.store.read(start, stop).decode("utf-8", "replace")


class HexRows:
    """Bytes, sixteen a row: offset, hexadecimal digits, and the letters of ASCII."""

    wraps = False

    def __init__(self, store: Store) -> None:
        self.store = store
        self.count = -(-store.size // _BYTES)

    @property
    def longest_label(self) -> str:
        """The last offset."""
        return self.label(max(0, self.count - 1))

    @property
    def extent(self) -> str:
        """Nothing: its size says it."""
        return ""

    def label(self, number: int) -> str:
        """Return the offset of the row's first byte."""
        return f"{number * _BYTES:08x}"

    def text(self, number: int) -> str:
        """Return digits and letters."""
        start, stop = self.span(number)
        row = self.store.read(start, stop)
        letters = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in row)
        return f"{row[:_HALF].hex(' '):<23}  {row[_HALF:].hex(' '):<23}  {letters}"

    def whole(self, number: int) -> bool:
        """Say that it is no text."""
        return False

    def span(self, number: int) -> tuple[int, int]:
        """Return the first byte and the one behind the last."""
        return number * _BYTES, min((number + 1) * _BYTES, self.store.size)

    def row_of(self, offset: int) -> int:
        """Return the row that holds a byte."""
        return max(0, min(offset // _BYTES, self.count - 1))

    def column(self, number: int, offset: int) -> int:
        """Return where a byte's digits stand."""
        start, stop = self.span(number)
        return _digits(min(max(offset, start), stop) - start)

    def offset(self, number: int, column: int) -> int:
        """Return the byte whose digits or letter stand at a column."""
        start, stop = self.span(number)
        digits = (column + 1 - (column > 3 * _HALF)) // 3
        step = column - _LETTERS if column >= _LETTERS else digits
        return min(start + max(0, step), stop)

    def marks(self, number: int, start: int, stop: int) -> list[tuple[int, int]]:
        """Return the bytes twice: digits and letters."""
        begin, end = self.span(number)
        left, right = max(start, begin) - begin, min(stop, end) - begin
        if right <= left:
            return []
        digits = _digits(right - 1) + 2 - _digits(left)
        return [(_digits(left), digits), (_LETTERS + left, right - left)]

    def copy(self, start: int, stop: int) -> str:
        """Return the digits in pairs."""
        return self.store.read(start, stop).hex(" ")


def _digits(step: int) -> int:
    return 3 * step + (step >= _HALF)
