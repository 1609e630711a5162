"""What came back: the header as received, and the body, unpacked, in memory or in a file when it is large."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from typing import Any

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Body, Response
from apiclient_gui.core.wire.spool import Spool
from apiclient_gui.core.wire.task import Task
from apiclient_gui.core.wire.unpack import unpacked

IN_MEMORY = 8 * 2**20  # bytes; a larger body goes into a file
MOST_RECEIVED = 2 * 2**30  # bytes; a server may send without end
MOST_UNPACKED = 2**30  # bytes; some kilobytes of gzip can unpack to gigabytes
_BLOCK = 2**18  # bytes; http.client copies each one while it holds the interpreter's lock


def response(task: Task, raw: Any, spool: Spool) -> Response:
    """Read the body of a response whose header has come; `raw` is urllib3's. 101 has none: what follows is not HTTP.

    Raises ValueError, in words for a person, for a body that is too large, not what its coding says, or that no disk
    takes; Cancelled, and what urllib3 raises.
    """
    lines = headers(task.lines)
    codings = ",".join(value for name, value in lines if name.lower() == "content-encoding")
    count = _Count()
    try:
        arriving = () if raw.status == HTTPStatus.SWITCHING_PROTOCOLS else count.blocks(raw)
        blocks = unpacked(iter(arriving), codings, MOST_UNPACKED)
        body = _kept(_until(task.cancel, blocks), spool)
    except BaseException:
        raw.close()  # what is left of it would be taken for the next answer
        raise
    if raw.status == HTTPStatus.SWITCHING_PROTOCOLS:
        raw.close()
    assert task.received_at is not None
    return Response(raw.status, raw.reason or "", lines, body, task.received_at, count.received)


def headers(lines: tuple[bytes, ...]) -> tuple[tuple[str, str], ...]:
    """Return the header lines as received, also what is no header: the person looks for exactly that."""
    found: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("latin-1").rstrip("\r\n")
        if text[:1] in {" ", "\t"} and found:  # a folded line belongs to the one before
            name, value = found[-1]
            found[-1] = (name, f"{value} {text.strip()}")
        else:
            name, _, value = text.partition(":")
            found.append((name, value.strip(" \t")))
    return tuple(found)


class _Count:
    """The bytes that came over the wire."""

    received = 0

    def blocks(self, raw: Any) -> Iterator[bytes]:
        """Yield them. In blocks: read as a whole, the length that the server claims would be allocated at once."""
        while block := raw.read(_BLOCK, decode_content=False):
            self.received += len(block)
            if self.received > MOST_RECEIVED:
                message = f"the body is larger than {MOST_RECEIVED >> 20:,} MB"
                raise ValueError(message)
            yield block


def _until(cancel: Cancel, blocks: Iterator[bytes]) -> Iterator[bytes]:
    for block in blocks:
        cancel.check()
        yield block
    cancel.check()  # a shut socket looks like the end of a body that has no length


def _kept(blocks: Iterator[bytes], spool: Spool) -> Body:
    held: list[bytes] = []
    size = 0
    for block in blocks:
        held.append(block)
        size += len(block)
        if size > IN_MEMORY:
            break
    else:
        return Body(b"".join(held))
    return spool.keep(chain(held, blocks))
