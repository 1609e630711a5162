"""Colours for JSON as it is read: names, texts, numbers and words apart, variables marked."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtGui import (
    QFont,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
)

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
_SLICE_MS: Final = 12
_LONGEST_LINE = 20_000  # a regular expression over a longer one would hold up typing


class JsonColours(QSyntaxHighlighter):
    """Works line by line, as JSON texts never span lines (RFC 8259 §7). `on` switches it."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.on = True
        self._next = QTextBlock()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def colour_in_slices(self, *, on: bool) -> None:
        """Colour the whole document from the top, some milliseconds at a time: at once, 500 KB take 0.6 s."""
        self.on = on
        self._next = self.document().firstBlock()
        if on and self.document().characterCount() <= MOST_CHARACTERS:
            self._go_on()
            self._timer.start()
        else:
            self._timer.stop()

    def _go_on(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._next.isValid() and clock.elapsed() < _SLICE_MS:
            self.rehighlightBlock(self._next)
            self._next = self._next.next()
        if not self._next.isValid():
            self._timer.stop()

    def highlightBlock(self, text: str) -> None:
        if not text or len(text) > _LONGEST_LINE:
            return
        if self.on and self.document().characterCount() <= MOST_CHARACTERS:
            for found in _PARTS.finditer(text):
                kind = found.lastgroup or "text"
                self.setFormat(found.start(), len(found.group()), _format(_TONES[kind]))
        for found in _VARIABLE.finditer(text) if "{{" in text else ():
            marked = _format("accent")
            marked.setFontWeight(QFont.Weight.DemiBold)
            self.setFormat(found.start(), len(found.group()), marked)


def _format(tone: Tone) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(theme.colour(tone))
    return made
