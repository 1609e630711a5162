"""One row of the line view made ready to paint: broken where the view ends, the parts of JSON coloured."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Tone

_PARTS: Final = re.compile(
    r"""(?P<name>"(?:[^"\\]|\\.)*")(?=\s*:)
      | (?P<text>"(?:[^"\\]|\\.)*")
      | (?P<number>-?\b\d[\d.eE+-]*)
      | (?P<word>\b(?:true|false|null)\b)""",
    re.VERBOSE,
)
_TONES: Final[dict[str, Tone]] = {
    "name": "code2",
    "text": "code3",
    "number": "code1",
    "word": "code1",
}
_ENDLESS: Final = 1e6  # pixels: a row that is not broken
_TAB: Final = 4  # characters


def lay_out(
    text: str, font: QFont, *, line: float, width: float = 0, json: bool = False, words: bool = True
) -> QTextLayout:
    """Return the row's layout in lines `line` pixels high, broken at `width` pixels unless that is 0.

    `json` colours its parts; `words` are kept whole where they fit.
    """
    made = QTextLayout(text, font)
    option = QTextOption()
    mode = QTextOption.WrapMode
    breaks = mode.WrapAtWordBoundaryOrAnywhere if words else mode.WrapAnywhere
    option.setWrapMode(breaks if width else mode.NoWrap)
    option.setTabStopDistance(_TAB * QFontMetricsF(font).horizontalAdvance(" "))
    made.setTextOption(option)
    if json:
        made.setFormats(_colours(text))
    made.beginLayout()
    top = 0.0
    while (part := made.createLine()).isValid():
        part.setLineWidth(max(width, 1) if width else _ENDLESS)
        # Characters of another face must not make rows of another height.
        part.setPosition(QPointF(0, top + (line - part.height()) / 2))
        top += line
    made.endLayout()
    return made


def ground(layout: QTextLayout, start: int, length: int, *, line: float) -> list[QRectF]:
    """Return where to paint the ground of a range of columns, from the layout's corner: a box in each of its lines.

    Ranges given to `QTextLayout.draw` cost 0.2 ms each, and a search may find a hundred in a row.
    """
    found = []
    number = layout.lineForTextPosition(start).lineNumber()
    while 0 <= number < layout.lineCount():
        part = layout.lineAt(number)
        stop = min(start + length, part.textStart() + part.textLength())
        edges = [part.cursorToX(at) for at in (max(start, part.textStart()), stop)]
        left, right = sorted(edge[0] if isinstance(edge, tuple) else 0.0 for edge in edges)
        found.append(QRectF(left, number * line, right - left, line))
        if stop >= start + length:
            break
        number += 1
    return found


def ink(start: int, length: int, colour: str) -> QTextLayout.FormatRange:
    """Return a range whose letters have the colour of a theme token."""
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, QTextCharFormat()
    made.format.setForeground(theme.colour(colour))
    return made


def _colours(text: str) -> list[QTextLayout.FormatRange]:
    wide = not text.isascii() and max(text) > "\uffff"
    found = []
    for part in _PARTS.finditer(text):
        start, stop = part.span()
        if wide:
            start, stop = (len(text[:at].encode("utf-16-le")) // 2 for at in (start, stop))
        found.append(ink(start, stop - start, _TONES[part.lastgroup or "text"]))
    return found
