"""Files on disk: written whole or not at all, damaged ones kept, names that every system takes."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import secrets
import time
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from apiclient_gui.core.finding import Evidence, Finding, Problem

_TEMPORARY: Final = re.compile(r"\.apiclient-[0-9a-f]{16}\.tmp")
# A write takes milliseconds. Age needs no process table, so it also holds on a shared disk.
_LEFTOVER_AGE: Final = 600.0

# 255 bytes is what file systems take; old macOS ones store a name decomposed, up to three times as long.
_LONGEST_NAME: Final = 80
_LONGEST_SET_ASIDE: Final = 200
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?")


# ---------------------------------------------------------------- writing


def write(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Replace a file in one step by these bytes (`write_blocks`)."""
    write_blocks(path, (content,), mode=mode)


def write_blocks(path: Path, blocks: Iterable[bytes], *, mode: int | None = None) -> None:
    """Replace a file in one step: a reader, or the next start after a crash, sees old or new bytes.

    `mode` are the permissions (0o600: for the user only); without it those of the old file stay, and a new one gets
    what the umask gives. A link is replaced, not followed. Raises Problem("storage"); the old file is whole then.
    """
    temporary = path.with_name(f".apiclient-{secrets.token_hex(8)}.tmp")
    try:
        _write_through(temporary, blocks, _permissions(path) if mode is None else mode)
        temporary.replace(path)
        _sync_folder(path.parent)
    except (OSError, ValueError) as error:
        raise problem(error, path, "write") from error
    finally:
        with contextlib.suppress(OSError, ValueError):
            temporary.unlink(missing_ok=True)


def make_folder(folder: Path, *, private: bool = False) -> None:
    """Make a folder and those above it, if missing; `private`: only the user may look into it (0o700).

    A private folder that existed with wider permissions gets the narrow ones. Raises Problem("storage").
    """
    try:
        folder.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
        if private:
            folder.chmod(0o700)
    except (OSError, ValueError) as error:
        raise problem(error, folder, "write") from error


def clear_leftovers(folder: Path) -> None:
    """Remove the temporary files in this folder whose writer was killed, once they are ten minutes old."""
    oldest = time.time() - _LEFTOVER_AGE
    # Best effort: a folder that cannot be changed says so when something is saved in it.
    with contextlib.suppress(OSError):
        for entry in folder.iterdir():
            if _TEMPORARY.fullmatch(entry.name) and entry.lstat().st_mtime < oldest:
                entry.unlink()


def set_aside(path: Path, mark: str = "damaged") -> Path:
    """Rename a file (or a folder in its place) to `name.damaged-<UTC time>` beside it and return the new path.

    Nothing is overwritten: a name that is taken gets a number. Raises Problem("storage").
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    wanted = f"{_cut(path.name, _LONGEST_SET_ASIDE)}.{mark}-{stamp}"
    try:
        target = path.with_name(free_name(wanted, os.listdir(path.parent)))  # noqa: PTH208  # names, no paths
        path.rename(target)
        _sync_folder(path.parent)
    except (OSError, ValueError) as error:
        raise problem(error, path, "set aside") from error
    return target


def _write_through(path: Path, blocks: Iterable[bytes], mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, mode), "wb") as file:
        file.writelines(blocks)
        file.flush()
        os.fsync(file.fileno())


def _permissions(path: Path) -> int:
    try:
        return path.stat(follow_symlinks=False).st_mode & 0o666
    except FileNotFoundError:
        return 0o666


def _sync_folder(folder: Path) -> None:
    # Makes the new name survive a power cut. Windows cannot open a folder, some network disks cannot sync one.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# ---------------------------------------------------------------- troubles

_TROUBLES: Final = {
    errno.ENOSPC: ("disk_full", "The disk is full.", "Free some space, then try again."),
    errno.EDQUOT: ("disk_full", "Your share of the disk is used up.", "Free some space, then try again."),
    errno.ENAMETOOLONG: (
        "file_name_too_long",
        "The name, or the whole path, is longer than this disk allows.",
        "Use a shorter name, or a folder nearer to the top.",
    ),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS),
        (
            "file_not_permitted",
            "The system does not permit it.",
            "Change the permissions of the file and its folder, or use another folder.",
        ),
    ),
}  # fmt: skip


def problem(
    error: OSError | ValueError, path: Path, doing: Literal["read", "write", "delete", "set aside"]
) -> Problem:
    """Return the finding for a failed file operation: which file, why, and what to do."""
    name = printable(str(path))
    if isinstance(error, OSError):
        words = error.strerror or type(error).__name__
        known = _TROUBLES.get(error.errno or 0)
        key, detail, remedy = known or (
            "file_trouble", f"The system says: {words}.", "Look at what stands at that place, then try again."
        )  # fmt: skip
    else:
        key, detail = "file_name_invalid", "The path holds characters that a file name cannot have."
        remedy = "Use another name."
    return Problem(
        "storage",
        Finding(
            id=key,
            severity="error",
            title=f"Could not {doing} {printable(path.name) or name}",
            detail=detail,
            evidence=(Evidence("File", name),),
            remedy=remedy,
        ),
    )


def printable(text: str, most: int = 1000) -> str:
    """Return text fit for a message: controls and lone surrogates as escapes, cut after `most` characters.

    File names and file contents come from other people's repositories: an escape sequence in them must not reach a
    terminal.
    """
    shown = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[:most]
    )
    return shown if len(text) <= most else shown + "…"


# ---------------------------------------------------------------- names


def slug(name: str) -> str:
    """Return a file name (without suffix) for a name that a person typed: `List pets (v2)` -> `list-pets-v2`.

    Letters, marks and digits of all scripts stay (NFC, lower case); the rest becomes `-`. At most 80 bytes of UTF-8,
    no name that Windows reserves, never empty.
    """
    text = unicodedata.normalize("NFC", name).lower()
    kept = "".join(c if c == "_" or unicodedata.category(c)[0] in "LMN" else "-" for c in text)
    return _take("-".join(filter(None, kept.split("-"))), "-") or "untitled"


def folder_name(name: str) -> str:
    """Return the name of a folder that every system takes, as near to `name` as that goes: `IAM: a/b` -> `IAM- a-b`.

    Unlike `slug` it keeps case and spaces: nothing but the folder itself holds the folder's name.
    """
    text = unicodedata.normalize("NFC", name)
    kept = "".join("-" if c in '<>:"/\\|?*' or not c.isprintable() else c for c in text)
    return _take(kept.strip(". "), ". ") or "untitled"


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return `wanted`, or `wanted-2`, `wanted-3` …: the first that no disk takes for one of `taken`."""
    known = {fold(name) for name in taken}
    numbered = (f"{wanted}-{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain((wanted,), numbered) if fold(name) not in known)


def fold(name: str) -> str:
    """Return what two names share that are one file on Windows or macOS: case and composition do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _take(name: str, edge: str) -> str:
    short = _cut(name, _LONGEST_NAME).rstrip(edge)
    return f"{short}_" if _RESERVED.fullmatch(short) else short


def _cut(name: str, size: int) -> str:
    # "ignore" drops the piece of a character at the cut; what is cut here was checked or is only a mark.
    whole = name.encode("utf-8", "surrogateescape")
    return name if len(whole) <= size else whole[:size].decode("utf-8", "ignore")
