from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core.formatter.store import Memory
from apiclient_gui.ui.widgets.result import search
from apiclient_gui.ui.widgets.result.search import Search


def found(content: bytes, words: str, *, in_bytes: bool = False) -> list[int]:
    looked = Search(Memory(content), words, in_bytes=in_bytes)
    while not looked.done:
        looked.advance(1)
    return looked.hits.tolist()


def test_capitals_do_not_count() -> None:
    assert found(b"Rex rex REX", "rEx") == [0, 4, 8]
    assert found("É é e".encode(), "é") == [0, 3]
    assert found("ÀB àb".encode(), "àB") == [0, 4]


def test_a_capital_of_another_length_is_left_out() -> None:
    assert found("ı I".encode(), "ı") == [0]
    assert found("straße STRASSE".encode(), "straße") == [0, 8]


def test_signs_are_taken_as_they_are() -> None:
    assert found(b"a.c abc a.c", "a.c") == [0, 8]
    assert found("(é) é".encode(), "(é)") == [0]


def test_hits_do_not_overlap() -> None:
    assert found(b"aaaaa", "aa") == [0, 2]


@given(st.integers(0, 12), st.sampled_from(["needle", "nädel"]))
def test_a_hit_across_two_blocks_is_found_once(shift: int, words: str) -> None:
    wanted = words.encode()
    before = search._BLOCK - shift
    assert found(b"x" * before + wanted + b"y" * search._BLOCK, words) == [before]


def test_overlapping_ones_across_blocks_are_counted_once() -> None:
    assert found(b"a" * (2 * search._BLOCK + 1), "aaa") == list(range(0, 2 * search._BLOCK - 1, 3))


def test_digits_mean_bytes_where_bytes_are_shown() -> None:
    content = b"\x89PNG 89 50"
    assert found(content, "89 50", in_bytes=True) == [0]
    assert found(content, "89 50") == [5]
    assert found(content, "png", in_bytes=True) == [1]


def test_too_many_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_HITS", 10)
    looked = Search(Memory(b"ab" * 100), "a")
    looked.advance(1)
    assert looked.full
    assert looked.done
    assert len(looked.hits) == 10


def test_nothing_is_not_looked_for() -> None:
    assert Search(Memory(b"abc"), "").done
    assert Search(Memory(b""), "a").done
    assert found(b"abc", "\ud800") == []


def test_it_stops_when_its_time_is_over() -> None:
    looked = Search(Memory(b"x" * 10 * search._BLOCK), "y")
    looked.advance(0)
    assert not looked.done
