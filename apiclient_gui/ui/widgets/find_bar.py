"""The part of a tool row that looks for words: field, how many hits, previous and next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.search_field import SearchField


class FindBar(QWidget):
    """`sought` carries the words, `stepped` 1 or -1, and `left` comes with Esc in an empty field.

    `widest` is the longest count, for which room is kept.
    """

    sought = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, widest: str = "000 of 0000", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = SearchField("Search")
        self.field.setMaximumWidth(260)
        self.field.textChanged.connect(self.sought)
        self.field.went_on.connect(self.stepped)
        self.field.left.connect(self.left)
        self._count = label.note()
        self._count.setWordWrap(False)
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance(widest))
        self._back = icon_button("chevron-up", "Previous hit (Shift+Enter)")
        self._back.clicked.connect(lambda: self.stepped.emit(-1))
        self._next = icon_button("chevron-down", "Next hit (Enter)")
        self._next.clicked.connect(lambda: self.stepped.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.XS)
        for widget in (self.field, self._count, self._back, self._next):
            row.addWidget(widget)
        self.tell(-1, 0)

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.field.text()

    @property
    def count(self) -> str:
        """What stands beside the field: `3 of 1,204`, `none`."""
        return self._count.text()

    def serve(self, owner: QWidget, chosen: Callable[[], str]) -> None:
        """Let Ctrl+F anywhere in `owner` come here, with what is selected there if that is one line."""
        go = QAction("Search", owner)
        go.setShortcut(QKeySequence.StandardKey.Find)
        go.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        go.triggered.connect(lambda: self._start(chosen()))
        owner.addAction(go)

    def tell(self, hit: int, hits: int, *, more: str = "") -> None:
        """Say which hit of how many is gone to, from 0 on; `more` stands behind the figure (`+`, ` …`)."""
        if hits:
            self._count.setText(f"{hit + 1:,} of {hits:,}{more}")
        else:
            self._count.setText((more.strip() or "none") if self.words else "")
        for widget in (self._back, self._next):
            widget.setEnabled(hits > 0)

    def _start(self, words: str) -> None:
        if words and "\n" not in words and "\u2029" not in words:
            self.field.setText(words)
        self.field.setFocus()
        self.field.selectAll()
