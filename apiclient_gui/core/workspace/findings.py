"""What a workspace has to say: the findings for files and names that do not suit."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from typing import Final, Literal

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence, Finding, Problem

Noun = Literal["request", "environment", "identity"]
_FEW: Final = 8  # names that a message may list


def not_a_workspace(folder: str) -> Problem:
    """No `workspace.toml` in that folder."""
    return _storage(
        "not_a_workspace",
        "This folder is not a workspace",
        "A workspace is a folder with a file workspace.toml.",
        (Evidence("Folder", printable(folder)),),
        "Choose another folder. `apiclient practice` makes the practice workspace.",
    )


def workspace_gone(folder: str) -> Problem:
    """The folder of an open workspace is not there any more, or no workspace any more."""
    return _storage(
        "workspace_gone",
        "The workspace is not where it was",
        "Nothing was saved. Its folder, or the file workspace.toml in it, was moved or deleted.",
        (Evidence("Folder", printable(folder)),),
        "Bring it back, then save again; what is in the window stays there until you close it.",
    )


def workspace_exists(folder: str) -> Problem:
    """A new workspace was to be made where one is."""
    return _storage(
        "workspace_exists",
        "There is a workspace in this folder already",
        "It was left as it is.",
        (Evidence("Folder", printable(folder)),),
        "Open it, or choose another folder.",
    )


def workspace_unreadable(file: str, reason: str) -> Problem:
    """`workspace.toml` is damaged: the one file that is not set aside, because it makes the folder a workspace."""
    return _storage(
        "workspace_unreadable",
        "The file workspace.toml cannot be read",
        "Nothing was changed.",
        (Evidence("File", printable(file)), Evidence("Reason", reason)),
        "Correct the file: it needs `version = 1` and a name in quotes.",
    )


def workspace_version_newer(file: str, version: int, known: int) -> Problem:
    """Written by a later program whose files this one would misread."""
    return _storage(
        "workspace_version_newer",
        "A newer version of this program made this workspace",
        f"It has version {version}; this program reads version {known}. Nothing was changed.",
        (Evidence("File", printable(file)),),
        "Update this program.",
    )


def workspace_version_invalid(file: str) -> Problem:
    """No version, or one that is not a number from 1 on."""
    return _storage(
        "workspace_version_invalid",
        "The workspace does not say its version",
        "workspace.toml has no `version`, or one that is not a whole number from 1 on. Nothing was changed.",
        (Evidence("File", printable(file)),),
        "Write `version = 1` into the file, if this program made it.",
    )


def file_set_aside(file: str, reason: str, now: str) -> Finding:
    """A damaged file was renamed, so that nothing can be saved over it."""
    return Finding(
        id="file_set_aside",
        severity="warning",
        title=f"{file} cannot be read and was set aside",
        detail="The rest of the workspace is as usual.",
        evidence=(
            Evidence("File", file),
            Evidence("Reason", reason),
            Evidence("Now at", now),
        ),
        remedy="Correct the file and give it its old name back, or delete it.",
    )


def file_damaged(file: str, reason: str, why: Finding) -> Finding:
    """A damaged file that could not be renamed either."""
    return Finding(
        id="file_damaged",
        severity="warning",
        title=f"{file} cannot be read",
        detail=f"It could not be set aside: {why.detail} It stays where it is and is not used.",
        evidence=(Evidence("File", file), Evidence("Reason", reason)),
        remedy="Correct the file or remove it.",
    )


def file_skipped(file: str, reason: str) -> Finding:
    """Something in the workspace's folders that is not followed or named as files here are."""
    return Finding(
        id="file_skipped",
        severity="warning",
        title=f"{file} is not used",
        detail=reason,
        evidence=(Evidence("File", file),),
        remedy="Replace it by a file of its own with a plain name.",
    )


def unknown_keys(file: str, keys: Sequence[str]) -> Finding:
    """Keys of a newer version or a slip of the pen: read without them, kept when the file is saved."""
    return Finding(
        id="unknown_keys",
        severity="warning",
        title=f"{file} holds what this version does not know",
        detail="It was read without that. Saving it here keeps the old file beside the new one.",
        evidence=tuple(Evidence("Key", key) for key in keys[:10]),
        remedy="Check the spelling, or update this program.",
    )


def file_kept(file: str, now: str) -> Finding:
    """The old file with unknown keys was kept when a new one was saved."""
    return Finding(
        id="file_kept",
        severity="note",
        title=f"The old {file} was kept",
        detail="It held keys that this version does not know and could not save.",
        evidence=(Evidence("File", file), Evidence("Now at", now)),
        remedy="Take over by hand what you need, then delete it.",
    )


def double(what: str, file: str, first: str) -> Finding:
    """Two files claim to be the same thing, mostly after copying one by hand."""
    return Finding(
        id="file_double",
        severity="warning",
        title=f"{file} is not used: another file has the same {what}",
        detail=f"{first} comes first and is used.",
        evidence=(Evidence("Used", first), Evidence("Not used", file)),
        remedy=f"Give one of them another {what}, or delete it.",
    )


