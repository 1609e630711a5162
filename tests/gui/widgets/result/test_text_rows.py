from __future__ import annotations

import pytest

from apiclient_gui.core.formatter.rows import Lines, index
from apiclient_gui.core.formatter.store import Memory
from apiclient_gui.ui.widgets.result.text_rows import HexRows, TextRows


def text_rows(text: str) -> TextRows:
    content = text.encode()
    return TextRows(Lines(Memory(content), index(content)))


def test_lines_show_with_their_numbers() -> None:
    rows = text_rows("one\ntwo\n" + "x" * 2500)
    assert (rows.count, rows.longest_label, rows.extent) == (5, "3", "3 lines")
    assert [rows.label(number) for number in range(5)] == ["1", "2", "3", "", ""]
    assert [rows.text(number)[:3] for number in range(3)] == ["one", "two", "xxx"]
    assert [rows.whole(number) for number in range(5)] == [True, True, False, False, False]
    assert rows.span(1) == (4, 7)
    assert text_rows("one").extent == "one line"


def test_columns_count_as_qt_does() -> None:
    rows = text_rows("a\né😀z")
    # Offsets: é at 2, 😀 at 4, z at 8.
    assert [rows.column(1, offset) for offset in (0, 2, 4, 8, 9, 99)] == [0, 0, 1, 3, 4, 4]
    assert [rows.offset(1, column) for column in (-1, 0, 1, 3, 4, 99)] == [2, 2, 4, 8, 9, 9]
    assert rows.marks(1, 4, 8) == [(1, 2)]
    assert rows.marks(1, 0, 99) == [(0, 4)]
    assert rows.marks(0, 4, 8) == []
    assert rows.copy(2, 8) == "é😀"


def test_controls_show_as_pictures_and_tabs_as_they_are() -> None:
    rows = text_rows("a\tb\x1bc\u2028d\r\ne")
    assert rows.text(0) == "a\tb␛c↵d"
    assert rows.copy(0, rows.store.size) == "a\tb\x1bc\u2028d\r\ne"


def test_bytes_show_as_digits_and_letters() -> None:
    rows = HexRows(Memory(bytes(range(0x30, 0x50)) + b"\xff"))
    assert rows.count == 3
    assert rows.label(1) == rows.longest_label[:-2] + "10"
    assert rows.text(0) == "30 31 32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f  0123456789:;<=>?"
    assert rows.text(2) == f"ff{' ' * 48}·"
    assert rows.extent == ""
    assert rows.row_of(0x20) == 2
    assert rows.row_of(9999) == 2
    assert rows.copy(1, 3) == "31 32"


@pytest.mark.parametrize("step", range(16))
def test_a_byte_stands_at_its_digits_and_its_letter(step: int) -> None:
    rows = HexRows(Memory(bytes(range(64))))
    offset = 16 + step
    column = rows.column(1, offset)
    assert rows.text(1)[column : column + 2] == f"{offset:02x}"
    for place in (column, column + 1, 50 + step):
        assert rows.offset(1, place) == offset
    assert rows.marks(1, offset, offset + 1) == [(column, 2), (50 + step, 1)]


def test_a_range_is_marked_twice_within_a_row() -> None:
    rows = HexRows(Memory(bytes(40)))
    assert rows.marks(0, 6, 10) == [(18, 12), (56, 4)]
    assert rows.marks(1, 6, 10) == []
    assert rows.marks(2, 0, 99) == [(0, 23), (50, 8)]


def test_no_bytes_are_no_rows() -> None:
    assert HexRows(Memory(b"")).count == 0
    assert HexRows(Memory(b"")).longest_label == "00000000"
