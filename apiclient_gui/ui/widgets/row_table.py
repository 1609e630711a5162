"""An editable table of names and values, as for headers and parameters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from apiclient_gui.core.model import Part, Row
from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets import row_model
from apiclient_gui.ui.widgets.row_model import NAME, ON, REMOVE, VALUE, Item, RowModel, file_of

LONGEST_CELL: Final = 100_000
LONGEST_PASTE: Final = 1_000_000
MOST_ROWS: Final = 1_000  # of a paste; servers take a hundred headers and a few KB of parameters

_VARIABLE = re.compile(r"\{\{[^{}]*\}\}")
_Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemDelegate.EndEditHint


class RowTable(QTableView):
    """Rows with a switch, a name, a value and a cross; the last one is always empty. `changed` after every change.

    Typing or Enter edits, Tab and Enter go on, Delete removes, Space switches, Alt+Up and Alt+Down move, Ctrl+Z and
    Ctrl+Y undo and redo, Ctrl+V of several lines makes rows. Tab leaves the table when nothing is edited.
    """

    changed = Signal()
    cut = Signal()  # something pasted was too long and is not there as a whole

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        kind: type[Row | Part] = Row,
    ) -> None:
        super().__init__(parent)
        self._rows = RowModel(self, kind=kind)
        self._rows.changed.connect(self.changed)
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setProperty("kind", "rows")
        self.setAccessibleName(name)
        self.setAccessibleDescription("Enter edits, Delete removes a row, Space switches it")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        # Parts take files from elsewhere, too.
        modes = QAbstractItemView.DragDropMode
        self.setDragDropMode(modes.InternalMove if kind is Row else modes.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.clicked.connect(self._click)
        height = max(theme.FIELD_HEIGHT, self.fontMetrics().height() + theme.M)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        head = self.horizontalHeader()
        head.hide()
        head.setMinimumSectionSize(theme.XXL)
        for column, mode in (
            (ON, QHeaderView.ResizeMode.Fixed),
            (NAME, QHeaderView.ResizeMode.Stretch),
            (VALUE, QHeaderView.ResizeMode.Stretch),
            (REMOVE, QHeaderView.ResizeMode.Fixed),
        ):
            head.setSectionResizeMode(column, mode)
        self.setColumnWidth(ON, 36)
        self.setColumnWidth(REMOVE, 36)

    def rows(self) -> tuple[Row, ...]:
        """Return the rows but those that are wholly empty; what is being typed is not in them until it is done."""
        return tuple(
            row for row in self._rows.rows if isinstance(row, Row) and (row.name or row.value)
        )

    def parts(self) -> tuple[Part, ...]:
        """Return the same of a table of parts."""
        return tuple(
            part
            for part in self._rows.rows
            if isinstance(part, Part) and (part.name or part.value or part.file)
        )

    def set_rows(self, rows: Sequence[Item]) -> None:
        """Show these rows instead, with nothing to undo; `changed` stays silent."""
        self._rows.load(rows)
        self.setCurrentIndex(self._rows.index(0, NAME))

    def go_to_row(self, number: int) -> None:
        """Select a row, scroll to it and focus the table: where a link of the Signature tab leads."""
        self.setCurrentIndex(self._rows.index(number, NAME))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            # A line editor passes Enter on after it took it; none of the keys is meant for the table then.
            return
        for keys, act in (
            (QKeySequence.StandardKey.Paste, self._paste),
            (QKeySequence.StandardKey.Copy, self._copy),
            (QKeySequence.StandardKey.Undo, self._rows.undo.undo),
            (QKeySequence.StandardKey.Redo, self._rows.undo.redo),
        ):
            if event.matches(keys):
                act()
                return
        if not self._take(event):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        current = self.currentIndex()
        words = current.column() in (NAME, VALUE)
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._rows.remove(self._chosen())
            case Qt.Key.Key_Up | Qt.Key.Key_Down if alt:
                self._shift(up=event.key() == Qt.Key.Key_Up)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if words:
                self.edit(current)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if not words:
                self._act(current)
            case _:
                return False
        return True

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, _Hint.NoHint)
        if hint in (_Hint.EditNextItem, _Hint.SubmitModelCache):
            self._go_on(1)
        elif hint is _Hint.EditPreviousItem:
            self._go_on(-1)

    def paste_rows(self, text: str) -> None:
        """Put the rows that the text's lines mean before the current row, in one step."""
        if len(text) > LONGEST_PASTE:
            self.cut.emit()
            return
        rows = row_model.parse(text)
        if len(rows) > MOST_ROWS:
            self.cut.emit()
        elif rows:
            at = max(0, min(self.currentIndex().row(), len(self._rows.rows)))
            self._rows.insert(at, [self._rows.kind(row.name, row.value) for row in rows])
            self.setCurrentIndex(self._rows.index(at + len(rows), NAME))

    def _go_on(self, step: int) -> None:
        # Cells in reading order, two a row: name, value, name of the next row ...
        now = self.currentIndex()
        cell = now.row() * 2 + (now.column() - NAME) + step
        leaves = now.row() == len(self._rows.rows) and step > 0
        if cell < 0 or leaves:
            self.focusNextPrevChild(step > 0)
            return
        index = self._rows.index(cell // 2, NAME + cell % 2)
        self.setCurrentIndex(index)
        self.edit(index)

    def _chosen(self) -> list[int]:
        return sorted({index.row() for index in self.selectionModel().selectedIndexes()})

    def _paste(self) -> None:
        self.paste_rows(QApplication.clipboard().text())

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._copied())

    def _copied(self) -> str:
        rows = [self._rows.at(number) for number in self._chosen()]
        texts = [(row.name, file_of(row) or row.value) for row in rows]
        return "\n".join(f"{name}: {value}" for name, value in texts if name or value)

    def _shift(self, *, up: bool) -> None:
        now = self.currentIndex()
        to = now.row() - 1 if up else now.row() + 2
        if 0 <= to <= len(self._rows.rows):
            self._rows.move(now.row(), to)
            self.setCurrentIndex(self._rows.index(now.row() + (-1 if up else 1), now.column()))

    def _click(self, index: QModelIndex) -> None:
        if index.column() in (NAME, VALUE):
            self.edit(index)
        elif index.column() == REMOVE:
            self._rows.remove([index.row()])

    def _act(self, index: QModelIndex) -> None:
        if index.column() == REMOVE:
            self._rows.remove([index.row()])
        elif index.column() == ON and index.row() < len(self._rows.rows):
            on = self._rows.at(index.row()).enabled
            state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
            self._rows.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy").triggered.connect(self._copy)
        menu.addAction("Paste rows").triggered.connect(self._paste)
        menu.addSeparator()
        menu.addAction("Remove").triggered.connect(lambda: self._rows.remove(self._chosen()))
        menu.popup(self.viewport().mapToGlobal(at))


