"""The model behind the table of members: texts, what a screen reader says, and times that go on."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from apiclient_gui.core.tokens import local_text, time_words, utc_text
from apiclient_gui.ui.widgets.column_heads import column_head
from apiclient_gui.ui.widgets.token.member_lines import Line

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

COLUMNS: Final = ("Name", "Value", "What it says")
NAME, VALUE, MEANING = range(len(COLUMNS))
SECOND: Final = Qt.ItemDataRole.UserRole
"""The second line of a cell, smaller; or what follows the first where there is room."""

_REPEATED: Final = "Repeated: readers disagree which counts"
_SOURCE: Final = re.compile(r" \((?:RFC|OpenID)[^()]*\)")  # it stands in the tooltip


class MemberModel(QAbstractTableModel):
    """Lines of a token, read at a moment; `tick` moves the moment on."""

    def __init__(self, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self._now = now

    def show(self, lines: tuple[Line, ...], now: datetime) -> None:
        """Show these lines instead."""
        self.beginResetModel()
        self.lines = lines
        self._now = now
        self.endResetModel()

    def tick(self, now: datetime) -> None:
        """Say anew how far the times are."""
        before, self._now = self._now, now
        for number, line in enumerate(self.lines):
            if line.when and time_words(line.when, before) != time_words(line.when, now):
                at = self.index(number, MEANING)
                self.dataChanged.emit(at, at)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        line, column = self.lines[index.row()], index.column()
        first, second = self.cell(line, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return first
        if role == SECOND:
            return second
        if line.section:
            return first if role == Qt.ItemDataRole.AccessibleTextRole else None
        if column == MEANING and line.explanation:
            second = line.explanation
        words = "\n".join(filter(None, (first, second)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{words}\n{line.value}" if column == VALUE and line.when else words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[column]}: {words}".replace("\n", ", ")
        return None

    def cell(self, line: Line, column: int) -> tuple[str, str]:
        """Return the two texts of a cell."""
        match column:
            case 0:
                return line.name, ""
            case 1:
                return _value(line)
        title = line.title
        if line.when is not None:
            passed = line.name == "exp" and line.when <= self._now
            far = time_words(line.when, self._now)
            title = f"{'Expired' if passed else title} {'just now' if far == 'now' else far}"
        if line.repeated:
            return _REPEATED, title
        return title, _SOURCE.sub("", line.explanation).removesuffix(".")

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self.lines[index.row()].section:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        return column_head(COLUMNS, section, orientation, role)


def _value(line: Line) -> tuple[str, str]:
    if line.when is None:
        return line.value, ""
    local, utc = local_text(line.when), utc_text(line.when)
    # Where the local time is UTC, it need not stand twice.
    return (utc, line.value) if local.endswith((" +00:00", "UTC")) else (local, utc)
