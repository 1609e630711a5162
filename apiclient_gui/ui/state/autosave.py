"""Keeps the open tabs and their drafts on the disk while the window runs, so that closing or losing it costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from filelock import BaseFileLock
from PySide6.QtCore import QObject, QTimer, Signal

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Request
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.state import kept_tabs, notices
from apiclient_gui.ui.state.kept_tabs import Draft, Kept, KeptTab, KeptTabs
from apiclient_gui.ui.state.tabs import Tabs
from apiclient_gui.ui.tasks import Tasks

PAUSE_MS: Final = 700
"""At the latest so long after a change it is being written."""


class Autosave(QObject):
    """Off until `begin`. `restored` once, when the tabs of the last run are open, or there were none to open."""

    restored = Signal()
    failed = Signal(object)  # Finding: something is not kept; told once until it works again

    def __init__(self, tasks: Tasks, tabs: Tabs) -> None:
        super().__init__(tabs)
        self._tasks = tasks
        self._tabs = tabs
        self._data: Path | None = None
        self._folder = Path()
        self._lock: BaseFileLock | None = None
        self._written: dict[str, Request] = {}  # the drafts that the disk holds, by key
        self._listed = KeptTabs()
        self._behind = self._running = self._told = False
        self._waiting: list[tuple[Callable[[], None], Callable[[Finding], None]]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._write)

    def begin(self, data: Path) -> None:
        """Keep the tabs in this data folder, from the first reading of the workspace on (`take`)."""
        self._data = data

    def take(self, snapshot: Snapshot) -> None:
        """Open what was kept for this workspace; the first reading counts."""
        if self._data is None:
            return
        self._folder, self._data = kept_tabs.folder_of(self._data, snapshot.folder), None
        folder = self._folder
        self._tasks.start(
            lambda _: kept_tabs.read(folder, snapshot), self._open, self._miss, name="read the tabs"
        )

    @property
    def keeps(self) -> bool:
        """Whether what is not saved is kept for the next start."""
        return self._lock is not None

    @property
    def is_behind(self) -> bool:
        """Whether something is still to be written."""
        return self.keeps and (self._behind or self._running)

    def finish(self, done: Callable[[], None], failed: Callable[[Finding], None]) -> None:
        """Write what is not written yet; then `done`, or `failed` when not all of it is kept."""
        self._waiting.append((done, failed))
        self._behind = True
        self._write()

    def close(self) -> None:
        """Leave the folder to the next window."""
        self._timer.stop()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # ---- how it is done

    def _open(self, kept: Kept) -> None:
        self._lock = kept.lock
        for finding in kept.troubles:
            self.failed.emit(finding)
        # What was opened while the disk was asked stays, behind what was there; what was typed then wins over both.
        before = {tab.path: tab for tab in kept.tabs if tab.path}
        own = [tab for tab in self._tabs.all if not tab.blank]
        for tab in own:
            if not tab.unsaved and tab.path in before:
                tab.draft, tab.theirs = before[tab.path].draft, before[tab.path].theirs
        paths = {tab.path for tab in own if tab.path}
        tabs = [*(tab for tab in kept.tabs if tab.path not in paths), *own]
        self._tabs.restore(tabs, tabs.index(self._tabs.current) if own else kept.current)
        if self._lock is None:
            self.failed.emit(notices.OTHER_WINDOW)
        else:
            self._tabs.changed.connect(self._touch)
            self._tabs.edited.connect(self._touch)
            self._touch()
        self.restored.emit()

    def _miss(self, finding: Finding) -> None:
        self.failed.emit(finding)
        self.restored.emit()

    def _touch(self) -> None:
        self._behind = True
        if not self._timer.isActive() and not self._running:
            self._timer.start()

    def _write(self) -> None:
        if self._running or not self._behind or self._lock is None:
            return
        self._timer.stop()
        self._behind, self._running = False, True
        tabs = self._tabs.all
        listed = KeptTabs(
            sum(not tab.blank for tab in tabs[: tabs.index(self._tabs.current)]),
            tuple(
                KeptTab(tab.key, tab.path, tab.folder, tab.preview) for tab in tabs if not tab.blank
            ),
        )
        drafts = {
            tab.key: Draft(KeptTab(tab.key, tab.path, tab.folder), tab.stored.request, tab.request)
            for tab in self._tabs.unsaved
        }
        fresh = {
            key: draft
            for key, draft in drafts.items()
            if self._written.get(key) is not draft.request
        }
        folder, keys = self._folder, tuple(drafts)
        new = listed if listed != self._listed else None
        if not fresh and new is None and keys == tuple(self._written):
            self._end(None)
            return
        # A draft that could not be written is tried again with the next change.
        self._written = {key: drafts[key].request for key in keys}
        self._listed = listed
        self._tasks.start(
            lambda _: kept_tabs.write(folder, new, fresh, keys),
            self._end,
            lambda finding: self._fail(finding, tuple(fresh)),
            name="keep the tabs",
        )

    def _end(self, _: None) -> None:
        self._running = self._told = False
        self._go_on()
        if not self._running:
            waiting, self._waiting = self._waiting, []
            for done, _failed in waiting:
                done()

    def _fail(self, finding: Finding, keys: tuple[str, ...]) -> None:
        self._running = False
        self._listed = KeptTabs()
        for key in keys:
            self._written.pop(key, None)
        waiting, self._waiting = self._waiting, []
        if not self._told:
            self._told = True
            self.failed.emit(finding)
        for _done, failed in waiting:
            failed(finding)

    def _go_on(self) -> None:
        if self._behind and self._waiting:
            self._write()
        elif self._behind:
            self._timer.start()
