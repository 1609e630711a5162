"""Multipart bodies (RFC 7578): values and files between boundaries, written the way browsers write them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.model import Part, Piece
from apiclient_gui.core.prepare import sources
from apiclient_gui.core.prepare.texts import CONTROL, fill, refuse

_PARAMETER = re.compile(r';\s*boundary=(?:"([^"]*)"|([^\s;"]+))', re.IGNORECASE)
_BOUNDARY = re.compile(
    r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]"
)  # RFC 2046 §5.1.1
_QUOTED: Final = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})  # HTML §4.10.21.8


def boundary(typed_type: str | None) -> str:
    """Return the boundary of a typed Content-Type; without one a new random one, the same for one preparing.

    Raises Problem("refused") when the typed one names no boundary: nobody could take the body apart.
    """
    if typed_type is None:
        return f"apiclient-{secrets.token_hex(16)}"
    match = _PARAMETER.search(typed_type)
    found = (match[1] or match[2] or "") if match else ""
    if not _BOUNDARY.fullmatch(found):
        raise refuse(
            "boundary_missing",
            "The Content-Type typed has no boundary that could be used",
            "Switch that header off: the program writes it, with the boundary of the body.",
            f"Content-Type: {typed_type[:100]}",
            place="headers",
        )
    return found


def pieces(parts: tuple[Part, ...], values: Mapping[str, str], edge: str) -> tuple[Piece, ...]:
    """Return the body of the parts that are on. Raises Problem("refused") for a file or type that cannot be sent."""
    found: list[Piece] = []
    for number, part in enumerate(parts):
        if part.enabled and (part.name or part.value or part.file):
            found += _part(part, values, edge, f"part {printable(part.name, 40) or number + 1}")
    found.append(f"--{edge}--\r\n".encode())
    return _joined(found)


def _part(part: Part, values: Mapping[str, str], edge: str, where: str) -> list[Piece]:
    name = _quoted(fill(part.name, values, where).text)
    media_type = fill(part.content_type, values, where).text.strip()
    if CONTROL.search(media_type):
        raise refuse(
            "part_type_invalid",
            f"The Content-Type of {where} has a control character in it",
            "Write it as text/plain, image/png and the like.",
            place="body",
        )
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"'
    filename = fill(part.filename, values, where).text
    content: Piece
    if part.file:
        content = sources.file_part(fill(part.file, values, where).text, where)
        filename = filename or content.path.name
        media_type = media_type or sources.media_type(content.path)
    else:
        content = fill(part.value, values, where).text.encode()
    if filename:
        head += f'; filename="{_quoted(filename)}"'
    if media_type:
        head += f"\r\nContent-Type: {media_type}"
    return [f"{head}\r\n\r\n".encode("utf-8", "surrogateescape"), content, b"\r\n"]


def _quoted(text: str) -> str:
    return text.translate(_QUOTED)


def _joined(found: list[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with neighbours in memory put together."""
    joined: list[Piece] = []
    held: list[bytes] = []
    for one in found:
        if isinstance(one, bytes):
            held.append(one)
        else:
            joined += [b"".join(held), one]
            held = []
    return (*joined, b"".join(held))