def case_collision(paths: Sequence[str]) -> Finding:
    """Two requests that are one file on Windows and macOS."""
    return Finding(
        id="names_collide",
        severity="warning",
        title="Names of requests differ in case only",
        detail="On Windows and macOS only one of these files can exist.",
        evidence=tuple(Evidence("Path", path) for path in paths),
        remedy="Rename all but one of these files.",
    )


def path_taken(path: str, twin: str) -> Problem:
    """Saving would make such a pair."""
    return _usage(
        "path_taken",
        f"The path {printable(path, 200)} is taken",
        f"On Windows and macOS it is the same file as {printable(twin, 200)}.",
        "Choose another name.",
    )


def path_outside(path: str) -> Problem:
    """A path that is not one of a file in the folder of requests."""
    return _usage(
        "path_outside_workspace",
        "This is not a path inside the workspace",
        f"{printable(path, 200) or 'An empty path'} leads out of the folder, through a link, or has parts that are "
        "empty or begin with a dot.",
        "Give folders and name with a slash between them, such as IAM/list-pets.",
    )


def changed_meanwhile(path: str, *, gone: bool) -> Problem:
    """A change was to be made, or taken back, over something else than it knows."""
    return _storage(
        "changed_meanwhile",
        f"{printable(path, 200)} was changed in between",
        f"Its file {'is gone' if gone else 'is not as it was'}, so that it was left alone. Nothing was changed.",
        (),
        "Read the workspace again (F5), then do it by hand.",
    )


def into_itself(path: str) -> Problem:
    """A folder was to be moved into itself or into one below it."""
    return _usage(
        "folder_into_itself",
        f"The folder {printable(path, 200)} cannot be moved into itself",
        "Nothing was moved.",
        "Choose another folder.",
    )


def folder_holds_others(path: str, others: Sequence[str]) -> Problem:
    """A folder was to be deleted that holds more than requests."""
    return _storage(
        "folder_holds_others",
        f"The folder {printable(path, 200)} holds files that are no requests",
        "It was left as it is: they could not be brought back.",
        tuple(Evidence("File", printable(one, 200)) for one in others[:10]),
        "Move or delete these files by hand, or delete the requests one by one.",
    )


def name_taken(noun: Noun, name: str) -> Problem:
    """Another one has that name already, and names are how one calls them."""
    return _usage(
        "name_taken",
        f"There is another {noun} named {printable(name, 200)}",
        "Nothing was saved.",
        "Choose another name.",
    )


def name_missing(noun: Noun) -> Problem:
    """Without a name nobody can call it."""
    return _usage(
        "name_missing", f"The {noun} has no name", "Nothing was saved.", "Give it a name."
    )


def unknown(noun: Noun, name: str, known: Collection[str], also: Collection[str] = ()) -> Problem:
    """No request, environment or identity of that name; names the nearest ones, or all when they are few.

    `also`: other words that would do, such as paths; they are proposed when near, not listed.
    """
    near = difflib.get_close_matches(name[:200], sorted({*known, *also}), n=3, cutoff=0.5)
    remedy = _there_are(sorted(set(known))) if known else "Make one first."
    if near:
        remedy = f"Did you mean {' or '.join(printable(one, 200) for one in near)}?"
    return Problem(
        "usage",
        Finding(
            id=f"unknown_{noun}",
            severity="error",
            title=f"There is no {noun} named {printable(name, 200) or '(nothing)'}",
            detail="Names are those shown in the workspace, in exactly this spelling.",
            evidence=tuple(Evidence("Similar", printable(one, 200)) for one in near),
            remedy=remedy,
        ),
    )


def _there_are(names: list[str]) -> str:
    if len(names) > _FEW:
        return f"Use the name of one of the {len(names)} there are."
    return f"Use one of these names: {', '.join(f'“{printable(one, 60)}”' for one in names)}."


def ambiguous(name: str, paths: Sequence[str]) -> Problem:
    """Several requests have that name."""
    return Problem(
        "usage",
        Finding(
            id="ambiguous_request",
            severity="error",
            title=f"{len(paths)} requests are named {printable(name, 200)}",
            detail="A path tells them apart.",
            evidence=tuple(Evidence("Path", path) for path in paths),
            remedy=f"Use the path, such as {paths[0]}.",
        ),
    )


def _storage(
    key: str, title: str, detail: str, evidence: tuple[Evidence, ...], remedy: str
) -> Problem:
    return Problem(
        "storage",
        Finding(
            id=key, severity="error", title=title, detail=detail, evidence=evidence, remedy=remedy
        ),
    )


def _usage(key: str, title: str, detail: str, remedy: str) -> Problem:
    return Problem(
        "usage", Finding(id=key, severity="error", title=title, detail=detail, remedy=remedy)
    )
