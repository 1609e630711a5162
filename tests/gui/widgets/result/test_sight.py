from __future__ import annotations

import pytest

from apiclient_gui.core.formatter.rows import Lines, index
from apiclient_gui.core.formatter.store import Memory
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.result.sight import Sight
from apiclient_gui.ui.widgets.result.text_rows import TextRows

pytestmark = pytest.mark.usefixtures("qapp")
LINE = 16


class Counted(TextRows):
    """Rows that count how many were read."""

    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        self.read: set[int] = set()

    def text(self, number: int) -> str:
        self.read.add(number)
        return super().text(number)


def sight(text: str, *, breaks: bool = False, lines: int = 10) -> tuple[Sight, Counted]:
    content = text.encode()
    rows = Counted(Lines(Memory(content), index(content)))
    made = Sight(theme.mono(), LINE)
    made.set_rows(rows, json=False)
    made.set_room(200, lines * LINE + 5, breaks=breaks)
    return made, rows


def test_a_jump_reads_a_page_however_far_it_goes() -> None:
    made, rows = sight("line\n" * 100_000)
    assert made.bottom == (99_990, 0)
    made.go((50_000, 0))
    for row, _ in made.seen():
        made.layout(row)
    assert rows.read == set(range(50_000, 50_011))
    made.go((99_999, 0))
    assert made.top == (99_990, 0)


def test_rows_in_sight_stand_below_each_other() -> None:
    made, _ = sight("line\n" * 20, lines=3)
    made.go((5, 0))
    assert list(made.seen()) == [(5, 0), (6, 16), (7, 32), (8, 48)]


def test_broken_rows_are_scrolled_by_their_lines() -> None:
    made, _ = sight(("x" * 300 + "\n") * 10, breaks=True, lines=4)
    tall = made.lines(0)
    assert tall > 5
    assert made.moved((0, 0), 1) == (0, 1)
    assert made.moved((0, 0), tall) == (1, 0)
    assert made.moved((1, 0), -1) == (0, tall - 1)
    assert made.moved((0, 0), -5) == (0, 0)
    assert made.moved((0, 0), 10_000) == (9, tall - 1)
    assert made.bottom == (9, tall - 4)
    made.go((0, 2))
    assert next(made.seen()) == (0, -2 * LINE)


def test_a_byte_is_brought_to_the_nearer_edge_or_the_middle() -> None:
    made, _ = sight("line\n" * 1000)
    made.show(5 * 5, centred=False)
    assert made.top == (0, 0)
    made.show(5 * 500, centred=False)
    assert made.top == (491, 0)
    made.show(5 * 100, centred=False)
    assert made.top == (100, 0)
    made.show(5 * 700, centred=True)
    assert made.top == (695, 0)


def test_a_byte_far_into_a_broken_row_is_found() -> None:
    made, _ = sight("y\n" + "x" * 900, breaks=True, lines=4)
    row, line = made.place(2 + 899)
    assert (row, line) == (1, made.lines(1) - 1)
    made.show(2 + 899, centred=False)
    assert made.top == made.bottom


def test_the_byte_under_a_point() -> None:
    made, _ = sight("one\ntwo\nthree")
    assert made.under(0, 0) == 0
    assert made.under(10_000, LINE + 2) == 7
    assert made.under(-50, 2 * LINE + 2) == 8
    assert made.under(10_000, 10_000) == 13
    broken, _ = sight("x" * 900, breaks=True)
    assert broken.under(0, LINE + 2) == broken.layout(0).lineAt(1).textStart()


def test_no_rows_are_no_trouble() -> None:
    made = Sight(theme.mono(), LINE)
    made.set_rows(None, json=False)
    made.set_room(100, 100, breaks=True)
    assert (made.count, made.bottom, list(made.seen())) == (0, (0, 0), [])
    empty, _ = sight("", breaks=True)
    assert list(empty.seen()) == []
