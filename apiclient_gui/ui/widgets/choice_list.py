"""One of several texts to choose from, all in sight: with a filter where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from apiclient_gui.core.files import fold
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.search_field import SearchField

_MANY: Final = 8
_IN_SIGHT: Final = 10


class ChoiceList(QWidget):
    """`taken` when the chosen one is to be gone on with, `left` on Esc in the empty filter; `changed` with the choice."""

    taken = Signal()
    left = Signal()
    changed = Signal()

    def __init__(
        self, name: str, choices: Sequence[str], chosen: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.filter = SearchField(f"Filter {len(choices)} choices")
        self.filter.setVisible(len(choices) > _MANY)
        self.filter.textChanged.connect(self._narrow)
        self.filter.went_on.connect(lambda _by: self.taken.emit())
        self.filter.left.connect(self.left)
        self.list = QListWidget()
        self.filter.went_down.connect(self.list.setFocus)
        self.list.setProperty("kind", "choices")
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for choice in choices:
            item = QListWidgetItem(choice)
            item.setToolTip(choice)
            self.list.addItem(item)
        at = choices.index(chosen) if chosen in choices else 0
        self.list.setCurrentRow(at)
        height = max(theme.ROW_HEIGHT, self.list.sizeHintForRow(0))
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(0, height))
        self.list.setFixedHeight(min(len(choices), _IN_SIGHT) * height + 2 * theme.XS + 2)
        self.list.itemDoubleClicked.connect(lambda _item: self.taken.emit())
        self.list.currentRowChanged.connect(lambda _row: self.changed.emit())
        self.nothing = label.note("None of them reads so.")
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        for part in (self.filter, self.list, self.nothing):
            column.addWidget(part)
        self.setFocusProxy(self.filter if len(choices) > _MANY else self.list)

    @property
    def chosen(self) -> str:
        """The text that is chosen; empty when the filter lets none through."""
        item = self.list.currentItem()
        return item.text() if item is not None and not item.isHidden() else ""

    def _narrow(self, words: str) -> None:
        wanted = fold(words.strip())
        passed = []
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in fold(item.text()))
            if not item.isHidden():
                passed.append(row)
        self.nothing.setVisible(not passed)
        if passed and self.list.currentRow() not in passed:
            self.list.setCurrentRow(passed[0])
        self.changed.emit()
