"""The requests that are open: their order, which one is shown, and for each what was typed and what came back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject, Signal

from apiclient_gui.core import urls
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Exchange, Request
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.tasks import Task

KEPT_OUTCOMES: Final = 5
"""So many tabs keep what came back, bodies included; the window's memory must not grow with the tabs."""

KEPT_CLOSED: Final = 20  # so many closed tabs can be opened again


@dataclass(slots=True, eq=False)
class Tab:
    """One open request. `stored` is what stands in its file, with an empty path for one that has none yet."""

    stored: StoredRequest = field(default_factory=lambda: StoredRequest("", Request()))
    draft: Request | None = None  # what is not saved
    folder: str = ""  # where one without a file is saved
    preview: bool = False  # the next one that is only looked at takes its place
    gone: bool = False  # its file was deleted outside
    theirs: Request | None = (
        None  # what stands in its file now, when the draft was made from something else
    )
    sent: Request | None = None  # what was sent last
    sending: Task | None = None
    outcome: Exchange | Finding | None = None  # what came of it
    let_go: bool = False  # there was an outcome, and it is not kept any more
    unread: bool = False  # the outcome came while another tab was shown
    key: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def path(self) -> str:
        """The path of its file; empty without one."""
        return self.stored.path

    @property
    def request(self) -> Request:
        """The request as it stands in the composer."""
        return self.draft if self.draft is not None else self.stored.request

    @property
    def unsaved(self) -> bool:
        """Whether closing it loses something."""
        return self.draft is not None or self.gone

    @property
    def blank(self) -> bool:
        """Whether it is a new one in which nothing happened yet."""
        return not self.path and not self.unsaved and not self.sending and self.outcome is None

    @property
    def name(self) -> str:
        """What it is called: the request's name, else its file's."""
        return self.request.name or self.path.rpartition("/")[2] or "New request"


