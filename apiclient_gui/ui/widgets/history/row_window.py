"""The rows of a long list that are in memory: a bounded number of them, and where to read the others from.

The store gives what is older than an id, not what stands at a place. So for every hundredth row that was passed its id
is remembered (an anchor), and any place is reached from the anchor before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.history import History, Page, Query, Row

STEP: Final = 100  # rows read at a time, and from one anchor to the next
MOST: Final = 2_000  # rows held: some 2 MB
_STRIDE: Final = 1_000  # rows a reading passes over at a time, on its way to a place far off


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is older than the id `before` begins at `row`."""

    row: int
    before: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that follow each other, the first of them at `first`. `end`: the list has only so many rows."""

    first: int
    rows: tuple[Row, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    end: int | None = None


class RowWindow:
    """The list as far as it is known: `total` rows, of which at most `MOST` are held, and always the newest one."""

    def __init__(self, page: Page) -> None:
        self.total = page.total
        self._rows = dict(enumerate(page.rows))
        self._anchors = [Anchor(0, page.rows[0].id + 1)] if page.rows else []

    def __len__(self) -> int:
        """Return how many rows are held."""
        return len(self._rows)

    def row(self, at: int) -> Row | None:
        """Return the row at a place; None while it is not held."""
        return self._rows.get(at)

    def places(self, ids: Sequence[int]) -> tuple[int, ...] | None:
        """Return where these stand, last place first; None when one of them is not held."""
        wanted = set(ids)
        found = sorted((at for at, row in self._rows.items() if row.id in wanted), reverse=True)
        return tuple(found) if len(found) == len(wanted) else None

    def missing(self, first: int, last: int) -> tuple[int, int] | None:
        """Return first and last place of what has to be read to show these places, whole hundreds; None when all is held."""
        gaps = [
            at for at in range(max(0, first), min(last, self.total - 1) + 1) if at not in self._rows
        ]
        if not gaps:
            return None
        start, end = gaps[0] // STEP * STEP, gaps[-1] // STEP * STEP + STEP - 1
        return start, min(end, self.total - 1)

    def anchor(self, row: int) -> Anchor:
        """Return the last anchor at or before a row. IndexError for an empty list."""
        return self._anchors[bisect_right(self._anchors, row, key=lambda one: one.row) - 1]

    def take(self, stretch: Stretch) -> None:
        """Hold what was read; of too many rows those go that stand farthest from it."""
        self._rows.update(enumerate(stretch.rows, stretch.first))
        known = {one.row: one for one in (*self._anchors, *stretch.anchors)}
        self._anchors = [known[row] for row in sorted(known)]
        if stretch.end is not None:
            self.cut(stretch.end)
        self._prune(stretch.first + len(stretch.rows) // 2)

    def newer(self, page: Page) -> tuple[Row, ...] | None:
        """Return the rows of a first page that are new on top; None when it does not continue what is known."""
        top = self._rows.get(0)
        ids = [row.id for row in page.rows]
        if top is None or top.id not in ids:
            return None
        new = ids.index(top.id)
        for at, id_ in enumerate(ids[new:]):
            held = self._rows.get(at)
            if held is not None and held.id != id_:
                return None
        return page.rows[:new]

    def put_on_top(self, rows: Sequence[Row]) -> None:
        """Add newer rows; all others move down."""
        count = len(rows)
        self._rows = {at + count: row for at, row in self._rows.items()}
        self._rows.update(enumerate(rows))
        moved = [replace(one, row=one.row + count) for one in self._anchors]
        self._anchors = [Anchor(0, rows[0].id + 1), *moved]
        self.total += count
        self._prune(0)

    def take_out(self, place: int) -> None:
        """Let one row go; those behind it move up."""
        rows = self._rows.items()
        self._rows = {at - (at > place): row for at, row in rows if at != place}
        moved = {one.row - (one.row > place): one.before for one in self._anchors}
        self._anchors = [Anchor(row, before) for row, before in sorted(moved.items())]
        self.total -= 1

    def cut(self, total: int) -> None:
        """Let the rows from this place on go."""
        self.total = total
        self._rows = {at: row for at, row in self._rows.items() if at < total}
        self._anchors = [one for one in self._anchors if one.row <= total]

    def _prune(self, centre: int) -> None:
        if len(self._rows) > MOST:
            # The newest one stays: by it what comes in later is told from what is known.
            near = sorted(self._rows, key=lambda at: abs(at - centre) if at else -1)[:MOST]
            self._rows = {at: self._rows[at] for at in near}


def read(
    history: History, query: Query, anchor: Anchor, first: int, last: int, stop: Cancel
) -> Stretch:
    """Read the rows from `first` to `last`, from an anchor before them. Raises Problem("storage"), Cancelled."""
    rows: list[Row] = []
    anchors: list[Anchor] = []
    passed = anchor.row
    for row in _walk(history, query, anchor, last, stop):
        if passed >= first:
            rows.append(row)
        passed += 1
        if passed % STEP == 0:
            anchors.append(Anchor(passed, row.id))
    end = passed if passed <= last else None
    return Stretch(first, tuple(rows), tuple(anchors), end)


def ids(
    history: History, query: Query, spans: Sequence[tuple[Anchor, int, int]], stop: Cancel
) -> tuple[int, ...]:
    """Return the ids of the rows of spans, each with an anchor before it, first and last. Raises as `read`."""
    return tuple(
        row.id
        for anchor, first, last in spans
        for at, row in enumerate(_walk(history, query, anchor, last, stop), anchor.row)
        if at >= first
    )


def _walk(history: History, query: Query, anchor: Anchor, last: int, stop: Cancel) -> Iterator[Row]:
    at, before = anchor.row, anchor.before
    while at <= last:
        stop.check()
        page = history.page(query, before=before, limit=min(_STRIDE, last + 1 - at))
        yield from page.rows
        if not page.more:
            return
        at, before = at + len(page.rows), page.rows[-1].id
