"""The requests of the workspace: a tree by folder, filtered, opened, renamed, deleted with a way back."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui import theme
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.label import ElideLabel
from apiclient_gui.ui.widgets.request_tree import RequestTree
from apiclient_gui.ui.widgets.search_field import SearchField
from apiclient_gui.ui.widgets.toast import Toast

_NEW: Final = Request(name="New request")
_LOADING: Final = ("Reading the workspace", "One moment.")
_NONE: Final = (
    "No request yet",
    "A request is a method, a URL, and who sends it. Make the first one.",
)


class RequestList(QFrame):
    """The side list. What is chosen here is opened in the composer through the state."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = state = shared.state
        self._gone: tuple[StoredRequest, Request | None] | None = None
        self._toast: Toast | None = None
        self.setProperty("card", "side")
        self._title = ElideLabel("Requests")
        self._title.setFont(theme.font(theme.TITLE - 1, bold=True))
        new = icon_button("plus", "New request", shortcut="Ctrl+N")
        new.clicked.connect(self.add)
        self.filter = SearchField("Filter requests")
        self.tree = RequestTree()
        self.empty = EmptyState("requests", *_LOADING, (("new", "New request"),))
        self.nothing = EmptyState("search", "Nothing found", "")
        self._stack = QStackedWidget()
        for shown in (self.tree, self.empty, self.nothing):
            self._stack.addWidget(shown)
        self._stack.setCurrentWidget(self.empty)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._title, 1)
        head.addWidget(new)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S + 2, theme.S, theme.S + 2, theme.S)
        column.setSpacing(theme.S)
        column.addLayout(head)
        column.addWidget(self.filter)
        column.addWidget(self._stack, 1)
        self.setMinimumWidth(140)
        self.filter.textChanged.connect(self._narrow)
        self.filter.went_down.connect(self.tree.setFocus)
        self.filter.left.connect(self.tree.setFocus)
        self.filter.went_on.connect(lambda _by: self.tree.open_first())
        self.empty.chosen.connect(lambda _key: self.add())
        self.tree.opened.connect(state.open_path)
        self.tree.renamed.connect(self._rename)
        self.tree.customContextMenuRequested.connect(self._menu)
        self._act("Delete the request", "Del", self._delete_current, self.tree)
        self._act("Rename the request", "F2", self._rename_current, self.tree)
        self._act("Duplicate the request", "Ctrl+D", self._duplicate_current, self.tree)
        self._act("Filter requests", "Ctrl+K", self._go_to_filter, self)
        state.loaded.connect(self._show)
        state.unreadable.connect(self._miss)
        state.opened.connect(lambda stored: self.tree.mark_open(stored.path))
        state.drafts_changed.connect(self._mark_drafts)
        if state.snapshot.name:
            self._show(state.snapshot)

    def add(self) -> None:
        """Make a new request in the folder of the current one, and open it."""
        path = self._state.current.path
        self._state.add_request(path.rpartition("/")[0], _NEW)

    # ---- showing

    def _show(self, snapshot: Snapshot) -> None:
        self._title.setText(snapshot.name or "Requests")
        self.tree.show_requests(snapshot.requests)
        self.tree.mark_open(self._state.current.path)
        self._mark_drafts()
        self.empty.say(*_NONE)
        self._narrow(self.filter.text())

    def _miss(self, finding: Finding) -> None:
        if not self._state.snapshot.requests:
            self.empty.say(finding.title, finding.remedy)

    def _mark_drafts(self) -> None:
        self.tree.mark_drafts(frozenset(self._state.drafts))

    def _narrow(self, words: str) -> None:
        found = self.tree.narrow(words)
        self.nothing.say(
            "Nothing found", f"No request has “{words}” in its name, folder or method."
        )
        if not self._state.snapshot.requests:
            self._stack.setCurrentWidget(self.empty)
        else:
            self._stack.setCurrentWidget(self.tree if found else self.nothing)

    def _go_to_filter(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    # ---- changing

    def _current(self) -> StoredRequest | None:
        return self._state.snapshot.request(self.tree.current_path)

    def _rename(self, path: str, name: str) -> None:
        stored = self._state.snapshot.request(path)
        if stored is not None and name and name != stored.request.name:
            self._state.rename_request(stored, name)

    def _rename_current(self) -> None:
        self.tree.rename_current()

    def _duplicate_current(self) -> None:
        stored = self._current()
        if stored is not None:
            request = self._state.drafts.get(stored.path, stored.request)
            name = f"{request.name or stored.path.rpartition('/')[2]} copy"
            copy = msgspec.structs.replace(request, name=name)
            self._state.add_request(stored.path.rpartition("/")[0], copy)

    def _delete_current(self) -> None:
        stored = self._current()
        if stored is None:
            return
        self._gone = (stored, self._state.drafts.get(stored.path))
        self._state.delete_request(stored.path)
        if self._toast is None:
            self._toast = Toast(self.window())
            self._toast.undone.connect(self._restore)
        self._toast.say(f"{stored.request.name or stored.path} deleted", undo=True)

    def _restore(self) -> None:
        if self._gone is None:
            return
        (stored, draft), self._gone = self._gone, None

        def saved(path: str) -> None:
            if draft is not None:
                self._state.keep_draft(path, draft)
            self._state.open(stored)

        self._state.save_request(stored.path, stored.request, saved)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index: QModelIndex = self.tree.indexAt(at)
        if index.isValid() and self._current() is not None:
            menu.addAction("Open").triggered.connect(self.tree.open_current)
            menu.addAction("Duplicate").triggered.connect(self._duplicate_current)
            menu.addAction("Rename").triggered.connect(self._rename_current)
            menu.addSeparator()
            menu.addAction("Delete").triggered.connect(self._delete_current)
            menu.addSeparator()
        menu.addAction("New request").triggered.connect(self.add)
        menu.popup(self.tree.viewport().mapToGlobal(at))

    def _act(self, name: str, keys: str, act: object, owner: QWidget) -> None:
        made = QAction(name, owner)
        made.setShortcut(QKeySequence(keys))
        context = Qt.ShortcutContext
        made.setShortcutContext(
            context.WidgetShortcut if owner is self.tree else context.WindowShortcut
        )
        made.triggered.connect(act)
        owner.addAction(made)


MEMBER = Panel("request_list", RequestList)
