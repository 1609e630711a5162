"""The list of identities: name, and beneath it what kind it is and how to tell it from others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from apiclient_gui.ui import icons, theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """One identity of the list. `key` tells it from the others; `mark` is a word on its form ("edited").

    `state` says how it stands with its credentials ("logged in until 14:05"), `well` whether that is good or bad.
    """

    key: str
    name: str
    kind: str
    summary: str = ""
    mark: str = ""
    icon: str = ""
    state: str = ""
    well: bool | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """All that is known of it, but its name."""
        state = self.state[:1].upper() + self.state[1:]
        return tuple(filter(None, (self.kind, self.summary, state)))


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[IdentityRow, ...] = ()

    def replace(self, rows: tuple[IdentityRow, ...]) -> None:
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:  # Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join((row.name, *row.told))
            case Qt.ItemDataRole.AccessibleTextRole:
                words = (row.name, row.kind, row.summary, row.state, row.mark)
                return ", ".join(filter(None, words))
        return None


class IdentityList(QListView):
    """One of the rows is chosen. `chosen` carries its key, `deleted` that of the one on which Delete was pressed."""

    chosen = Signal(str)
    deleted = Signal(str)
    entered_row = Signal()  # Enter: go on in the form

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setProperty("kind", "bare")
        self.setAccessibleName("Identities")
        self.setAccessibleDescription("Enter edits the identity, Delete removes it")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def rows(self) -> tuple[IdentityRow, ...]:
        """The rows shown."""
        return self._model.rows

    @property
    def current(self) -> str:
        """The key of the chosen row; empty without one."""
        index = self.currentIndex()
        return self._model.rows[index.row()].key if index.isValid() else ""

    def set_rows(self, rows: Sequence[IdentityRow], current: str) -> None:
        """Show these instead, one of them chosen (none for an unknown key), without telling `chosen`."""
        blocked = self.blockSignals(True)
        self._model.replace(tuple(rows))
        self.choose(current)
        self.blockSignals(blocked)

    def choose(self, key: str) -> None:
        """Choose a row by its key; none for an unknown one."""
        at = next((n for n, row in enumerate(self._model.rows) if row.key == key), None)
        if at is None:
            self.selectionModel().clear()
        elif self.current != key or not self.selectionModel().isRowSelected(at, QModelIndex()):
            how = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._model.index(at), how)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if self.current:
                self.deleted.emit(self.current)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.current:
                self.entered_row.emit()
            case _:
                super().keyPressEvent(event)

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._model.rows[current.row()].key)


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: IdentityList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, 2 * option.fontMetrics.height() + theme.L)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = self._view.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room: QRect = option.rect.adjusted(1, 1, -1, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(room, 6, 6)
        inner = room.adjusted(theme.S + 2, theme.XS + 1, -theme.S, -theme.XS - 1)
        if row.icon:
            side = theme.icon_size()
            picture = icons.pixmap(
                row.icon, "accent" if chosen else "muted", side, self._view.devicePixelRatio()
            )
            middle = inner.center().y() - side.height() // 2
            painter.drawPixmap(inner.left(), middle, picture)
            inner.setLeft(inner.left() + side.width() + theme.S + 2)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = upper.translated(0, inner.height() // 2)
        if row.mark:
            upper = self._write_right(painter, upper, row.mark, "warn")
        self._write(painter, upper, row.name, theme.BODY, "text")
        if row.state:
            tone = {True: "ok", False: "warn", None: "muted"}[row.well]
            used = self._write(painter, lower, row.told[-1], theme.NOTE - 1, tone)
            lower.setLeft(lower.left() + used)
            rest = f" · {row.summary}" if row.summary else ""
        else:
            rest = " · ".join(filter(None, (row.kind, row.summary)))
        self._write(painter, lower, rest, theme.NOTE - 1, "muted")
        painter.restore()

    @staticmethod
    def _write(painter: QPainter, room: QRect, words: str, size: int, tone: str) -> int:
        """Write words, cut where the room ends, and return how wide they are."""
        painter.setFont(theme.font(size))
        painter.setPen(theme.colour(tone))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)

    @staticmethod
    def _write_right(painter: QPainter, room: QRect, words: str, tone: str) -> QRect:
        """Write a word at the right and return the room that is left."""
        painter.setFont(theme.font(theme.NOTE - 1))
        painter.setPen(theme.colour(tone))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        used = painter.fontMetrics().horizontalAdvance(words) + theme.S
        return room.adjusted(0, 0, -used, 0)
