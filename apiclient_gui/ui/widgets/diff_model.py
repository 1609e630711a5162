"""The rows of a comparison as a table model: a gutter with number and mark, our text, its origin, the other side's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from apiclient_gui.ui.widgets.column_heads import column_head
from apiclient_gui.ui.widgets.diff_lines import DiffLine

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

MARK: Final = 0
OURS: Final = 1
ORIGIN: Final = 2
THEIRS: Final = 3
COLUMNS: Final = 4
_WHY: Final = "Likely reason: "


class DiffModel(QAbstractTableModel):
    """`marked` are the rows that something outside points at."""

    def __init__(self, parent: QWidget, heads: tuple[str, ...]) -> None:
        super().__init__(parent)
        self._heads = heads
        self.lines: tuple[DiffLine, ...] = ()
        self.compared = False
        self.marked: frozenset[int] = frozenset()

    def replace(self, lines: tuple[DiffLine, ...], *, compared: bool) -> None:
        """Show these rows instead, none of them marked."""
        self.beginResetModel()
        self.lines, self.compared, self.marked = lines, compared, frozenset()
        self.endResetModel()

    def mark(self, rows: Iterable[int]) -> None:
        """Mark these rows and no other."""
        self.marked = frozenset(rows)
        if self.lines:
            last = self.index(len(self.lines) - 1, COLUMNS - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def numbered(self) -> bool:
        """Whether the gutter shows numbers."""
        return any(line.number for line in self.lines)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else COLUMNS

    def differs(self, row: int) -> bool:
        """Whether the sides differ in this row."""
        return self.compared and not self.lines[row].same

    def words(self, row: int, column: int) -> str | None:
        """Return what stands in a cell; None where a side has no such line."""
        line = self.lines[row]
        if line.reason:
            return f"{_WHY}{line.reason}" if column == OURS else ""
        if column == MARK:
            number = str(line.number) if line.number else ""
            return " ".join(filter(None, (number, "≠" if self.differs(row) else "")))
        ours, theirs = line.shown
        return (ours, line.origin, theirs)[column - OURS]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.words(row, column) or ""
            case Qt.ItemDataRole.ToolTipRole if column == MARK and self.differs(row):
                return "The two sides differ here"
            case Qt.ItemDataRole.ToolTipRole if column == MARK and row in self.marked:
                return "Chosen in the request above"
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._said(row, column)
        return None

    def _said(self, row: int, column: int) -> str:
        line, words = self.lines[row], self.words(row, column)
        if line.reason:
            return f"{words} {line.link}".strip()
        differs = self.differs(row)
        if column == MARK:
            said = (
                f"line {line.number}" if line.number else "",
                ("differs" if differs else "same") if self.compared else "",
                "chosen in the request" if row in self.marked else "",
            )
            return ", ".join(filter(None, said))
        said_words = "no line" if words is None else words or "empty"
        return f"{self._heads[column]}: {said_words}{', differs' if differs else ''}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        return column_head(self._heads, section, orientation, role)
