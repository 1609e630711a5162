"""Bytes to be looked at piece by piece: in memory, or in a file of any size.

Read, not mapped: a mapped file that somebody shortens ends the process (SIGBUS), and what was read of it counts as the
window's memory. A slice of 64 KB out of the page cache takes 10 microseconds.
"""

from __future__ import annotations

import os
import shutil
import weakref
from pathlib import Path
from typing import Protocol


class Store(Protocol):
    """Bytes that can be read anywhere."""

    @property
    def size(self) -> int:
        """Length in bytes."""

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes between two offsets, less where there are no more."""


class Memory:
    """Bytes that are in memory anyway."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self._content)

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes between two offsets."""
        return self._content[max(0, start) : stop]


class Opened:
    """An open file, for one thread at a time. Raises OSError when it cannot be opened.

    `folder` holds the file and is ours: it goes away at once where an open file can be deleted, else with this value
    (Windows), at the latest at the program's end.
    """

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        # No file object: one that is not closed by hand complains when it goes.
        weakref.finalize(self, _let_go, self._file, folder)
        self._size = os.fstat(self._file).st_size
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def size(self) -> int:
        """Length in bytes when it was opened."""
        return self._size

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes between two offsets; nothing of a file that is gone or was shortened meanwhile."""
        found = bytearray()
        try:
            os.lseek(self._file, max(0, start), os.SEEK_SET)
            while left := max(0, stop - max(0, start) - len(found)):
                block = os.read(self._file, left)
                if not block:
                    break
                found += block
        except OSError:
            return b""
        return bytes(found)


def _let_go(file: int, folder: Path | None) -> None:
    os.close(file)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