class _Delegate(QStyledItemDelegate):
    def __init__(self, table: RowTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        line = QLineEdit(parent)
        line.setProperty("kind", "cell")
        # Qt's own limit is 32,767, and what is beyond it goes without a word.
        line.setMaxLength(max(LONGEST_CELL, len(str(index.data(Qt.ItemDataRole.EditRole)))))
        line.inputRejected.connect(self._table.cut)
        line.setFont(theme.mono())
        name = "Name" if index.column() == NAME else "Value"
        line.setAccessibleName(f"{name} of row {index.row() + 1}")
        line.setPlaceholderText(name.lower())
        return line

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        words = QApplication.clipboard().text()
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Paste)
            and len(words.strip().splitlines()) > 1
        ):
            assert isinstance(editor, QLineEdit)
            self.closeEditor.emit(editor, _Hint.RevertModelCache)
            self._table.paste_rows(words)
            return True
        return super().eventFilter(editor, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        table = self._table
        model = table.model()
        assert isinstance(model, RowModel)
        last = index.row() == model.rowCount() - 1
        room: QRect = option.rect
        current = table.currentIndex() == index and table.hasFocus()
        if index.column() == ON:
            super().paint(painter, option, index)
        elif index.column() == REMOVE and not last:
            size = theme.icon_size()
            picture = icons.pixmap("close", "muted", size, table.devicePixelRatio())
            painter.drawPixmap(
                room.center() - QPoint(size.width() // 2, size.height() // 2), picture
            )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() in (NAME, VALUE):
            cell = room.adjusted(2, 2, -2, -2)
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(theme.colour("raised"))
            painter.drawRoundedRect(cell, 5, 5)
            self._write(painter, cell.adjusted(8, 0, -8, 0), index, last=last)
        if current:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(2, 2, -2, -2), 5, 5)
        painter.restore()

    def _write(self, painter: QPainter, room: QRect, index: _Index, *, last: bool) -> None:
        model = self._table.model()
        assert isinstance(model, RowModel)
        row = model.at(index.row())
        file = file_of(row) if index.column() == VALUE else ""
        words = row.name if index.column() == NAME else file or row.value
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if not words:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("muted"))
            if last:
                painter.drawText(room, flags, "name" if index.column() == NAME else "value")
            return
        painter.setFont(theme.mono())
        if file:
            size = theme.icon_size()
            picture = icons.pixmap("folder", "muted", size, self._table.devicePixelRatio())
            painter.drawPixmap(room.left(), room.center().y() - size.height() // 2, picture)
            room.setLeft(room.left() + size.width() + theme.S)
        # A value can be megabytes; more than fits a line is not measured.
        shown = painter.fontMetrics().elidedText(
            words[:2000].replace("\n", "⏎"),
            Qt.TextElideMode.ElideLeft if file else Qt.TextElideMode.ElideRight,
            room.width(),
        )
        for piece, variable in _pieces(shown):
            tone = "accent" if variable else "text"
            painter.setPen(theme.colour(tone if row.enabled else "muted"))
            painter.drawText(room, flags, piece)
            room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(piece))


def _pieces(words: str) -> list[tuple[str, bool]]:
    pieces, at = [], 0
    for found in _VARIABLE.finditer(words):
        pieces.append((words[at : found.start()], False))
        pieces.append((found.group(), True))
        at = found.end()
    return [*pieces, (words[at:], False)]
