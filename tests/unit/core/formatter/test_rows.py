from __future__ import annotations

import itertools
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core.formatter import rows
from apiclient_gui.core.formatter.rows import EACH, FOLD, Lines, index
from apiclient_gui.core.formatter.store import Memory


def lines_of(content: bytes) -> Lines:
    found = index(content)
    dumped = rows.load(found.dump(), rows=found.rows, lines=found.lines)
    assert dumped == found
    return Lines(Memory(content), dumped)


def every(lines: Lines) -> list[rows.Row]:
    return [lines.row(number) for number in range(lines.index.rows)]


def test_lines_have_their_numbers() -> None:
    lines = lines_of(b"one\r\n\ntwo\nthree")
    assert [(row.line, row.content) for row in every(lines)] == [
        (1, b"one"),
        (2, b""),
        (3, b"two"),
        (4, b"three"),
    ]
    assert lines.index.lines == 4


def test_the_last_newline_begins_no_line() -> None:
    assert lines_of(b"a\nb\n").index.lines == 2
    assert lines_of(b"\n").index.rows == 1
    assert lines_of(b"").index.rows == 0


def test_many_lines_are_found_from_their_place() -> None:
    count = 5 * EACH + 7
    content = b"".join(b"line %d\n" % number for number in range(count))
    lines = lines_of(content)
    assert lines.index.rows == lines.index.lines == count
    assert len(lines.index.offsets) == 6
    for number in (0, 1, EACH - 1, EACH, 3 * EACH + 5, count - 1):
        row = lines.row(number)
        assert row.content == b"line %d" % number
        assert row.line == number + 1
        assert row.begins
        assert row.ends
        assert lines.row_of(row.start) == lines.row_of(row.after - 1) == number
    assert lines.row_of(len(content)) == count - 1


def test_a_long_line_is_folded_between_characters() -> None:
    text = "ab€" * 100_000
    lines = lines_of(f"{text}\nend".encode())
    found = every(lines)
    assert "".join(row.content.decode() for row in found[:-1]) == text
    assert all(len(row.content) <= FOLD + 3 for row in found)
    assert [row.line for row in found] == [1] * (len(found) - 1) + [2]
    assert [row.begins for row in found[:2]] == [True, False]
    assert [row.ends for row in found[-3:]] == [False, True, True]
    # The first row after a remembered place knows that it goes on.
    assert not found[EACH].begins


def test_a_row_of_a_text_that_was_shortened_is_empty() -> None:
    whole = b"line\n" * 1000
    lines = Lines(Memory(whole[:7]), index(whole))
    assert lines.row(900).content == b""
    assert lines.row_of(4000) < 1000


@given(st.lists(st.sampled_from(["", "a", "é€", "😀" * 400, "x" * 999, "x" * 1000, "x" * 2500])))
def test_rows_are_the_text(parts: list[str]) -> None:
    content = "\n".join(parts).encode()
    lines = lines_of(content)
    found = every(lines)
    assert [0, *(row.after for row in found)] == [*(row.start for row in found), len(content)]
    joined = [
        b"".join(row.content for row in group)
        for _, group in itertools.groupby(found, key=lambda row: row.line)
    ]
    assert joined == content.split(b"\n")[: len(joined)]
    assert lines.index.lines == len(content.splitlines())
    for number, row in enumerate(found):
        assert lines.row_of(row.start) == number


def test_a_row_behind_the_end_is_no_crash() -> None:
    assert lines_of(b"one").row(5000).content == b""
    assert lines_of(b"").row_of(0) == 0


@pytest.mark.parametrize("size", [FOLD, FOLD + 1, FOLD * EACH, FOLD * EACH + 1])
def test_at_the_limits_nothing_is_lost(size: int) -> None:
    lines = lines_of(b"x" * size + b"\n")
    assert sum(len(row.content) for row in every(lines)) == size
    assert lines.index.lines == 1


def test_what_is_shown_is_let_go_at_once() -> None:
    # The text may be a file that is to be deleted.
    lines = lines_of(b"one")
    lines.row(0)
    gone = weakref.ref(lines.store)
    del lines
    assert gone() is None