class Tabs(QObject):
    """The open requests, never none. `changed` after all that a strip of tabs shows; `turned` when another is shown.

    `leaving` comes before another is shown or one is closed: what is still being typed must be written down.
    """

    changed = Signal()
    turned = Signal()
    leaving = Signal()
    drafts_changed = Signal()  # another request has, or has no more, what is not saved
    edited = Signal()  # a draft changed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tabs = [Tab()]
        self._current = self._tabs[0]
        self._closed: list[tuple[int, Tab]] = []
        self._outcomes: list[Tab] = []  # those that keep one, the one used last at the end

    @property
    def all(self) -> tuple[Tab, ...]:
        """The tabs from left to right."""
        return tuple(self._tabs)

    @property
    def current(self) -> Tab:
        """The tab that is shown."""
        return self._current

    @property
    def unsaved(self) -> tuple[Tab, ...]:
        """The tabs that hold what is not saved."""
        return tuple(tab for tab in self._tabs if tab.unsaved)

    def find(self, path: str) -> Tab | None:
        """Return the tab of a stored request."""
        return next((tab for tab in self._tabs if tab.path == path != ""), None)

    # ---- which are open

    def open(self, tab: Tab) -> Tab:
        """Show this tab, or the one that has its request open already; return the one shown.

        A new tab stands right of the current one. A preview takes the place of the preview there is; so does any tab
        of a new one in which nothing happened.
        """
        self.leaving.emit()
        there = self.find(tab.path)
        if there is not None:
            there.preview = there.preview and tab.preview
            self._turn(there)
            return there
        at = self._tabs.index(self._current) + 1
        before = next((one for one in self._tabs if one.preview), None) if tab.preview else None
        if before is None and self._current.blank:
            before = self._current
        if before is not None:
            at = self._tabs.index(before)
            self._tabs.remove(before)
            self._drop(before)
        self._tabs.insert(at, tab)
        self._turn(tab)
        if tab.unsaved:
            self.drafts_changed.emit()
        return tab

    def show(self, tab: Tab) -> None:
        """Show an open tab."""
        if tab is not self._current and tab in self._tabs:
            self.leaving.emit()
            self._turn(tab)

    def step(self, by: int) -> None:
        """Show the tab so many places further right, round the ends."""
        at = self._tabs.index(self._current) + by
        self.show(self._tabs[at % len(self._tabs)])

    def move(self, at: int, to: int) -> None:
        """Give a tab another place."""
        self._tabs.insert(to, self._tabs.pop(at))
        self.changed.emit()

    def pin(self, tab: Tab) -> None:
        """Keep a preview open."""
        if tab.preview:
            tab.preview = False
            self.changed.emit()

    def close(self, tab: Tab, *, remember: bool = True) -> None:
        """Close a tab, saved or not; `reopen` brings it back with what was not saved, unless it is not to be remembered."""
        if tab not in self._tabs or (len(self._tabs) == 1 and tab.blank):
            return
        if tab is self._current:
            self.leaving.emit()
        at, unsaved = self._tabs.index(tab), tab.unsaved
        self._tabs.remove(tab)
        self._drop(tab)
        if remember and not tab.blank:
            self._closed = [*self._closed[-KEPT_CLOSED + 1 :], (at, tab)]
        if not self._tabs:
            self._tabs.append(Tab())
        if tab is self._current:
            self._turn(self._tabs[min(at, len(self._tabs) - 1)])
        else:
            self.changed.emit()
        if unsaved:
            self.drafts_changed.emit()

    def reopen(self) -> None:
        """Open the tab again that was closed last."""
        while self._closed:
            at, tab = self._closed.pop()
            if self.find(tab.path) is None:
                self.insert(at, tab)
                return

    def insert(self, at: int, tab: Tab) -> None:
        """Put a tab at a place and show it."""
        self.leaving.emit()
        if len(self._tabs) == 1 and self._current.blank:
            self._tabs.clear()
        self._tabs.insert(at, tab)
        self._turn(tab)
        self.drafts_changed.emit()

    def restore(self, tabs: Sequence[Tab], current: int) -> None:
        """Show these instead of all."""
        if tabs:
            self._tabs = list(tabs)
            self._turn(self._tabs[min(max(0, current), len(tabs) - 1)])
            self.drafts_changed.emit()

    # ---- what is in them

    def rename(self, tab: Tab, stored: StoredRequest) -> None:
        """Say where a tab's request stands now, and what stands in its file."""
        tab.stored = stored
        self.changed.emit()

    def keep_draft(self, tab: Tab, draft: Request | None) -> None:
        """Remember what is not saved of a request, None when nothing; an edit keeps a preview open."""
        had, before = tab.unsaved, tab.request
        tab.draft = draft
        if draft is not None:
            tab.preview = False
        if had != tab.unsaved:
            self.drafts_changed.emit()
        if before != tab.request:
            self.edited.emit()
        if had != tab.unsaved or _face(before) != _face(tab.request):
            self.changed.emit()

    def keep_outcome(self, tab: Tab, outcome: Exchange | Finding) -> None:
        """Keep what came of sending; the tabs used least lately let theirs go."""
        tab.outcome, tab.let_go = outcome, False
        tab.unread = tab is not self._current
        self._use(tab)
        self.changed.emit()

    def _use(self, tab: Tab) -> None:
        if tab.outcome is None:
            return
        self._outcomes = [*(one for one in self._outcomes if one is not tab), tab]
        while len(self._outcomes) > KEPT_OUTCOMES:
            self._let_go(self._outcomes.pop(0))

    def _let_go(self, tab: Tab) -> None:
        tab.let_go = tab.outcome is not None
        tab.outcome, tab.unread = None, False

    def _drop(self, tab: Tab) -> None:
        # It may come back, but not what it was waiting for, nor what would keep a body in memory.
        if tab.sending is not None:
            tab.sending.cancel()
            tab.sending = None
        if tab in self._outcomes:
            self._outcomes.remove(tab)
            self._let_go(tab)

    def _turn(self, tab: Tab) -> None:
        self._current = tab
        tab.unread = False
        self._use(tab)
        self.turned.emit()
        self.changed.emit()


def name_of(request: Request) -> str:
    """Return a name for a request that has none: its method and the last part of its path."""
    last = [part for part in urls.split(request.url).path.split("/") if part][-1:]
    return " ".join([request.method, *last])[:80]


def _face(request: Request) -> tuple[str, str]:
    return request.method, request.name
