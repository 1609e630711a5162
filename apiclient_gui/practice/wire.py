"""HTTP/1.1 as it stands on the wire: requests read without changing a byte of target and headers, replies written.

http.server's own parser goes through the e-mail package, which folds, strips and drops header lines; a judge of
signatures needs them as they came. RFC 9112 is meant where a section is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import formatdate
from http import HTTPStatus
from io import BufferedIOBase
from typing import Final

from apiclient_gui.practice import refusals
from apiclient_gui.practice.refusals import BODY_LIMIT, Refused

TARGET_LIMIT: Final = 10_240  # quotas of a regional endpoint: URL and header block
HEADERS_LIMIT: Final = 10_240
JSON: Final = ("Content-Type", "application/json")
_LINE_LIMIT: Final = 65_536
_REQUEST_LINE: Final = re.compile(
    rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\x7e\x80-\xff]+) HTTP/1\.([01])"
)
_HEADER: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)")
_FOLDED: Final = re.compile(rb"[ \t]+([\t\x20-\x7e\x80-\xff]*)")
_ABSOLUTE: Final = re.compile(rb"(?i)https?://[^/?#]*")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?")
_LENGTH: Final = re.compile(rb"[0-9]{1,15}")
_BLANKS: Final = b" \t"


@dataclass(frozen=True, slots=True)
class Received:
    """A request as received. `target` has path and query as sent; header names are lower-case, values untouched.

    `source_ip` is the address that it came from.
    """

    method: str
    target: bytes
    headers: tuple[tuple[str, bytes], ...]
    body: bytes = b""
    keep_alive: bool = True
    source_ip: str = ""

    @property
    def path(self) -> bytes:
        """What stands before the question mark."""
        return self.target.partition(b"?")[0]

    @property
    def query(self) -> bytes:
        """What stands after the question mark."""
        return self.target.partition(b"?")[2]

    def values(self, name: str) -> tuple[bytes, ...]:
        """Return the values of all header lines of that (lower-case) name, without blanks around them."""
        return tuple(value.strip(_BLANKS) for key, value in self.headers if key == name)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply before it is put on the wire: Date, Content-Length and Connection are added there."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


# ---------------------------------------------------------------- requests


def read_head(source: BufferedIOBase) -> Received | None:
    """Return the next request without its body; None when the connection ended before one began.

    Raises Refused for what is not HTTP/1.x or goes beyond a limit: the connection is of no use after that.
    """
    line = _line(source)
    while line in (b"\r\n", b"\n"):  # §2.2: empty lines before a request are passed over
        line = _line(source)
    if not line:
        return None
    if len(line) > _LINE_LIMIT:
        raise Refused(refusals.target_too_long())
    found = _REQUEST_LINE.fullmatch(_bare(line))
    if found is None:
        raise Refused(refusals.bad_request("The request line is not one of HTTP/1.1."))
    method, target, minor = found.groups()
    target = _ABSOLUTE.sub(b"", target, count=1) if target[:4].lower() == b"http" else target
    if len(target) > TARGET_LIMIT:
        raise Refused(refusals.target_too_long())
    headers = _headers(source)
    return Received(
        method.decode("ascii"),
        target if target.startswith((b"/", b"*")) else b"/" + target,
        headers,
        keep_alive=_stays(headers, minor == b"1"),
    )


def read_body(head: Received, source: BufferedIOBase, go_on: Callable[[], None]) -> bytes:
    """Return the body as the sender had it, chunks put together.

    `go_on` is called when the sender waits for `100 Continue`. Raises Refused for a body that is too large or not
    framed as RFC 9112 §6 and §7.1 want it, EOFError when the connection ended within it.
    """
    lengths, codings = head.values("content-length"), head.values("transfer-encoding")
    if codings and lengths:
        raise Refused(refusals.bad_request("Both Content-Length and Transfer-Encoding (§6.1)."))
    if codings:
        if [coding.lower() for coding in codings] != [b"chunked"]:
            raise Refused(refusals.bad_request("A Transfer-Encoding other than chunked."))
    elif not lengths:
        return b""
    elif len(set(lengths)) > 1 or not _LENGTH.fullmatch(lengths[0]):
        raise Refused(refusals.bad_request("Content-Length is not one number."))
    elif int(lengths[0]) > BODY_LIMIT:
        raise Refused(refusals.body_too_large())
    if [value.lower() for value in head.values("expect")] == [b"100-continue"]:
        go_on()
    return _chunks(source) if codings else _exactly(source, int(lengths[0]))


def _headers(source: BufferedIOBase) -> tuple[tuple[str, bytes], ...]:
    found: list[tuple[str, bytes]] = []
    size = 0
    while line := _line(source):
        size += len(line)
        if size > HEADERS_LIMIT:
            raise Refused(refusals.headers_too_large())
        bare = _bare(line)
        if not bare:
            break
        if header := _HEADER.fullmatch(bare):
            found.append((header[1].decode("ascii").lower(), header[2]))
        elif found and (folded := _FOLDED.fullmatch(bare)):
            # §5.2: a line that goes on counts as one blank and what follows.
            name, value = found[-1]
            found[-1] = (name, value + b" " + folded[1])
        else:
            raise Refused(refusals.bad_request("A header line is not `name: value`."))
    if not line:
        raise Refused(refusals.bad_request("The connection ended within the headers."))
    if sum(name == "host" for name, _ in found) != 1:
        raise Refused(refusals.bad_request("There has to be exactly one Host header (§3.2)."))
    return tuple(found)


def _stays(headers: tuple[tuple[str, bytes], ...], newer: bool) -> bool:
    options = {
        option.strip().lower()
        for name, value in headers
        if name == "connection"
        for option in value.split(b",")
    }
    return b"close" not in options if newer else b"keep-alive" in options


def _chunks(source: BufferedIOBase) -> bytes:
    whole = bytearray()
    while True:
        found = _CHUNK.fullmatch(_bare(_line(source)))
        if found is None:
            raise Refused(refusals.bad_request("A chunk has no size (§7.1)."))
        size = int(found[1], 16)
        if len(whole) + size > BODY_LIMIT:
            raise Refused(refusals.body_too_large())
        if size == 0:
            break
        whole += _exactly(source, size)
        if _bare(_line(source)):
            raise Refused(refusals.bad_request("A chunk is longer than its size says (§7.1)."))
    trailer = 0
    while _bare(line := _line(source)):  # §7.1.2: trailer fields are passed over
        trailer += len(line)
        if trailer > HEADERS_LIMIT:
            raise Refused(refusals.headers_too_large())
    return bytes(whole)


def _line(source: BufferedIOBase) -> bytes:
    return source.readline(_LINE_LIMIT + 1)


def _bare(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")


def _exactly(source: BufferedIOBase, size: int) -> bytes:
    content = source.read(size)
    if len(content) < size:
        raise EOFError
    return content


# ---------------------------------------------------------------- replies


def render(reply: Reply, at: datetime, *, keep_alive: bool, bodiless: bool) -> bytes:
    """Return status line, headers and body as one piece, for one write: two would wait for each other's packets.

    `at` is the time for the header Date (UTC). `bodiless`: the request was HEAD, which gets the length of the body and not the body.
    """
    lines = [
        f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
        f"Date: {formatdate(at.timestamp(), usegmt=True)}",
        *(f"{name}: {value}" for name, value in reply.headers),
        f"Content-Length: {len(reply.body)}",
        f"Connection: {'keep-alive' if keep_alive else 'close'}",
    ]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return head if bodiless else head + reply.body
