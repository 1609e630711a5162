"""The parts of a token in colours of their own, and told apart without them: each has a line of its own kind."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from apiclient_gui.core.tokens import Token
from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Tone

_Underline = QTextCharFormat.UnderlineStyle
_TONES: Final[tuple[Tone, ...]] = ("code1", "code2", "code3")
_LINES: Final = (_Underline.SingleUnderline, _Underline.NoUnderline, _Underline.DotLine)
_PENS: Final = (Qt.PenStyle.SolidLine, None, Qt.PenStyle.DotLine)
_NAMES: Final = {
    3: ("Header", "Claims", "Signature"),
    5: ("Header", "Encrypted key", "Initialization vector", "Ciphertext", "Tag"),
}
_AROUND: Final = re.compile(r"""(?i)["'`\s]*(?:authorization\s*:\s*)?["'`]*(?:bearer\s+)?["'`]*""")


class SegmentColours(QSyntaxHighlighter):
    """Colours what stands between the dots. `on` switches it: a text without segments has none."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.on = False

    def switch(self, *, on: bool) -> None:
        """Colour or not; nothing happens when it is so already."""
        if on != self.on:
            self.on = on
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if not self.on:
            return
        number = max(0, self.previousBlockState())
        around = _AROUND.match(text) if self.currentBlock().blockNumber() == 0 else None
        at = around.end() if around else 0
        for part in re.split(r"(\.)", text[at:]):
            if part == ".":
                number += 1
            elif part:
                self.setFormat(at, len(part), _format(number))
            at += len(part)
        self.setCurrentBlockState(number)


class SegmentLegend(QWidget):
    """Says which segment is which, and how long it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font(theme.NOTE))

    @property
    def words(self) -> tuple[str, ...]:
        """What it says."""
        return self._words

    def show_token(self, token: Token | None) -> None:
        """Describe another token; nothing for one without segments."""
        names = _NAMES.get(len(token.lengths), ()) if token is not None else ()
        self._words = tuple(
            f"{name} {length:,}"
            for name, length in zip(names, token.lengths if token else (), strict=False)
        )
        self.setAccessibleName(
            f"Segments, in characters: {', '.join(self._words)}" if self._words else ""
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        measure = QFontMetrics(self.font())
        left = 0
        for number, words in enumerate(self._words):
            width = measure.horizontalAdvance(words)
            colour = theme.colour(_TONES[number % 3])
            painter.setPen(colour)
            painter.drawText(left, measure.ascent(), words)
            style = _PENS[number % 3]
            if style is not None:
                painter.setPen(QPen(colour, 1, style))
                painter.drawLine(left, measure.height() - 1, left + width, measure.height() - 1)
            left += width
            painter.setPen(theme.colour("muted"))
            if number + 1 < len(self._words):
                painter.drawText(left + theme.S - 2, measure.ascent(), ".")
                left += 2 * theme.S
        if self._words:
            painter.drawText(left + theme.S, measure.ascent(), "characters")


def _format(number: int) -> QTextCharFormat:
    made = QTextCharFormat()
    colour = theme.colour(_TONES[number % 3])
    made.setForeground(colour)
    made.setUnderlineStyle(_LINES[number % 3])
    made.setUnderlineColor(colour)
    return made
