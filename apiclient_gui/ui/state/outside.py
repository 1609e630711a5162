"""What others do to the files of open requests: taken over where nothing is typed, told where something is."""

from __future__ import annotations

import msgspec

from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.state.tabs import Tab, Tabs


def follow_disk(tabs: Tabs, snapshot: Snapshot) -> None:
    """Bring the tabs up to date with the workspace as it was just read.

    Without a draft a tab shows what stands in its file now. With one it keeps the draft, and `theirs` is what stands
    there; name and position are taken over in any case, because nobody edits them in the composer. A tab whose file is
    gone keeps what it shows.
    """
    shown, unsaved = tabs.current.request, tabs.unsaved
    for tab in tabs.all:
        if tab.path:
            _follow(tab, snapshot.request(tab.path))
    if tabs.current.request != shown:
        tabs.turned.emit()
    if tabs.unsaved != unsaved:
        tabs.drafts_changed.emit()
    tabs.changed.emit()


def keep_mine(tabs: Tabs, tab: Tab) -> None:
    """Decide for the draft: saving puts it over what stands in the file."""
    if tab.theirs is not None:
        tab.stored, tab.theirs = StoredRequest(tab.path, tab.theirs), None
        tabs.changed.emit()


def take_theirs(tabs: Tabs, tab: Tab) -> None:
    """Decide for the file: the draft goes."""
    if tab.theirs is not None:
        tab.stored, tab.theirs = StoredRequest(tab.path, tab.theirs), None
        tabs.keep_draft(tab, None)
        if tab is tabs.current:
            tabs.turned.emit()
        tabs.changed.emit()


def changes(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Return the paths of the requests that differ between two readings."""
    old, new = dict(before.requests), dict(after.requests)
    return tuple(path for path in sorted(old.keys() | new.keys()) if old.get(path) != new.get(path))


def words(paths: tuple[str, ...]) -> str:
    """Return the line that tells of changes outside."""
    if len(paths) == 1:
        return f"{paths[0].rpartition('/')[2]}.toml changed on disk"
    return f"{len(paths)} requests changed on disk"


def _follow(tab: Tab, fresh: StoredRequest | None) -> None:
    if fresh is None:
        tab.gone = True
        return
    tab.gone = False
    before, now = tab.stored.request, fresh.request
    if now == before:
        tab.theirs = None
    elif tab.draft is None or _plain(tab.draft) == _plain(now):
        tab.stored, tab.draft, tab.theirs = fresh, None, None
    elif _plain(now) == _plain(before):
        tab.stored = fresh
        tab.draft = msgspec.structs.replace(tab.draft, name=now.name, position=now.position)
    else:
        tab.theirs = now


def _plain(request: Request) -> Request:
    return msgspec.structs.replace(request, name="", position=0)
