"""Bodies that came packed: unpacked block by block, so that none has to fit into memory and none grows without end."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

PIECE = 2**18  # bytes unpacked at once
_GZIP = b"\x1f\x8b"


def unpacked(blocks: Iterator[bytes], codings: str, most: int) -> Iterator[bytes]:
    """Yield the body's bytes without its codings, which are named in the order applied (RFC 9110 §8.4).

    One that is not known leaves the body as it came. Raises ValueError, in words for a person, for a body that is not
    what its coding says and for one that unpacks to more than `most` bytes.
    """
    for coding in reversed([part.strip().lower() for part in codings.split(",")]):
        if coding not in {"gzip", "x-gzip", "deflate"}:
            break
        blocks = _without(coding, blocks, most)
    return blocks


def _without(coding: str, blocks: Iterator[bytes], most: int) -> Iterator[bytes]:
    packed, left = _Packed(coding), most
    try:
        for block in blocks:
            for piece in packed.take(block):
                left -= len(piece)
                if left < 0:
                    message = f"the body is larger than {most >> 20:,} MB when unpacked"
                    raise ValueError(message)
                yield piece
    except zlib.error:
        whole = False
    else:
        whole = packed.complete
    if not whole:
        message = f"the body is not what its Content-Encoding ({coding}) says"
        raise ValueError(message)


class _Packed:
    """A stream of gzip members (RFC 1952 §2.2), or one of deflate; what follows its end is padding, and left out."""

    def __init__(self, coding: str) -> None:
        self._deflate = coding == "deflate"
        self._stream: Any = None  # the module has no public name for the type
        self._held = b""
        self._began = False
        self._over = False

    @property
    def complete(self) -> bool:
        """Whether the end has come; also of a body without a byte."""
        return self._over or (self._stream is None and (self._began or not self._held))

    def take(self, block: bytes) -> Iterator[bytes]:
        """Yield what the block unpacks to, a piece at a time."""
        rest, self._held = self._held + block, b""
        while not self._over:
            if self._stream is None:
                if (
                    len(rest) < 2
                ):  # two bytes tell how it is packed, and whether a further member follows
                    self._held = rest
                    return
                if self._began and (self._deflate or not rest.startswith(_GZIP)):
                    self._over = True
                    return
                self._stream = zlib.decompressobj(self._bits(rest))
                self._began = True
            piece = self._stream.decompress(rest, PIECE)
            rest = self._stream.unconsumed_tail
            if piece:
                yield piece
            if self._stream.eof:
                rest, self._stream = self._stream.unused_data, None
            elif not rest and len(piece) < PIECE:
                return

    def _bits(self, start: bytes) -> int:
        if not self._deflate:
            return 16 + zlib.MAX_WBITS
        # Some servers leave out the zlib header (RFC 1950), whose first byte says method 8.
        zlib_header = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS
