"""A large body, or one of bytes, with what a person does with it: search, wrap, copy."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.find_bar import FindBar
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.result.line_view import LineView
from apiclient_gui.ui.widgets.result.search import Search
from apiclient_gui.ui.widgets.result.text_rows import Rows

_SLICE_S: Final = 0.008
_TOLD_S: Final = 0.1  # a count that changes at every slice cannot be read
_LONGEST_WORDS: Final = 200  # bytes of a selection that Ctrl+F starts from


class LargeView(QWidget):
    """As `CodeView`, over `LineView`: `tools` is the row above, words stand below. `searched` carries the hits found."""

    searched = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LineView(name)
        self._rows: Rows | None = None
        self._about = ""
        self._search: Search | None = None
        self._hit = -1
        self._told = 0.0
        self._notice = label.note()
        self._find = FindBar("1,000,000 of 1,000,000+")
        self._find.sought.connect(self._start)
        self._find.stepped.connect(self.step)
        self._find.left.connect(self.lines.setFocus)
        self._find.serve(self, lambda: self.lines.selected_text(_LONGEST_WORDS))
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._go_on)
        self._wrap = icon_button("wrap", "Wrap long lines", checkable=True)
        self._wrap.setChecked(True)
        self._wrap.toggled.connect(self.lines.set_wrap)
        copy = icon_button("copy", "Copy all")
        copy.clicked.connect(self.copy_all)
        self.lines.refused.connect(self._say)
        above = self.tools = QHBoxLayout()
        above.setSpacing(theme.XS)
        above.addStretch()
        for widget in (self._find, self._wrap, copy):
            above.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(above)
        column.addWidget(self.lines, 1)
        column.addWidget(self._notice)
        lead_focus(self, self.lines)

    def set_rows(self, rows: Rows | None, *, json: bool = False, about: str = "") -> None:
        """Show other rows, or none; `about` are words below them."""
        self._rows, self._about = rows, about
        self.lines.set_rows(rows, json=json)
        self._wrap.setVisible(rows is None or rows.wraps)
        self._say("")
        self._start(self._find.words)

    def notice(self) -> str:
        """Return the words below the rows."""
        return self._notice.text()

    def copy_all(self) -> None:
        """Put all of it on the clipboard, if it is not too large for that."""
        if self._rows is not None:
            self.lines.copy_range(0, self._rows.store.size)

    def step(self, by: int) -> None:
        """Go to the next hit (1) or the previous one (-1), round at the ends."""
        search = self._search
        if search and search.hits:
            self._hit = (self._hit + by) % len(search.hits)
            start = search.hits[self._hit]
            self.lines.set_hits(search.hits, self._hit, search.length)
            self.lines.select(start, start + search.length)
            self._tell()

    def _start(self, words: str) -> None:
        self._hit, self._search = -1, None
        self.lines.set_hits((), -1, 0)
        if words and self._rows is not None:
            self._search = Search(self._rows.store, words, in_bytes=not self._rows.wraps)
            self._slices.start()
        else:
            self._slices.stop()
        self._tell()

    def _go_on(self) -> None:
        search = self._search
        if search is None:
            self._slices.stop()
            return
        search.advance(_SLICE_S)
        if search.hits and self._hit < 0:
            self.step(1)
        if search.done:
            self._slices.stop()
            self.lines.set_hits(search.hits, self._hit, search.length)
            self._tell()
            self.searched.emit(len(search.hits))
        elif perf_counter() - self._told > _TOLD_S:
            self._tell()

    def _tell(self) -> None:
        self._told = perf_counter()
        search = self._search
        going = search is not None and not search.done
        more = "+" if search and search.full else " …" if going else ""
        self._find.tell(self._hit, len(search.hits) if search else 0, more=more)

    def _say(self, words: str) -> None:
        self._notice.setText("  ·  ".join(part for part in (self._about, words) if part))
        self._notice.setVisible(bool(self._notice.text()))
