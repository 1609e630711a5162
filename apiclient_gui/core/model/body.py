"""Bytes of a body, in memory or in files on disk, and where a piece of a request comes from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Literal

Place = Literal["url", "param", "header", "body", "scheme", "default"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of a prepared request comes from: the links of the Signature tab point there.

    `row` counts from 0 within the table that `place` names (for `url`: the query item as typed); `name` is the
    scheme's id or says which default; `variables` are those whose values went into the piece.
    """

    place: Place
    row: int | None = None
    name: str = ""
    variables: tuple[str, ...] = ()


BLOCK = 2**20  # bytes read from disk at once


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file as it was when the body was made; `modified` is its time stamp in ns, None: whatever it is."""

    path: Path
    size: int
    modified: int | None = None

    def blocks(self) -> Iterator[bytes]:
        """Yield the file's bytes in blocks; raise OSError when it cannot be read or is not what it was."""
        left = self.size
        with self.path.open("rb") as source:
            self._check(source)
            while block := source.read(BLOCK):
                left -= len(block)
                if left < 0:
                    break
                yield block
            self._check(source)
        if left:
            raise OSError(self._words())

    def _check(self, source: BufferedReader) -> None:
        facts = os.fstat(source.fileno())
        changed = self.modified is not None and facts.st_mtime_ns != self.modified
        if changed or facts.st_size != self.size:
            raise OSError(self._words())

    def _words(self) -> str:
        return f"the file {ascii(self.path.name)[1:-1]} changed after the request was made"


Piece = bytes | FilePart


@dataclass(frozen=True, slots=True)
class Body:
    """Exact bytes of a request's or response's body.

    All of it is `content`, unless there are `pieces`: then it is those in order, and `content` is empty. A request's
    file parts are streamed from disk; a response above 8 MB is one file of ours.
    """

    content: bytes = b""
    origin: Origin = Origin("body")
    pieces: tuple[Piece, ...] = ()
    _digest: list[str] = field(default_factory=list, compare=False, repr=False)

    @property
    def size(self) -> int:
        """Length in bytes."""
        pieces = self.pieces or (self.content,)
        return sum(len(one) if isinstance(one, bytes) else one.size for one in pieces)

    @property
    def file(self) -> Path | None:
        """The file that holds the whole body; None for a body in memory or of several pieces."""
        match self.pieces:
            case (FilePart(path=path),):
                return path
        return None

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes in blocks, files read from disk; raise OSError when one cannot be read or changed."""
        for piece in self.pieces or (self.content,):
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from piece.blocks()

    def head(self, length: int) -> bytes:
        """Return the first bytes, at most so many; raise OSError when a file cannot be read."""
        found = b""
        for block in self.blocks():
            found += block[: length - len(found)]
            if len(found) >= length:
                break
        return found

    def sha256(self) -> str:
        """Hex SHA-256 of the bytes: what SigV4 calls the payload hash. Files are read once for it.

        Raises OSError when a file cannot be read or changed.
        """
        if not self._digest:
            digest = hashlib.sha256()
            for block in self.blocks():
                digest.update(block)
            self._digest.append(digest.hexdigest())
        return self._digest[0]
