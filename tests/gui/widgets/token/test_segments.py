from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCharFormat, QTextDocument
from pytestqt.qtbot import QtBot

from apiclient_gui.core.tokens import decode
from apiclient_gui.ui.widgets.token.segments import SegmentColours, SegmentLegend
from tests.support.signed_tokens import raw

Look = tuple[str, QTextCharFormat.UnderlineStyle]


def looks(document: QTextDocument) -> dict[str, Look]:
    """Return piece of text -> its colour and line."""
    found = {}
    block = document.firstBlock()
    while block.isValid():
        for one in block.layout().formats():
            piece = block.text()[one.start : one.start + one.length]
            style = one.format
            found[piece] = (style.foreground().color().name(), style.underlineStyle())
        block = block.next()
    return found


@pytest.fixture
def document(qtbot: QtBot) -> QTextDocument:
    return QTextDocument()


def test_segments_differ_in_colour_and_in_line(document: QTextDocument) -> None:
    document.setPlainText("Authorization: Bearer aaa.bbb.ccc")
    colours = SegmentColours(document)
    colours.switch(on=True)
    found = looks(document)
    assert set(found) == {"aaa", "bbb", "ccc"}
    assert len({colour for colour, _line in found.values()}) == 3
    assert len({line for _colour, line in found.values()}) == 3


def test_a_token_broken_into_lines_keeps_its_segments(document: QTextDocument) -> None:
    document.setPlainText("aa\nAA.bb\nBB.cc")
    colours = SegmentColours(document)
    colours.switch(on=True)
    found = looks(document)
    assert found["aa"] == found["AA"]
    assert found["bb"] == found["BB"]
    assert found["bb"] != found["cc"]


def test_other_texts_have_no_colours(document: QTextDocument) -> None:
    document.setPlainText("some.dotted.text")
    colours = SegmentColours(document)
    assert looks(document) == {}
    colours.switch(on=True)
    colours.switch(on=False)
    assert looks(document) == {}


def test_the_legend_names_each_segment_with_its_length(qtbot: QtBot) -> None:
    legend = SegmentLegend()
    qtbot.addWidget(legend)
    legend.show_token(decode(raw('{"alg":"HS256"}', "{}", "c2ln")))
    assert legend.words == ("Header 20", "Claims 3", "Signature 4")
    assert "Claims 3" in legend.accessibleName()
    legend.resize(400, 20)
    filled = legend.grab().toImage()
    legend.show_token(None)
    assert legend.words == ()
    assert legend.grab().toImage() != filled
