"""PNG images made by hand: real ones, and ones that claim more than they hold."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 1, height: int = 1, *, claimed: tuple[int, int] | None = None) -> bytes:
    """Return a black image; `claimed` is the size that its head says instead."""
    head = struct.pack(">IIBBBBB", *(claimed or (width, height)), 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0\0\0" * width) * height)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
