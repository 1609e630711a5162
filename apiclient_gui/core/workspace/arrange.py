"""Requests renamed, moved, put in order, copied and deleted: each as an edit that is planned from the disk as it is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import documents, findings, places
from apiclient_gui.core.workspace.folder import StoredRequest, Workspace
from apiclient_gui.core.workspace.steps import Edit, Folder, Move, Put, Step


def added(workspace: Workspace, folder: str, request: Request) -> Edit:
    """A new request in a folder, under a free path made of its name; at the end where requests are in an order."""
    path = workspace.new_path(folder, request.name)
    last = max(
        (one.request.position for one in _in_folder(workspace, places.above(path))), default=0
    )
    if last and not request.position:
        request = msgspec.structs.replace(request, position=last + 1)
    return Edit((Put(path, None, documents.render(request)),))


def renamed(workspace: Workspace, path: str, name: str) -> Edit:
    """Another name for a request; its file stays where it is."""
    request = workspace.request(path).request
    return Edit((_put(workspace, path, msgspec.structs.replace(request, name=name)),))


def deleted(workspace: Workspace, path: str) -> Edit:
    """No such request any more."""
    workspace.request(path)  # says so when there is none
    return Edit((Put(path, workspace.content(path), None),))


def moved(workspace: Workspace, path: str, folder: str, before: str | None = None) -> Edit:
    """A request in a folder: in front of the one of the path `before`, at the end for "", for None where its position puts it."""
    stored = workspace.request(path)
    steps: list[Step] = []
    place = path
    if places.above(path) != folder:
        place = _free(workspace, folder, path.rpartition("/")[2])
        steps.append(Move(path, place))
    if before is None:
        return Edit(tuple(steps))
    others = [one for one in _in_folder(workspace, folder) if one.path != path]
    at = next((n for n, one in enumerate(others) if one.path == before), len(others))
    row = [*others[:at], StoredRequest(place, stored.request), *others[at:]]
    for number, one in zip(_positions(row, at), row, strict=True):
        if number != one.request.position:
            content = workspace.content(path if one.path == place else one.path)
            fresh = msgspec.structs.replace(one.request, position=number)
            steps.append(Put(one.path, content, documents.render(fresh)))
    return Edit(tuple(steps))


def shifted(workspace: Workspace, path: str, by: int) -> Edit:
    """A request one place further down (`by` 1) or up (-1) in its folder; an empty edit at the ends."""
    folder = places.above(path)
    row = [one.path for one in _in_folder(workspace, folder)]
    if path not in row or not 0 <= row.index(path) + by < len(row):
        return Edit()
    rest = [one for one in row if one != path]
    at = row.index(path) + by
    return moved(workspace, path, folder, rest[at] if at < len(rest) else "")


def folder_added(workspace: Workspace, folder: str, name: str) -> Edit:
    """A new, empty folder in another one."""
    return Edit((Folder(_free_folder(workspace, folder, name)),))


def folder_renamed(workspace: Workspace, path: str, name: str) -> Edit:
    """Another name for a folder, with all that is in it."""
    wanted = _joined(places.above(path), places.folder_name(name))
    if wanted == path:
        return Edit()
    if files.fold(wanted) != files.fold(path):
        wanted = _free_folder(workspace, places.above(path), name)
    return Edit((Move(path, wanted, folder=True),))


def folder_moved(workspace: Workspace, path: str, into: str) -> Edit:
    """A folder in another one, with all that is in it. Raises Problem("usage") when that one is inside it."""
    if f"{into}/".startswith(f"{path}/"):
        raise findings.into_itself(path)
    if places.above(path) == into:
        return Edit()
    return Edit((Move(path, _free_folder(workspace, into, path.rpartition("/")[2]), folder=True),))


def folder_deleted(workspace: Workspace, path: str) -> Edit:
    """No such folder any more, nor a request in it. Raises Problem("usage") when it holds other files."""
    below = [one.path for one in workspace.requests() if one.path.startswith(f"{path}/")]
    folders = [one for one in workspace.folders() if one == path or one.startswith(f"{path}/")]
    strange = workspace.strangers(folders, below)
    if strange:
        raise findings.folder_holds_others(path, strange)
    puts = tuple(Put(one, workspace.content(one), None) for one in below)
    emptied = tuple(Folder(one, made=False) for one in sorted(folders, reverse=True))
    return Edit(puts + emptied)


def _put(workspace: Workspace, path: str, request: Request) -> Put:
    return Put(path, workspace.content(path), documents.render(request))


def _in_folder(workspace: Workspace, folder: str) -> list[StoredRequest]:
    return [one for one in workspace.requests() if places.above(one.path) == folder]


def _positions(row: Sequence[StoredRequest], at: int) -> list[int]:
    """Return positions in which the row keeps this order, with as few files changed as can be."""
    known = [one.request.position for one in row]
    numbers = known.copy()
    lower = known[at - 1] if at else None
    upper = known[at + 1] if at + 1 < len(row) else None
    if lower is None:
        numbers[at] = known[at] if upper is None else upper - 1
    elif upper is None or upper - lower > 1:
        numbers[at] = lower + 1
    for n in range(1, len(row)):
        # Equal positions are in the order of their names: fine as long as both stand where they stood.
        as_before = at not in (n, n - 1) and numbers[n - 1] == known[n - 1]
        if numbers[n] < numbers[n - 1] or (numbers[n] == numbers[n - 1] and not as_before):
            numbers[n] = numbers[n - 1] + 1
    return numbers


def _free(workspace: Workspace, folder: str, stem: str) -> str:
    taken = [one.rpartition("/")[2] for one in workspace.paths() if places.above(one) == folder]
    return _joined(folder, files.free_name(stem, taken))


def _free_folder(workspace: Workspace, folder: str, name: str) -> str:
    taken = [one.rpartition("/")[2] for one in workspace.folders() if places.above(one) == folder]
    return _joined(folder, files.free_name(places.folder_name(name), taken))


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
