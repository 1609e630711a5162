"""What came back, to be read: monospace, searched, wrapped, copied; a large body by its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.code_edit import Language
from apiclient_gui.ui.widgets.find_bar import FindBar
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.json_colours import JsonColours

WHOLE_BYTES: Final = 512 * 1024  # 20 microseconds a line: 2 MB of JSON held the window for a second
SHOWN_BYTES: Final = 256 * 1024
_FOLD = 2000  # characters; one line of 512 KB takes the layout 30 times as long as its folds
_MOST_HITS = 1000


class CodeView(QWidget):
    """Read-only text. Ctrl+F searches, Enter and Shift+Enter go to the next and the previous hit, Esc ends it.

    `tools` is the row over the text: what an owner inserts at its left, then search and copy. Words stand below the text.
    """

    searched = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = b""
        self._hits: list[QTextCursor] = []
        self._hit = -1
        self.viewer = QPlainTextEdit(self)
        self.viewer.setProperty("kind", "read")
        self.viewer.setReadOnly(True)
        self.viewer.setFont(theme.mono())
        self.viewer.setTabChangesFocus(True)
        self.viewer.setAccessibleName(name)
        self.viewer.setUndoRedoEnabled(False)
        self.viewer.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._colours = JsonColours(self.viewer.document())
        self._notice = label.note()
        self._find = FindBar()
        self._find.sought.connect(self._search)
        self._find.stepped.connect(self.step)
        self._find.left.connect(self.viewer.setFocus)
        self._find.serve(self, lambda: self.viewer.textCursor().selectedText())
        self._wrap = icon_button("wrap", "Wrap long lines", checkable=True)
        self._wrap.toggled.connect(self.set_wrap)
        self._wrap.setChecked(True)
        copy = icon_button("copy", "Copy all")
        copy.clicked.connect(self.copy_all)
        above = self.tools = QHBoxLayout()
        above.setSpacing(theme.XS)
        above.addStretch()
        for widget in (self._find, self._wrap, copy):
            above.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(above)
        column.addWidget(self.viewer, 1)
        column.addWidget(self._notice)
        lead_focus(self, self.viewer)

    def set_content(self, content: bytes, language: Language = "text", *, about: str = "") -> None:
        """Show bytes as UTF-8, what is not UTF-8 as U+FFFD; above 512 KB the first 256 KB of them.

        `about` are words below the text; what had to be cut or folded is said behind them.
        """
        self._content = content
        cut = len(content) > WHOLE_BYTES
        text = content[: SHOWN_BYTES if cut else None].decode("utf-8", "replace")
        folded = _fold(text)
        notice = _notice(len(content), cut=cut, folded=folded is not text)
        self._notice.setText("  ·  ".join(part for part in (about, notice) if part))
        self._notice.setVisible(bool(self._notice.text()))
        self._colours.colour_in_slices(on=False)
        self.viewer.setPlainText(folded)
        self._colours.colour_in_slices(on=language == "json")
        self._search(self._find.words)

    def set_text(self, text: str, language: Language = "text") -> None:
        """Show a text."""
        self.set_content(text.encode("utf-8", "replace"), language)

    def notice(self) -> str:
        """Return the words below the text."""
        return self._notice.text()

    def set_wrap(self, on: bool) -> None:
        """Wrap long lines, or scroll sideways."""
        mode = QPlainTextEdit.LineWrapMode
        self.viewer.setLineWrapMode(mode.WidgetWidth if on else mode.NoWrap)
        self._wrap.setChecked(on)

    def copy_all(self) -> None:
        """Put the whole content on the clipboard, also what is not shown."""
        QApplication.clipboard().setText(self._content.decode("utf-8", "replace"))

    def step(self, by: int) -> None:
        """Go to the next hit (1) or the previous one (-1), round at the ends."""
        if self._hits:
            self._hit = (self._hit + by) % len(self._hits)
            cursor = QTextCursor(self._hits[self._hit])
            self.viewer.setTextCursor(cursor)
            self._mark()

    def _search(self, words: str) -> None:
        self._hits, self._hit = [], -1
        document = self.viewer.document()
        for start, end in _places(document.toRawText(), words):
            cursor = QTextCursor(document)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._hits.append(cursor)
        self.step(1)
        if not self._hits:
            self._mark()
        self.searched.emit(len(self._hits))

    def _mark(self) -> None:
        ground, strong = QTextCharFormat(), QTextCharFormat()
        ground.setBackground(theme.colour("warn_soft"))
        strong.setBackground(theme.colour("accent"))
        strong.setForeground(theme.colour("on_accent"))
        marks = []
        for number, cursor in enumerate(self._hits):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format = strong if number == self._hit else ground
            marks.append(mark)
        self.viewer.setExtraSelections(marks)
        hits = len(self._hits)
        self._find.tell(self._hit, hits, more="+" if hits == _MOST_HITS else "")


def _places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where the words stand, in UTF-16 units as Qt counts: a character beyond U+FFFF is two of them."""
    if not words:
        return
    wide = text and max(text) > "\uffff"
    before = beyond = 0
    hits = re.finditer(re.escape(words), text, re.IGNORECASE)
    for found in islice(hits, _MOST_HITS):
        if wide:
            beyond += sum(sign > "\uffff" for sign in text[before : found.start()])
            before = found.start()
        start = found.start() + beyond
        yield start, start + len(found.group().encode("utf-16-le")) // 2


def _fold(text: str) -> str:
    if len(text) <= _FOLD or max(map(len, text.split("\n"))) <= _FOLD:
        return text
    return re.sub(rf"([^\n]{{{_FOLD}}})(?=[^\n])", r"\1\n", text)


def _notice(size: int, *, cut: bool, folded: bool) -> str:
    parts = []
    if cut:
        whole = f"{size / 1024 / 1024:.1f} MB"
        parts.append(
            f"The first {SHOWN_BYTES // 1024} KB of {whole}; copy or save takes all of it."
        )
    if folded:
        parts.append(f"Lines are folded every {_FOLD:,} characters.")
    return " ".join(parts)
