from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.ui.widgets.diff_lines import (
    DiffLine,
    align,
    aligned,
    differing_part,
    shortened,
    text_of,
)

texts = st.lists(st.sampled_from(["a", "b", "", "c"]), max_size=8)


def test_equal_lines_meet() -> None:
    lines = align(
        [("GET", "the method"), ("/pets", "the URL"), ("x:1", "row 2"), ("host:a", "the URL")],
        ["GET", "/pets/", "host:a"],
    )
    assert lines == (
        DiffLine("GET", "the method", "GET"),
        DiffLine("/pets", "the URL", "/pets/"),
        DiffLine("x:1", "row 2", None),
        DiffLine("host:a", "the URL", "host:a"),
    )


@given(ours=texts, theirs=texts)
def test_no_line_is_lost_or_moved(ours: list[str], theirs: list[str]) -> None:
    pairs = aligned(ours, theirs)
    assert [number for number, _ in pairs if number is not None] == list(range(len(ours)))
    assert [other for _, other in pairs if other is not None] == theirs
    lines = align([(one, "x") for one in ours], theirs)
    assert (ours == theirs) == all(line.same for line in lines)


def test_what_joins_a_row_to_the_line_above_is_shown_and_not_compared() -> None:
    line = DiffLine("b=2", "row 2", "b=2", joints=("&", ""))
    assert line.same
    assert line.shown == ("&b=2", "b=2")
    assert DiffLine(None, "", "b=2", joints=("&", "&")).shown == (None, "&b=2")


def test_a_remark_compares_nothing() -> None:
    assert DiffLine(None, "", "x", reason="A proxy.").same


def test_rows_of_one_line_are_one_line_of_the_text() -> None:
    assert text_of([("", "GET"), ("", "a=1"), ("&", "b=2"), ("", "")]) == "GET\na=1&b=2\n"
    # From the middle of a line on, there is nothing to go on from.
    assert text_of([("&", "b=2"), ("&", "c=3")]) == "b=2&c=3"


def test_the_part_that_differs_stands_between_what_is_common() -> None:
    assert differing_part("host:a.example", "host:bb.example") == (5, 6)
    assert differing_part("ab", "aab") == (1, 1)


def test_a_very_long_line_is_shortened_round_what_differs() -> None:
    words, (start, end) = shortened("a" * 50_000 + "X" + "b" * 50_000, (50_000, 50_001))
    assert words[start:end] == "X"
    assert len(words) < 5_000
    assert shortened("short", (1, 2)) == ("short", (1, 2))
