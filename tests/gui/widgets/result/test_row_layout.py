from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QTextLayout

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.result import row_layout

pytestmark = pytest.mark.usefixtures("qapp")


def coloured(layout: QTextLayout) -> list[tuple[str, str]]:
    wide = layout.text().encode("utf-16-le")
    return [
        (
            wide[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le"),
            one.format.foreground().color().name().upper(),
        )
        for one in layout.formats()
    ]


def test_the_parts_of_json_have_their_colours() -> None:
    colours = theme.tokens()
    layout = row_layout.lay_out(
        '  "😀 a": ["b\\"c", -1.5e3, null]', theme.mono(), line=16, json=True
    )
    assert coloured(layout) == [
        ('"😀 a"', colours.code2),
        ('"b\\"c"', colours.code3),
        ("-1.5e3", colours.code1),
        ("null", colours.code1),
    ]
    assert coloured(row_layout.lay_out('"a": 1', theme.mono(), line=16)) == []


def test_a_row_is_broken_at_the_edge() -> None:
    text = "word " * 40
    one = row_layout.lay_out(text, theme.mono(), line=16)
    assert one.lineCount() == 1
    broken = row_layout.lay_out(text, theme.mono(), line=16, width=100)
    assert broken.lineCount() > 5
    tops = [broken.lineAt(at).y() for at in range(broken.lineCount())]
    assert [round(low - high) for high, low in pairwise(tops)] == [16] * (broken.lineCount() - 1)
    assert text[broken.lineAt(1).textStart() - 1] == " "
    anywhere = row_layout.lay_out(text, theme.mono(), line=16, width=100, words=False)
    assert anywhere.lineCount() <= broken.lineCount()


def test_a_range_has_a_box_in_each_of_its_lines() -> None:
    layout = row_layout.lay_out("x" * 40, theme.mono(), line=16, width=100, words=False)
    length = layout.lineAt(0).textLength()
    sign = layout.lineAt(0).naturalTextWidth() / length
    boxes = row_layout.ground(layout, 1, 2 * length, line=16)
    assert [round(box.y()) for box in boxes] == [0, 16, 32]
    widths = [length - 1, length, 1]
    assert [round(box.width()) for box in boxes] == [round(sign * width) for width in widths]
    assert round(boxes[0].x()) == round(sign)
    assert row_layout.ground(layout, 0, 10_000, line=16)[-1].right() > 0


def test_letters_take_their_colour_from_the_theme() -> None:
    made = row_layout.ink(3, 4, "on_accent")
    assert (made.start, made.length) == (3, 4)
    assert made.format.foreground().color() == theme.colour("on_accent")
