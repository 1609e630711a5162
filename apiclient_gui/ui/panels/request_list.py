"""The requests of the workspace: a tree by folder, filtered, opened, put in order, deleted with a way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, Qt
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
from apiclient_gui.core.workspace import Edit, Workspace, arrange
from apiclient_gui.core.workspace.steps import Folder, Move
from apiclient_gui.ui import theme
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.state.edits import shown
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.label import ElideLabel
from apiclient_gui.ui.widgets.request_tree import RequestTree
from apiclient_gui.ui.widgets.search_field import SearchField

_NEW: Final = Request(name="New request")
_FOLDER: Final = "New folder"
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
        for page in (self.tree, self.empty, self.nothing):
            self._stack.addWidget(page)
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
        self._connect_tree()
        for name, keys, act in (
            ("Delete", "Del", self._delete_current),
            ("Rename", "F2", self.tree.rename_current),
            ("Duplicate the request", "Ctrl+D", self._duplicate_current),
            ("Undo in the list of requests", "Ctrl+Z", state.edits.undo),
            ("Redo in the list of requests", "Ctrl+Shift+Z", state.edits.redo),
        ):
            self._act(name, keys, act, self.tree)
        self._act("New folder", "Ctrl+Shift+N", self.add_folder, self)
        self._act("Filter requests", "Ctrl+K", self._go_to_filter, self)
        state.loaded.connect(self._show)
        state.unreadable.connect(self._miss)
        state.revealed.connect(self._reveal)
        state.tabs.changed.connect(self._mark)
        if state.snapshot.name:
            self._show(state.snapshot)

    def _connect_tree(self) -> None:
        state, tree = self._state, self.tree
        tree.opened.connect(lambda path, preview: state.open_path(path, preview=preview))
        tree.renamed.connect(self._rename)
        tree.folder_renamed.connect(self._rename_folder)
        tree.moved.connect(self._move)
        tree.folder_moved.connect(self._move_folder)
        tree.shifted.connect(self._shift)
        tree.menu_wanted.connect(self._menu)

    def add(self) -> None:
        """Make a new request in the folder of the current one, and open it."""
        self._state.add_request(self._folder(), _NEW)

    def add_folder(self) -> None:
        """Make a new folder in the current one, and have its name typed."""
        folder = self._folder()

        def made(edit: Edit) -> None:
            for step in edit.steps:
                if isinstance(step, Folder):
                    self.tree.aim(step.path, edit=True)
            self.tree.setFocus()

        self._make(
            "Folder added", lambda workspace: arrange.folder_added(workspace, folder, _FOLDER), made
        )

    # ---- showing

    def _show(self, snapshot: Snapshot) -> None:
        self._title.setText(snapshot.name or "Requests")
        self.tree.show_requests(snapshot.requests, snapshot.folders)
        self._mark()
        self.empty.say(*_NONE)
        self._narrow(self.filter.text())

    def _miss(self, finding: Finding) -> None:
        if not self._has_rows():
            self.empty.say(finding.title, finding.remedy)

    def _mark(self) -> None:
        tabs = self._state.tabs
        self.tree.mark_open(tabs.current.path)
        self.tree.mark_drafts(frozenset(tab.path for tab in tabs.unsaved))

    def _narrow(self, words: str) -> None:
        found = self.tree.narrow(words)
        self.nothing.say(
            "Nothing found", f"No request has “{words}” in its name, folder or method."
        )
        if not self._has_rows():
            self._stack.setCurrentWidget(self.empty)
        else:
            self._stack.setCurrentWidget(self.tree if found else self.nothing)

    def _has_rows(self) -> bool:
        return bool(self._state.snapshot.requests or self._state.snapshot.folders)

    def _reveal(self, path: str) -> None:
        self.filter.clear()
        self.tree.bring_into_sight(path)
        self.tree.setFocus()

    def _go_to_filter(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    # ---- changing

    def _folder(self) -> str:
        """Where something new goes: the folder that is current, or the one of the current request."""
        if self.tree.currentIndex().isValid():
            return self.tree.current_folder
        return self._state.current.path.rpartition("/")[0]

    def _name(self, path: str) -> str:
        tab, stored = self._state.tabs.find(path), self._state.snapshot.request(path)
        name = tab.name if tab else stored.request.name if stored else ""
        return shown(name or path.rpartition("/")[2])

    def _make(
        self,
        words: str,
        plan: Callable[[Workspace], Edit],
        then: Callable[[Edit], None] | None = None,
    ) -> None:
        self._state.edits.make(words, plan, then)

    def _rename(self, path: str, name: str) -> None:
        self._make(
            f"{self._name(path)} renamed", lambda workspace: arrange.renamed(workspace, path, name)
        )

    def _move(self, path: str, folder: str, before: str | None) -> None:
        self._make(
            f"{self._name(path)} moved",
            lambda workspace: arrange.moved(workspace, path, folder, before),
            lambda edit: self.tree.aim(edit.follow(path) or path),
        )

    def _shift(self, path: str, by: int) -> None:
        self._make(
            f"{self._name(path)} moved", lambda workspace: arrange.shifted(workspace, path, by)
        )

    def _rename_folder(self, path: str, name: str) -> None:
        self._make(
            f"Folder {_last(path)} renamed",
            lambda workspace: arrange.folder_renamed(workspace, path, name),
            self._aim_at_folder,
        )

    def _move_folder(self, path: str, into: str) -> None:
        self._make(
            f"Folder {_last(path)} moved",
            lambda workspace: arrange.folder_moved(workspace, path, into),
            self._aim_at_folder,
        )

    def _aim_at_folder(self, edit: Edit) -> None:
        for step in edit.steps:
            if isinstance(step, Move):
                self.tree.aim(step.after)

    def _duplicate_current(self) -> None:
        if self.tree.current_path:
            self._state.duplicate(self.tree.current_path)

    def _delete_current(self) -> None:
        path, folder = self.tree.current_path, self.tree.current_folder
        if path:
            words = f"{self._name(path)} deleted"
            self._make(words, lambda workspace: arrange.deleted(workspace, path))
        elif self.tree.is_on_folder:
            words = f"Folder {_last(folder)} deleted"
            self._make(words, lambda workspace: arrange.folder_deleted(workspace, folder))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tree, path = self.tree, self.tree.current_path
        if path:
            menu.addAction("Open in a tab").triggered.connect(
                lambda: tree.open_current(preview=False)
            )
            menu.addAction("Duplicate").triggered.connect(self._duplicate_current)
        if path or tree.is_on_folder:
            menu.addAction("Rename").triggered.connect(tree.rename_current)
            self._add_places(menu.addMenu("Move to"), path, tree.current_folder)
            menu.addSeparator()
            menu.addAction("Delete").triggered.connect(self._delete_current)
            menu.addSeparator()
        menu.addAction("New request").triggered.connect(self.add)
        menu.addAction("New folder").triggered.connect(self.add_folder)
        menu.popup(at)

    def _add_places(self, menu: QMenu, path: str, folder: str) -> None:
        """Offer the folders in which a request, or else a folder, can be."""
        now = path.rpartition("/")[0] if path else folder.rpartition("/")[0]
        for place in ("", *self._state.snapshot.folders):
            if not path and f"{place}/".startswith(f"{folder}/"):
                continue  # not into itself
            choice = menu.addAction((place or "Top of the list").replace("&", "&&"))
            choice.setEnabled(place != now)
            if path:
                choice.triggered.connect(lambda _=False, place=place: self._move(path, place, None))
            else:
                choice.triggered.connect(
                    lambda _=False, place=place: self._move_folder(folder, place)
                )

    def _act(self, name: str, keys: str, act: object, owner: QWidget) -> None:
        made = QAction(name, owner)
        made.setShortcut(QKeySequence(keys))
        context = Qt.ShortcutContext
        made.setShortcutContext(
            context.WidgetShortcut if owner is self.tree else context.WindowShortcut
        )
        made.triggered.connect(act)
        owner.addAction(made)


def _last(path: str) -> str:
    return shown(path.rpartition("/")[2])


MEMBER = Panel("request_list", RequestList)
