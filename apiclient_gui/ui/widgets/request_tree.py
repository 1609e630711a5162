"""The tree of requests: folders in bold, a method and a name a row, painted by a delegate so that it can be read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets.method_badge import badge_width, paint_badge

_Index = QModelIndex | QPersistentModelIndex
_PATH: Final = Qt.ItemDataRole.UserRole
_METHOD: Final = Qt.ItemDataRole.UserRole + 1
_WORDS: Final = Qt.ItemDataRole.UserRole + 2  # what the filter looks in
_DRAFT: Final = Qt.ItemDataRole.UserRole + 3


class RequestTree(QTreeView):
    """Requests by folder. `opened` on click and Enter, `renamed` (path, name) after editing in place."""

    opened = Signal(str)
    renamed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_path = ""
        self._items: dict[str, QStandardItem] = {}
        self._model = QStandardItemModel(self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setFilterRole(_WORDS)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._proxy)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("Requests")
        self.setAccessibleDescription("Arrows open, F2 renames, Delete deletes")
        self.setProperty("kind", "rows")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.clicked.connect(self._click)

    @property
    def current_path(self) -> str:
        """The path of the current request; empty for a folder and for none."""
        return str(self.currentIndex().data(_PATH) or "")

    def show_requests(self, requests: Sequence[StoredRequest]) -> None:
        """Show these instead; folders stay closed that were closed, and the current row stays current."""
        closed = {name for name, item in self._folders().items() if not self._is_open(item)}
        current = self.current_path or self.open_path
        self._model.clear()
        self._items = {}
        folders: dict[str, QStandardItem] = {}
        for stored in requests:
            folder = stored.path.rpartition("/")[0]
            self._folder(folder, folders).appendRow(self._row(stored))
        for name, item in folders.items():
            index = self._proxy.mapFromSource(item.index())
            self.setExpanded(index, name not in closed)
        self._set_current(current)

    def mark_open(self, path: str) -> None:
        """Mark the request that is open in the composer."""
        self.open_path = path
        if path in self._items:
            self._set_current(path)
        self.viewport().update()

    def mark_drafts(self, paths: frozenset[str]) -> None:
        """Mark the requests with changes that are not saved."""
        for path, item in self._items.items():
            if bool(item.data(_DRAFT)) != (path in paths):
                item.setData(path in paths, _DRAFT)
                item.setData(_spoken(item), Qt.ItemDataRole.AccessibleTextRole)

    def narrow(self, words: str) -> bool:
        """Show only requests with these words in name, folder or method; return whether there are any."""
        self._proxy.setFilterFixedString(words.strip())
        if words.strip():
            self.expandAll()
        return self._proxy.rowCount() > 0

    def open_first(self) -> None:
        """Open the current request, or the first one shown."""
        if not self.current_path:
            index = self._proxy.index(0, 0)
            while index.isValid() and not index.data(_PATH):
                index = self.indexBelow(index)
            self.setCurrentIndex(index)
        self.open_current()

    def open_current(self) -> None:
        """Open the current request."""
        if self.current_path:
            self.opened.emit(self.current_path)

    def rename_current(self) -> None:
        """Edit the current name in place."""
        if self.current_path:
            self.edit(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() is QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self._click(self.currentIndex())
            return
        super().keyPressEvent(event)
        # What the ring is on is what Ctrl+Enter sends: it opens as the arrows go.
        if self.current_path != self.open_path and not editing:
            self.open_current()

    def _click(self, index: QModelIndex) -> None:
        if index.data(_PATH):
            self.open_current()
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))

    def _set_current(self, path: str) -> None:
        item = self._items.get(path)
        if item is not None:
            self.setCurrentIndex(self._proxy.mapFromSource(item.index()))

    def _folders(self) -> dict[str, QStandardItem]:
        found, rows = {}, [self._model.item(row) for row in range(self._model.rowCount())]
        while rows:
            item = rows.pop()
            if not item.data(_PATH):
                found[str(item.data(_WORDS))] = item
                rows += [item.child(row) for row in range(item.rowCount())]
        return found

    def _is_open(self, item: QStandardItem) -> bool:
        return self.isExpanded(self._proxy.mapFromSource(item.index()))

    def _folder(self, path: str, known: dict[str, QStandardItem]) -> QStandardItem:
        if not path:
            return self._model.invisibleRootItem()
        if path not in known:
            above, _, name = path.rpartition("/")
            item = QStandardItem(name)
            item.setEditable(False)
            item.setData(path, _WORDS)
            item.setData(f"Folder {name}", Qt.ItemDataRole.AccessibleTextRole)
            self._folder(above, known).appendRow(item)
            known[path] = item
        return known[path]

    def _row(self, stored: StoredRequest) -> QStandardItem:
        folder, _, stem = stored.path.rpartition("/")
        name = stored.request.name or stem
        item = QStandardItem(name)
        item.setData(stored.path, _PATH)
        item.setData(stored.request.method, _METHOD)
        item.setData(f"{name} {folder} {stored.request.method}", _WORDS)
        item.setData(_spoken(item), Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(f"{stored.request.method} {name}")
        self._items[stored.path] = item
        return item


def _spoken(item: QStandardItem) -> str:
    unsaved = ", not saved" if item.data(_DRAFT) else ""
    return f"{item.data(_METHOD)} {item.text()}{unsaved}"


class _Delegate(QStyledItemDelegate):
    def __init__(self, tree: RequestTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        high = max(theme.ROW_HEIGHT, self._tree.fontMetrics().height() + theme.M)
        return QSize(0, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room: QRect = option.rect
        path = index.data(_PATH)
        state: QStyle.StateFlag = option.state
        ground = room.adjusted(1, 0, -1, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        if path and path == self._tree.open_path:
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(ground, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(ground, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and self._tree.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 6, 6)
        inner = self._inner(room, index)
        if path:
            paint_badge(painter, inner, str(index.data(_METHOD)))
            inner.setLeft(inner.left() + badge_width())
            self._write_name(painter, inner, index)
        else:
            self._write_folder(painter, inner, index)
        painter.restore()

    def _inner(self, room: QRect, index: _Index) -> QRect:
        depth, above = 0, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        deep = theme.S + (theme.M * (depth - 1) + theme.S + 2 if depth else 0)
        return room.adjusted(deep, 0, -theme.S, 0)

    def _write_name(self, painter: QPainter, room: QRect, index: _Index) -> None:
        if index.data(_DRAFT):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPoint(room.right() - theme.XS, room.center().y() + 1), 3, 3)
            room.setRight(room.right() - theme.L)
        _write(painter, room, str(index.data()), bold=False)

    def _write_folder(self, painter: QPainter, room: QRect, index: _Index) -> None:
        assert isinstance(index, QModelIndex)
        if not self._tree.isExpanded(index):
            size = theme.icon_size()
            at = QPoint(room.right() - size.width(), room.center().y() - size.height() // 2)
            scale = self._tree.devicePixelRatio()
            painter.drawPixmap(at, icons.pixmap("chevron-right", "muted", size, scale))
            room.setRight(room.right() - size.width() - theme.XS)
        _write(painter, room, str(index.data()), bold=True)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        line = QLineEdit(parent)
        line.setProperty("kind", "cell")
        line.setMaxLength(200)
        line.setAccessibleName("Name of the request")
        return line

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        room = self._inner(option.rect, index)
        room.setLeft(room.left() + badge_width() - theme.S)
        editor.setGeometry(room.adjusted(0, 1, theme.S, -1))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        self._tree.renamed.emit(str(index.data(_PATH)), editor.text().strip())


def _write(painter: QPainter, room: QRect, words: str, *, bold: bool) -> None:
    painter.setFont(theme.font(bold=bold))
    painter.setPen(theme.colour("text"))
    # A file may hold a name of megabytes; more than fits a line is not measured.
    shown = painter.fontMetrics().elidedText(
        words[:1000], Qt.TextElideMode.ElideRight, room.width()
    )
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
