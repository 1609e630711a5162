"""The rows of an editable name and value table: what is in them, and every change that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QUndoCommand, QUndoStack

from apiclient_gui.core.model import Part, Row

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

ON: Final = 0
NAME: Final = 1
VALUE: Final = 2
REMOVE: Final = 3
COLUMNS: Final = ("On", "Name", "Value", "Remove")

Item = Row | Part
_MIME = "application/x-apiclient-row"


class RowModel(QAbstractTableModel):
    """Rows as they stand, and one empty row more to type into. `changed` after every change, undo and redo too.

    They are all of one `kind`: rows, or parts of a multipart body, whose value may be a file.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, kind: type[Row | Part] = Row) -> None:
        super().__init__(parent)
        self.kind = kind
        self.rows: tuple[Item, ...] = ()
        self.undo = QUndoStack(self)

    def load(self, rows: Sequence[Item]) -> None:
        """Show these rows instead, with nothing to undo and without telling `changed`."""
        self.undo.clear()
        self._show(tuple(rows))

    def commit(self, rows: Sequence[Item], words: str) -> None:
        """Change to these rows in one step that can be undone; nothing happens when they are the same."""
        if tuple(rows) != self.rows:
            self.undo.push(_Step(self, self.rows, tuple(rows), words))

    def turn(self, rows: tuple[Item, ...]) -> None:
        """Show these rows and tell; for undo steps."""
        self._show(rows)
        self.changed.emit()

    def remove(self, at: Sequence[int]) -> None:
        """Remove rows by number; the empty last one stays."""
        gone = set(at)
        kept = [row for number, row in enumerate(self.rows) if number not in gone]
        self.commit(kept, "Remove rows")

    def move(self, start: int, to: int) -> None:
        """Move a row so that it stands before what is now row `to`."""
        if not 0 <= start < len(self.rows):
            return
        rows = list(self.rows)
        row = rows.pop(start)
        rows.insert(min(to - 1 if to > start else to, len(rows)), row)
        self.commit(rows, "Move row")

    def insert(self, at: int, rows: Sequence[Item]) -> None:
        """Insert rows before row `at`."""
        self.commit((*self.rows[:at], *rows, *self.rows[at:]), "Paste rows")

    def insert_files(self, at: int, paths: Sequence[str]) -> None:
        """Insert a part for each file, named after it, before row `at`."""
        at = min(at, len(self.rows))
        parts = [Part(Path(path).stem, file=path) for path in paths]
        self.commit((*self.rows[:at], *parts, *self.rows[at:]), "Add files")

    def _show(self, rows: tuple[Item, ...]) -> None:
        # Only what differs between a common start and a common end is told, so selection and scrolling stay.
        old, head = self.rows, 0
        while head < min(len(old), len(rows)) and old[head] == rows[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(rows)) - head and old[-1 - tail] == rows[-1 - tail]:
            tail += 1
        common = min(len(old), len(rows))
        more = len(rows) - len(old)
        # At the end, the empty row becomes the first new one and stays where it is: its editor does, too.
        last = common - tail + (tail == 0)
        if more > 0:
            self.beginInsertRows(QModelIndex(), last, last + more - 1)
        elif more < 0:
            self.beginRemoveRows(QModelIndex(), last, last - more - 1)
        self.rows = rows
        if more > 0:
            self.endInsertRows()
        elif more < 0:
            self.endRemoveRows()
        self.dataChanged.emit(self.index(head, 0), self.index(len(rows), REMOVE))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows) + 1

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def at(self, number: int) -> Item:
        """Return a row, the empty one for the last."""
        return self.rows[number] if number < len(self.rows) else self.kind("")

    def put(self, number: int, row: Item) -> None:
        """Change a row, the empty last one too."""
        if row != self.at(number):
            self.commit((*self.rows[:number], row, *self.rows[number + 1 :]), "Edit row")

    def data(
        self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.CheckState | None:
        row, column = self.at(index.row()), index.column()
        last = index.row() == len(self.rows)
        words = {NAME: row.name, VALUE: file_of(row) or row.value}.get(column, "")
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return words
            case Qt.ItemDataRole.ToolTipRole:
                return {ON: "Send this row", REMOVE: "Remove (Delete)"}.get(column, words)
            case Qt.ItemDataRole.CheckStateRole if column == ON and not last:
                return Qt.CheckState.Checked if row.enabled else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index.row(), column, words)
        return None

    def _spoken(self, number: int, column: int, words: str) -> str:
        row = self.at(number)
        name = row.name or f"row {number + 1}"
        match column:
            case 0:
                return f"{name}: {'on' if row.enabled else 'off'}"
            case 3:
                return f"Remove {name}"
        title = "File" if column == VALUE and file_of(row) else COLUMNS[column]
        return f"{title}: {words or 'empty'}"

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        number, column = index.row(), index.column()
        row = self.at(number)
        if role == Qt.ItemDataRole.CheckStateRole:
            on = Qt.CheckState(value) is Qt.CheckState.Checked
            changed = msgspec.structs.replace(row, enabled=on)
        elif column == NAME:
            changed = msgspec.structs.replace(row, name=str(value))
        elif file_of(row):
            changed = msgspec.structs.replace(row, file=str(value))
        else:
            changed = msgspec.structs.replace(row, value=str(value))
        self.put(number, changed)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            # Below the last row: dropped there, a row goes to the end.
            return flag.ItemIsDropEnabled
        last = index.row() >= len(self.rows)
        shown = flag.ItemIsEnabled | flag.ItemIsSelectable
        match index.column():
            case 0:
                return shown if last else shown | flag.ItemIsUserCheckable | flag.ItemIsDragEnabled
            case 1 | 2:
                return shown | flag.ItemIsEditable | flag.ItemIsDropEnabled
        return shown

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        across = orientation is Qt.Orientation.Horizontal
        return COLUMNS[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def supportedDropActions(self) -> Qt.DropAction:
        # Files come with the wish to copy them.
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME, "text/uri-list"] if self.kind is Part else [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        made = QMimeData()
        made.setData(_MIME, str(indexes[0].row()).encode())
        return made

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        if not data.hasFormat(_MIME):
            files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
            self.insert_files(row if row >= 0 else len(self.rows), files)
            return bool(files)
        start = int(bytes(data.data(_MIME).data()).decode())
        to = row if row >= 0 else parent.row() if parent.isValid() else len(self.rows)
        self.move(start, to)
        # The move is done: a True would have the view remove the row it dragged.
        return False


class _Step(QUndoCommand):
    def __init__(
        self, model: RowModel, before: tuple[Item, ...], after: tuple[Item, ...], words: str
    ) -> None:
        super().__init__(words)
        self._model = model
        self._before = before
        self._after = after

    def redo(self) -> None:
        self._model.turn(self._after)

    def undo(self) -> None:
        self._model.turn(self._before)


def file_of(row: Item) -> str:
    """Return the file that a row sends, empty for a value."""
    return row.file if isinstance(row, Part) else ""


def parse(text: str) -> tuple[Row, ...]:
    """Return the rows that pasted lines mean: `Name: value` or `name=value`, whichever sign comes first."""
    rows = []
    for line in text.splitlines():
        words = line.strip()
        if not words:
            continue
        # From the second character on: `:path` is a name (RFC 9113 §8.3).
        signs = [at for at in (words.find(":", 1), words.find("=", 1)) if at > 0]
        cut = min(signs, default=len(words))
        rows.append(Row(words[:cut].strip(), words[cut + 1 :].strip()))
    return tuple(rows)
