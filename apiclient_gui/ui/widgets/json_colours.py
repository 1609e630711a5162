"""Colours for JSON as it is read: names, texts, numbers and words apart, variables marked."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Tone

MOST_CHARACTERS: Final = 512 * 1024  # beyond that colouring takes longer than it helps

_PARTS: Final = re.compile(
    r"""(?P<variable>\{\{[^{}"]*\}\})
      | (?P<name>"(?:[^"\\]|\\.)*")(?=\s*:)
      | (?P<text>"(?:[^"\\]|\\.)*"?)
      | (?P<number>-?\b\d[\d.eE+-]*)
      | (?P<word>\b(?:true|false|null)\b)""",
    re.VERBOSE,
)
_VARIABLE: Final = re.compile(r"\{\{[^{}\"]*\}\}")
_TONES: Final[dict[str, Tone]] = {
    "name": "code2",
    "text": "code3",
    "number": "code1",
    "word": "code1",
    "variable": "accent",
}
_LONGEST_LINE = 20_000  # a regular expression over a longer one would hold up typing


class JsonColours(QSyntaxHighlighter):
    """Works line by line, as JSON texts never span lines (RFC 8259 §7). `on` switches it."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.on = True

    def highlightBlock(self, text: str) -> None:
        if not text or len(text) > _LONGEST_LINE:
            return
        if self.on and self.document().characterCount() <= MOST_CHARACTERS:
            for found in _PARTS.finditer(text):
                kind = found.lastgroup or "text"
                self.setFormat(found.start(), len(found.group()), _format(_TONES[kind]))
        for found in _VARIABLE.finditer(text) if "{{" in text else ():
            marked = QTextCharFormat(_format("accent"))
            marked.setFontWeight(QFont.Weight.DemiBold)
            self.setFormat(found.start(), len(found.group()), marked)


def _format(tone: Tone) -> QTextCharFormat:
    return _format_of(theme.colour(tone).name())


@cache
def _format_of(colour: str) -> QTextCharFormat:
    # Kept: one made anew for each piece was half of the time that colouring took.
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    return made
