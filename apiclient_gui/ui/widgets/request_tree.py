"""The tree of requests: folders in bold, a method and a name a row; renamed in place, moved by mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QKeyEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.widgets.tree_delegate import (
    DRAFT,
    FOLDER,
    METHOD,
    PATH,
    WORDS,
    TreeDelegate,
)

_WHERE: Final = QAbstractItemView.DropIndicatorPosition
_SHIFTS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class RequestTree(QTreeView):
    """Requests by folder. What is wanted goes out as signals; what came of it comes back by `show_requests`."""

    opened = Signal(str, bool)  # path; whether it is only looked at: a click, the arrows
    renamed = Signal(str, str)  # path, name
    folder_renamed = Signal(str, str)  # path, name
    moved = Signal(
        str, str, object
    )  # path, folder, path of the one that comes after it (arrange.moved)
    folder_moved = Signal(str, str)  # path, folder to be in
    shifted = Signal(str, int)  # path, places further down
    menu_wanted = Signal(QPoint)  # a place on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QStandardItem] = {}
        self._folders: dict[str, QStandardItem] = {}
        self._shown: object = None
        self._aim = ("", False)
        self._dragged = ("", "")
        self._model = QStandardItemModel(self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setFilterRole(WORDS)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._proxy)
        self._delegate = TreeDelegate(self)
        self._delegate.renamed.connect(self._take_name)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Requests")
        self.setAccessibleDescription(
            "Arrows open, F2 renames, Delete deletes, Alt with Up and Down moves, Ctrl+Z undoes"
        )
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
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setAutoExpandDelay(600)
        self.clicked.connect(self._click)
        self.doubleClicked.connect(lambda _: self.open_current(preview=False))

    @property
    def open_path(self) -> str:
        """The path of the request that is shown in the composer."""
        return self._delegate.open_path

    @property
    def current_path(self) -> str:
        """The path of the current request; empty for a folder and for none."""
        return str(self.currentIndex().data(PATH) or "")

    @property
    def current_folder(self) -> str:
        """The path of the folder that is current, or in which the current request stands."""
        folder = self.currentIndex().data(FOLDER)
        return str(folder) if folder else self.current_path.rpartition("/")[0]

    @property
    def is_on_folder(self) -> bool:
        """Whether the current row is a folder."""
        return bool(self.currentIndex().data(FOLDER))

    def show_requests(self, requests: Sequence[StoredRequest], folders: Sequence[str] = ()) -> None:
        """Show these instead; folders stay closed that were closed, and the current row stays current."""
        shown = ([(one.path, one.request.name, one.request.method) for one in requests], folders)
        if shown != self._shown:
            self._shown = shown
            self._rebuild(requests, folders)
        path, edit = self._aim
        if path in self._items or path in self._folders:
            self._aim = ("", False)
            self._set_current(path)
            if edit:
                self.rename_current()

    def aim(self, path: str, *, edit: bool = False) -> None:
        """Make the row of this path current once it is shown; `edit`: and have its name typed."""
        self._aim = (path, edit)

    def bring_into_sight(self, path: str) -> None:
        """Bring a request into sight, and make it the current row."""
        self._set_current(path)
        self.scrollTo(self.currentIndex())

    def mark_open(self, path: str) -> None:
        """Mark the request that is open in the composer."""
        if path == self._delegate.open_path:
            return
        self._delegate.open_path = path
        if path in self._items:
            self._set_current(path)
        self.viewport().update()

    def mark_drafts(self, paths: frozenset[str]) -> None:
        """Mark the requests with changes that are not saved."""
        for path, item in self._items.items():
            if bool(item.data(DRAFT)) != (path in paths):
                item.setData(path in paths, DRAFT)
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
            while index.isValid() and not index.data(PATH):
                index = self.indexBelow(index)
            self.setCurrentIndex(index)
        self.open_current(preview=False)

    def open_current(self, *, preview: bool) -> None:
        """Open the current request."""
        if self.current_path:
            self.opened.emit(self.current_path, preview)

    def rename_current(self) -> None:
        """Edit the current name in place."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    # ---- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() is QAbstractItemView.State.EditingState
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            if self.is_on_folder:
                self._click(self.currentIndex())
            self.open_current(preview=False)
            return
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in _SHIFTS:
            if self.current_path:
                self.shifted.emit(self.current_path, _SHIFTS[key])
            return
        super().keyPressEvent(event)
        # What the ring is on is what Ctrl+Enter sends: it opens as the arrows go.
        if self.current_path != self.open_path and not editing:
            self.open_current(preview=True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            room = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(room.bottomLeft())
        elif not self.indexAt(event.pos()).isValid():
            self.setCurrentIndex(QModelIndex())
        self.menu_wanted.emit(place)

    def startDrag(self, actions: Qt.DropAction) -> None:
        self._take_up()
        super().startDrag(actions)

    def dropEvent(self, event: QDropEvent) -> None:
        # Copy, or Qt would take the row out of the model by itself; the workspace is read anew instead.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        index = self.indexAt(event.position().toPoint())
        self._drop(index, self.dropIndicatorPosition())
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def _take_up(self) -> None:
        index = self.currentIndex()
        self._dragged = (str(index.data(PATH) or ""), str(index.data(FOLDER) or ""))

    def _drop(self, index: QModelIndex, where: QAbstractItemView.DropIndicatorPosition) -> None:
        (path, folder), self._dragged = self._dragged, ("", "")
        target = str(index.data(PATH) or "")
        into = target.rpartition("/")[0] if target else str(index.data(FOLDER) or "")
        if not target and where in (_WHERE.AboveItem, _WHERE.BelowItem):
            into = into.rpartition("/")[0]  # beside a folder, not in it
        if folder:
            self.folder_moved.emit(folder, into)
        elif path and not target and where is _WHERE.OnItem:
            self.moved.emit(path, into, None)
        elif path:
            before = target if where is _WHERE.AboveItem else self._after(index)
            if before != path:
                self.moved.emit(path, into, before)

    def _after(self, index: QModelIndex) -> str:
        """Return the path of the request that comes after a row in its folder; empty at the end."""
        return str(index.siblingAtRow(index.row() + 1).data(PATH) or "") if index.data(PATH) else ""

    def _click(self, index: QModelIndex) -> None:
        if index.data(PATH):
            self.open_current(preview=True)
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))

    def _take_name(self, index: QModelIndex, name: str) -> None:
        path, folder = index.data(PATH), index.data(FOLDER)
        if not name or name == index.data():
            return
        if path:
            self.renamed.emit(str(path), name)
        elif folder:
            self.folder_renamed.emit(str(folder), name)

    # ---- rows

    def _rebuild(self, requests: Sequence[StoredRequest], folders: Sequence[str]) -> None:
        closed = {name for name, item in self._folders.items() if not self._is_open(item)}
        drafts = frozenset(path for path, item in self._items.items() if item.data(DRAFT))
        current = self.current_path or (self.current_folder if self.is_on_folder else "")
        order = list(self._rows())
        self._model.clear()
        self._items, self._folders = {}, {}
        for stored in requests:
            self._folder(stored.path.rpartition("/")[0]).appendRow(self._row(stored))
        for folder in folders:
            self._folder(folder)
        for name, item in self._folders.items():
            self.setExpanded(self._proxy.mapFromSource(item.index()), name not in closed)
        self.mark_drafts(drafts)
        self._set_current(self._nearest(current or self.open_path, order))

    def _nearest(self, path: str, order: Sequence[str]) -> str:
        """Return the row that is still there and was next to one that may be gone."""
        if path not in order:
            return path
        at = order.index(path)
        near = [*order[at:], *reversed(order[:at])]
        return next((one for one in near if one in self._items or one in self._folders), "")

    def _rows(self) -> Iterator[str]:
        index = self._proxy.index(0, 0)
        while index.isValid():
            yield str(index.data(PATH) or index.data(FOLDER))
            index = self.indexBelow(index)

    def _set_current(self, path: str) -> None:
        item = self._items.get(path) or self._folders.get(path)
        if item is not None:
            self.setCurrentIndex(self._proxy.mapFromSource(item.index()))

    def _is_open(self, item: QStandardItem) -> bool:
        return self.isExpanded(self._proxy.mapFromSource(item.index()))

    def _folder(self, path: str) -> QStandardItem:
        if not path:
            return self._model.invisibleRootItem()
        if path not in self._folders:
            above, _, name = path.rpartition("/")
            item = QStandardItem(name)
            item.setData(path, FOLDER)
            item.setData(path, WORDS)
            item.setData(f"Folder {name}", Qt.ItemDataRole.AccessibleTextRole)
            self._folder(above).appendRow(item)
            self._folders[path] = item
        return self._folders[path]

    def _row(self, stored: StoredRequest) -> QStandardItem:
        folder, _, stem = stored.path.rpartition("/")
        name = stored.request.name or stem
        item = QStandardItem(name)
        item.setData(stored.path, PATH)
        item.setData(stored.request.method, METHOD)
        item.setData(f"{name} {folder} {stored.request.method}", WORDS)
        item.setData(_spoken(item), Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(f"{stored.request.method} {name}")
        item.setDropEnabled(False)
        self._items[stored.path] = item
        return item


def _spoken(item: QStandardItem) -> str:
    unsaved = ", not saved" if item.data(DRAFT) else ""
    return f"{item.data(METHOD)} {item.text()}{unsaved}"
