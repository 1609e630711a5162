"""The files below a workspace's folder: found, read, and replaced so that nothing is lost."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.workspace import documents, findings

SUFFIX: Final = ".toml"
_SETTLED: Final = 100_000_000  # ns; times of files are some 4 to 20 ms coarse
_LINK: Final = "It is a link; links are not followed."
_ODD_NAME: Final = "Its name holds control characters or is not Unicode."

T = TypeVar("T", bound=msgspec.Struct)


class Shelf:
    """Reads and writes TOML files below one folder; `troubles` is what it met, each once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.troubles: list[Finding] = []
        self._parsed: dict[
            Path, tuple[tuple[int, ...], tuple[msgspec.Struct, tuple[str, ...]]]
        ] = {}

    def note(self, finding: Finding) -> None:
        """Remember what is the matter with a file, once however often it is read."""
        if finding not in self.troubles:
            self.troubles.append(finding)

    def shown(self, path: Path) -> str:
        """Return the path as messages name it: below the workspace's folder, with slashes."""
        return files.printable(path.relative_to(self.folder).as_posix())

    def is_linked(self, path: Path) -> bool:
        """Whether a path, or a folder on the way to it, is a link: it may lead out of the workspace then."""
        below = len(path.relative_to(self.folder).parts)
        try:
            return any(one.is_symlink() for one in [path, *path.parents][:below])
        except OSError as error:
            raise files.problem(error, path, "read") from error

    def names(self, folder: str) -> list[str]:
        """Return the names of all that is in a folder, also of what is not ours; none if it is missing."""
        try:
            return os.listdir(self.folder / folder)  # noqa: PTH208  # names, no paths
        except FileNotFoundError:
            return []
        except OSError as error:
            raise files.problem(error, self.folder / folder, "read") from error

    def listing(self, folder: str) -> Iterator[Path]:
        """Yield the TOML files in a folder and those below it, in no order.

        Hidden files and other suffixes are none of ours. Links are not followed, so no file of another place is
        ever read or replaced; a folder that cannot be looked into gives a finding.
        """
        waiting = [self.folder / folder]
        while waiting:
            here = waiting.pop()
            for entry in self._entries(here):
                path = here / entry.name
                if entry.is_symlink():
                    self.note(findings.file_skipped(self.shown(path), _LINK))
                elif files.printable(entry.name) != entry.name:
                    self.note(findings.file_skipped(self.shown(path), _ODD_NAME))
                elif entry.name.endswith(SUFFIX):
                    yield path
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append(path)

    def clear_leftovers(self, *folders: str) -> None:
        """Remove what killed writers left behind, in the workspace's folder and below those named."""
        files.clear_leftovers(self.folder)
        for folder in folders:
            top = self.folder / folder
            for here, _, _ in os.walk(top) if not self.is_linked(top) else ():
                files.clear_leftovers(Path(here))

    def folders(self, folder: str) -> Iterator[Path]:
        """Yield the folders below one, in no order; hidden ones, links and odd names are none of ours."""
        waiting = [self.folder / folder]
        while waiting:
            here = waiting.pop()
            for entry in self._entries(here):
                plain = files.printable(entry.name) == entry.name
                if (
                    plain
                    and not entry.name.endswith(SUFFIX)
                    and entry.is_dir(follow_symlinks=False)
                ):
                    waiting.append(here / entry.name)
                    yield waiting[-1]

    def mark(self, *folders: str) -> str:
        """Return what changes whenever a file here, or anywhere below these folders, does: cheap, for looking often.

        Names, sizes, times and file numbers count, contents do not. What cannot be looked at counts as absent.
        """
        seen = hashlib.blake2b(digest_size=16)
        waiting = [self.folder]
        while waiting:
            here = waiting.pop()
            with contextlib.suppress(OSError), os.scandir(here) as entries:
                for entry in sorted(entries, key=lambda one: one.name):
                    seen.update(ascii((str(here), entry.name, _facts(entry))).encode())
                    if entry.is_dir(follow_symlinks=False) and (
                        here != self.folder or entry.name in folders
                    ):
                        waiting.append(here / entry.name)
        return seen.hexdigest()

    def read(self, path: Path, kind: type[T]) -> T | None:
        """Return what a file holds; None, with a finding noted, when it cannot be read.

        What is damaged is set aside. What the system does not let us read is not damaged and stays.
        """
        try:
            found = self._load(path, kind)
        except Problem as problem:
            self.note(problem.finding)
            return None
        if found is None:
            return None
        value, unknown = found
        if unknown:
            self.note(findings.unknown_keys(self.shown(path), unknown))
        return value

    def write(self, path: Path, value: msgspec.Struct) -> None:
        """Save a value. What stands there and is damaged, or holds unknown keys, is set aside before.

        Raises Problem("storage"), also when what stands there may not be read; it is whole then.
        """
        self.put(path, documents.render(value), type(value))

    def put(self, path: Path, content: bytes, kind: type[msgspec.Struct]) -> None:
        """Save the bytes of a file of that kind, with the care of `write`."""
        if self.is_linked(path.parent):
            raise findings.path_outside(self.shown(path))
        found = self._load(path, kind)
        if found and found[1]:
            kept = files.set_aside(path, "kept")
            self.note(findings.file_kept(self.shown(path), self.shown(kept)))
        files.make_folder(path.parent)
        files.write(path, content)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            if folder.is_symlink():
                self.note(findings.file_skipped(self.shown(folder), _LINK))
                return []
            return [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
        except FileNotFoundError:
            return []
        except OSError as error:
            self.note(files.problem(error, folder, "read").finding)
            return []

    def _load(self, path: Path, kind: type[T]) -> tuple[T, tuple[str, ...]] | None:
        try:
            return self._parse(path, kind)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise files.problem(error, path, "read") from error
        except ValueError as error:
            self._set_aside(path, str(error))
            return None

    def _parse(self, path: Path, kind: type[T]) -> tuple[T, tuple[str, ...]]:
        # Each send asks for an identity: parsing it anew took longer than signing.
        facts = _identity(path.lstat())
        known = self._parsed.get(path)
        if known is not None and known[0] == facts and isinstance(known[1][0], kind):
            return known[1]  # type: ignore[return-value]  # of the kind that was asked for
        found = documents.parse(content_of(path), kind)
        # A file written a moment ago can change again without its time changing.
        if time.time_ns() - facts[0] > _SETTLED:
            self._parsed[path] = (facts, found)
        return found

    def _set_aside(self, path: Path, reason: str) -> None:
        try:
            target = files.set_aside(path)
        except Problem as problem:
            finding = findings.file_damaged(self.shown(path), reason, problem.finding)
            raise Problem("storage", finding) from problem
        self.note(findings.file_set_aside(self.shown(path), reason, self.shown(target)))


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return (status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode)


def _facts(entry: os.DirEntry[str]) -> tuple[int, ...]:
    if entry.is_dir(follow_symlinks=False):
        return ()  # a folder's own time says nothing that its entries do not
    status = entry.stat(follow_symlinks=False)
    return (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino)


def content_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises OSError, and ValueError for what is no file or too large to be one of ours."""
    # Asked before opening: a pipe in place of a file would never end, a huge file fill the memory.
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        message = "it is not a file"
        raise ValueError(message)
    if status.st_size > documents.LARGEST:
        message = f"it has {status.st_size} bytes, more than the {documents.LARGEST} that are read"
        raise ValueError(message)
    return path.read_bytes()
