from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QPlainTextDocumentLayout
from pytestqt.qtbot import QtBot

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.json_colours import JsonColours


def coloured(text: str, *, on: bool = True) -> dict[str, str]:
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    document.setPlainText(text)
    colours = JsonColours(document)
    colours.on = on
    colours.rehighlight()
    block = document.firstBlock()
    return {
        text[one.start : one.start + one.length]: one.format.foreground().color().name().upper()
        for one in block.layout().formats()
    }


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


def test_names_texts_and_values_are_apart() -> None:
    seen = coloured('{"a": "b", "n": -1.5e3, "ok": true, "v": {{x}}}')
    assert seen == {
        '"a"': theme.LIGHT.code2,
        '"b"': theme.LIGHT.code3,
        '"n"': theme.LIGHT.code2,
        "-1.5e3": theme.LIGHT.code1,
        '"ok"': theme.LIGHT.code2,
        "true": theme.LIGHT.code1,
        '"v"': theme.LIGHT.code2,
        "{{x}}": theme.LIGHT.accent,
    }


def test_other_text_shows_its_variables_only() -> None:
    assert coloured('"a": {{x}}', on=False) == {"{{x}}": theme.LIGHT.accent}


def test_a_line_without_end_is_left_plain() -> None:
    assert coloured('"' + "a" * 30_000) == {}


def test_a_long_text_is_coloured_bit_by_bit(qtbot: QtBot) -> None:
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    colours = JsonColours(document)
    colours.on = False
    document.setPlainText("[1]\n" * 20_000)
    colours.colour_in_slices(on=True)
    last = document.findBlockByNumber(19_999)
    assert document.firstBlock().layout().formats()
    assert not last.layout().formats()
    qtbot.waitUntil(lambda: bool(last.layout().formats()), timeout=20_000)


def test_a_text_that_goes_is_coloured_no_more(qtbot: QtBot) -> None:
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    colours = JsonColours(document)
    document.setPlainText("[1]\n" * 20_000)
    colours.colour_in_slices(on=True)
    colours.colour_in_slices(on=False)
    document.setPlainText("[1]")
    assert document.firstBlock().layout().formats() == []
