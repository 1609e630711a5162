"""Which rows of a body are in sight, and where: rows that are broken at the edge take several lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtGui import QFont, QTextLayout

from apiclient_gui.ui.widgets.result import row_layout
from apiclient_gui.ui.widgets.result.text_rows import Rows

_KEPT: Final = 300  # layouts
_MOST_ROWS: Final = 2**31 - 1  # what a scroll bar counts to

Place = tuple[int, int]
"""A row, and a line within it."""


class Sight:
    """A view of `width` by `height` pixels on rows, each line `line` pixels high; `top` is the place at its upper edge.

    Only rows that are asked for are read: a jump costs a page, however far it goes.
    """

    def __init__(self, font: QFont, line: int) -> None:
        self.line = line
        self.top: Place = (0, 0)
        self.rows: Rows | None = None
        self.width = self.height = 1
        self._font = font
        self._json = self._breaks = False
        self._last: Place | None = None
        self._layouts: dict[int, QTextLayout] = {}

    def set_rows(self, rows: Rows | None, *, json: bool) -> None:
        """See other rows, from the top; `json` colours them."""
        self.rows, self._json, self.top = rows, json, (0, 0)
        self.forget()

    def set_room(self, width: int, height: int, *, breaks: bool) -> None:
        """See more or less of them; `breaks`: rows are broken at the edge."""
        self.width, self.height, self._breaks = width, height, breaks
        self.forget()
        self.go((self.top[0], 0))

    def forget(self) -> None:
        """Lay out anew what is in sight: other colours, or another width."""
        self._layouts.clear()
        self._last = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return min(self.rows.count, _MOST_ROWS) if self.rows else 0

    @property
    def page(self) -> int:
        """How many whole lines there is room for."""
        return max(1, self.height // self.line)

    @property
    def bottom(self) -> Place:
        """The lowest `top`: there the last line stands at the lower edge."""
        if self._last is None:
            row = max(0, self.count - 1)
            self._last = self.moved((row, self.lines(row) - 1), 1 - self.page)
        return self._last

    def layout(self, row: int) -> QTextLayout:
        """Return a row ready to be painted."""
        made = self._layouts.get(row)
        if made is None:
            assert self.rows is not None
            if len(self._layouts) >= _KEPT:
                self._layouts.clear()
            whole = self.rows.whole(row)
            made = self._layouts[row] = row_layout.lay_out(
                self.rows.text(row),
                self._font,
                line=self.line,
                width=self.width if self._breaks else 0,
                json=self._json and whole,
                words=whole,
            )
        return made

    def lines(self, row: int) -> int:
        """Return how many lines a row takes, at least one."""
        return max(1, self.layout(row).lineCount()) if self._breaks and self.count else 1

    def seen(self) -> Iterator[tuple[int, int]]:
        """Yield the rows in sight, each with its top in pixels; the first may begin above the view."""
        row, skipped = self.top
        top = -skipped * self.line
        while row < self.count and top < self.height:
            yield row, top
            top += self.lines(row) * self.line
            row += 1

    def moved(self, place: Place, lines: int) -> Place:
        """Return the place so many lines further down, or up, within the rows. Reads each row between."""
        row, line = place
        line += lines
        while line < 0 and row > 0:
            row -= 1
            line += self.lines(row)
        while row < self.count - 1 and line >= (taken := self.lines(row)):
            row, line = row + 1, line - taken
        return row, max(0, min(line, self.lines(row) - 1))

    def place(self, offset: int) -> Place:
        """Return where a byte stands."""
        assert self.rows is not None
        row = self.rows.row_of(offset)
        if not self._breaks:
            return row, 0
        line = self.layout(row).lineForTextPosition(self.rows.column(row, offset))
        return row, line.lineNumber() if line.isValid() else 0

    def go(self, place: Place) -> None:
        """Bring a place to the upper edge, or as far up as there are rows below it."""
        self.top = min(place, self.bottom)

    def show(self, offset: int, *, centred: bool) -> None:
        """Bring a byte into sight: to the nearer edge, or into the middle. Nothing moves when it is."""
        place = self.place(offset)
        if not self.top <= place <= self.moved(self.top, self.page - 1):
            nearer = 0 if place < self.top else self.page - 1
            self.go(self.moved(place, -(self.page // 2 if centred else nearer)))

    def under(self, x: int, y: int) -> int:
        """Return the byte at a point, `x` from where rows begin; the nearest for a point beside them."""
        assert self.rows is not None
        row, top = self.top[0], -self.top[1] * self.line
        for row, top in self.seen():  # the last one that begins above the point is wanted
            if top + self.lines(row) * self.line > y:
                break
        layout = self.layout(row)
        line = layout.lineAt(max(0, min((y - top) // self.line, layout.lineCount() - 1)))
        return self.rows.offset(row, line.xToCursor(x))
