"""What history has to say: the findings for a disk, a database or a record that is not as it should be."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.history.values import BodyNote

_STILL_SENT: Final = "Sending works all the same; it is only not kept."
_BODY_WORDS: Final = {
    "masked": ("The response repeated a secret of its request", "It is masked in the body kept."),
    "login": ("The bodies of this exchange were not kept", "They belong to a login: what it brings is a secret."),
    "gone": ("The response's body is not there any more", "Its file was deleted or cut outside of the program."),
    "unsaved": ("The response's body was not kept", "It is larger than all that history may hold, or the disk did not take it."),
}  # fmt: skip


def unknown(id_: int) -> Problem:
    """There is no exchange of that number (any more)."""
    return Problem(
        "usage",
        Finding(
            id="history_unknown",
            severity="error",
            title=f"History has no exchange {id_}",
            detail="The oldest ones are removed when there are too many.",
            remedy="Take a number from the list.",
        ),
    )


def newer(path: Path, version: int, known: int) -> Problem:
    """A later version of the program wrote it: it is left alone."""
    return _storage(
        "history_newer",
        "This history was written by a newer version of the program",
        f"It has version {version}, this program knows {known}. Nothing in it was changed. {_STILL_SENT}",
        path,
        "Use the newer version, or another data folder.",
    )


def damaged(path: Path, aside: Path) -> Finding:
    """The database could not be read: it was renamed, and a new one begun."""
    return Finding(
        id="history_damaged",
        severity="warning",
        title="The history was damaged and has been set aside",
        detail="A new one was begun. What was set aside holds the exchanges that were kept so far.",
        evidence=(
            Evidence("File", files.printable(str(path))),
            Evidence("Now", files.printable(str(aside))),
        ),
        remedy="SQLite's own tools can often save most of it (`sqlite3 FILE .recover`). Delete it when it is not needed.",
    )


def unwritable(error: sqlite3.Error | OSError, path: Path) -> Problem:
    """SQLite or the disk refused."""
    if isinstance(error, OSError):
        return files.problem(error, path, "write")
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return files.problem(OSError(errno.ENOSPC, "disk full"), path, "write")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return busy(path)
    return _storage(
        "history_unwritable",
        "The history cannot be used",
        f"SQLite says: {files.printable(str(error), 200)}. {_STILL_SENT}",
        path,
        "See whether the folder and its files may be written and the disk has room.",
    )


def busy(path: Path) -> Problem:
    """Somebody else has held the database for longer than we wait."""
    return _storage(
        "history_busy",
        "The history is held by another process",
        f"It was waited for in vain. {_STILL_SENT}",
        path,
        "End what holds it: another window, a backup, a copy under way.",
    )


def unkept(error: Exception) -> Problem:
    """An exchange that the program itself could not put into words: a mistake of ours."""
    return Problem(
        "storage",
        Finding(
            id="history_not_kept",
            severity="error",
            title="An exchange could not be kept",
            detail=f"The program did not expect it ({type(error).__name__}). {_STILL_SENT}",
            remedy="Please report it.",
        ),
    )


def unreadable(id_: int, reason: str) -> Problem:
    """A record does not have the form that this version knows."""
    return Problem(
        "storage",
        Finding(
            id="history_record_unreadable",
            severity="error",
            title=f"Exchange {id_} cannot be shown",
            detail=f"Another version of the program wrote it, or it is damaged: {files.printable(reason, 200)}.",
            remedy="Show it with the version that wrote it, or remove it.",
        ),
    )


def body(note: BodyNote) -> Finding | None:
    """Return what there is to say about the response's body; None when it is there as it came."""
    if note.state not in _BODY_WORDS:
        return None
    title, detail = _BODY_WORDS[note.state]
    evidence = (Evidence("Size", f"{note.size} bytes"),)
    return Finding(
        id=f"body_{note.state}", severity="note", title=title, detail=detail, evidence=evidence
    )


def incomplete(unfilled: tuple[str, ...]) -> Finding:
    """What was typed in clear is masked: it has to be typed again."""
    return Finding(
        id="secrets_not_kept",
        severity="note",
        title="To send this again, fill in what is masked",
        detail="History keeps no secret, also not one that was typed into the request.",
        evidence=tuple(Evidence("Masked", name) for name in unfilled),
        remedy="Type it again, or use a secret variable or an identity: those are kept by name.",
    )


def _storage(key: str, title: str, detail: str, path: Path, remedy: str) -> Problem:
    evidence = (Evidence("File", files.printable(str(path))),)
    return Problem(
        "storage",
        Finding(
            id=key, severity="error", title=title, detail=detail, evidence=evidence, remedy=remedy
        ),
    )
