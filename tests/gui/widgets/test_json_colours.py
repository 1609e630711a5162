from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QPlainTextDocumentLayout

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
