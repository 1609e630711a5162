"""The open tabs on the disk: a list of them, and a file for each draft, so that nothing typed is lost with the window.

They stand in the data folder, in a folder for each workspace, readable by the user only: drafts hold what was typed,
as files of requests do. A lock says which window keeps them.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from filelock import BaseFileLock, FileLock, Timeout

from apiclient_gui.core import files
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import StoredRequest, documents
from apiclient_gui.core.workspace.shelf import SUFFIX, Shelf
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.state.tabs import Tab

_LIST: Final = "tabs"
_KEY: Final = re.compile(r"[0-9a-f]{16}")
_MOST: Final = 200  # tabs that are opened again


class KeptTab(msgspec.Struct, frozen=True, omit_defaults=True):
    """A tab in the list; `key` names its draft, if it has one."""

    key: str = ""
    path: str = ""
    folder: str = ""
    preview: bool = False


class KeptTabs(msgspec.Struct, frozen=True, omit_defaults=True):
    """The list, from left to right."""

    current: int = 0
    tab: tuple[KeptTab, ...] = ()


class KeptDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """A draft. `base` tells the request it was made from, so that a change of that one in between is noticed."""

    path: str = ""
    folder: str = ""
    base: str = ""
    request: Request = Request()


class Draft(NamedTuple):
    """What a worker writes of a tab that is not saved."""

    tab: KeptTab
    stored: Request
    request: Request


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of the last run. Without a lock another window keeps its own there, and this one keeps nothing."""

    lock: BaseFileLock | None
    tabs: tuple[Tab, ...] = ()
    current: int = 0
    troubles: tuple[Finding, ...] = ()


def folder_of(data: Path, workspace: Path) -> Path:
    """Return the folder for the tabs of a workspace."""
    name = hashlib.blake2b(
        str(workspace.absolute()).encode("utf-8", "surrogatepass"), digest_size=8
    )
    return data / "drafts" / name.hexdigest()


def read(folder: Path, snapshot: Snapshot) -> Kept:
    """Return the tabs kept for a workspace as it is now. What is damaged is set aside, and the rest is used.

    Raises Problem("storage") when the disk refuses.
    """
    files.make_folder(folder.parent, private=True)
    files.make_folder(folder, private=True)
    lock = FileLock(folder / ".lock", timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return Kept(None)
    except OSError as error:
        raise files.problem(error, folder, "write") from error
    shelf = Shelf(folder)
    found = shelf.read(folder / f"{_LIST}{SUFFIX}", KeptTabs) or KeptTabs()
    drafts: dict[str, KeptDraft] = {}
    for file in sorted(shelf.listing("")):
        draft = shelf.read(file, KeptDraft) if _KEY.fullmatch(file.stem) else None
        if draft is not None and (draft.path or draft.request != Request()):
            drafts[file.stem] = draft
    tabs = [_tab(one, drafts.pop(one.key, None), snapshot) for one in found.tab[:_MOST]]
    # A list that was lost, or written before its drafts: what was typed is open all the same.
    tabs += [
        _tab(KeptTab(key, draft.path, draft.folder), draft, snapshot)
        for key, draft in drafts.items()
    ]
    shown = [tab for tab in tabs if tab is not None]
    before = sum(tab is not None for tab in tabs[: max(0, found.current)])
    return Kept(lock, tuple(_once(shown)), before, tuple(shelf.troubles))


def write(
    folder: Path, tabs: KeptTabs | None, drafts: Mapping[str, Draft], keys: Sequence[str]
) -> None:
    """Write these drafts and the list (None: it is as it was), then remove the drafts whose key is not among `keys`.

    Raises the first Problem after all else is done: one draft that cannot be written costs no other.
    """
    first: Problem | None = None
    for key, draft in drafts.items():
        tab, stored, request = draft
        kept = KeptDraft(tab.path, tab.folder, _mark(stored) if tab.path else "", request)
        try:
            files.write(folder / f"{key}{SUFFIX}", documents.render(kept), mode=0o600)
        except Problem as problem:
            first = first or problem
    if tabs is not None:
        files.write(folder / f"{_LIST}{SUFFIX}", documents.render(tabs), mode=0o600)
    stay = {_LIST, *keys}
    with contextlib.suppress(OSError):  # what stays too long is open once more at the next start
        for file in folder.iterdir():
            if file.suffix == SUFFIX and file.stem not in stay:
                file.unlink()
    if first is not None:
        raise first


def _tab(kept: KeptTab, draft: KeptDraft | None, snapshot: Snapshot) -> Tab | None:
    stored = snapshot.request(kept.path)
    if stored is None and draft is None:
        return None  # nothing to show: its file is gone
    tab = Tab(stored or StoredRequest(kept.path, Request()), folder=kept.folder)
    if _KEY.fullmatch(kept.key):
        tab.key = kept.key
    if draft is None:
        tab.preview = kept.preview
        return tab
    if stored is None:
        tab.gone = bool(kept.path)
    elif stored.request == draft.request:
        return tab
    elif draft.base != _mark(stored.request):
        tab.theirs = stored.request
    tab.draft = draft.request
    return tab


def _once(tabs: Sequence[Tab]) -> list[Tab]:
    """Leave out what a list that was tampered with names twice, and more previews than one."""
    paths: set[str] = set()
    keys: set[str] = set()
    shown, previews = [], 0
    for tab in tabs:
        if (tab.path and tab.path in paths) or tab.key in keys:
            continue
        previews += tab.preview
        tab.preview = tab.preview and previews == 1
        paths.add(tab.path)
        keys.add(tab.key)
        shown.append(tab)
    return shown


def _mark(request: Request) -> str:
    return hashlib.blake2b(msgspec.json.encode(request), digest_size=16).hexdigest()
