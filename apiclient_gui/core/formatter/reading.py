"""What a body is and how it reads: JSON laid out, other text as UTF-8, or bytes that are no text."""

from __future__ import annotations

import codecs
import mmap
from dataclasses import dataclass
from email.message import Message
from typing import Final, Literal

import msgspec

Form = Literal["json", "text", "hex"]

LAID_OUT_BYTES: Final = 256 * 2**20
"""Larger JSON is shown as it came: laying it out takes three to six times its size in memory."""

_BLOCK: Final = 2**20
_DEEP: Final = 16
_OTHERS: Final = bytes(set(range(256)) - set(b"[]{}"))
_ALIKE: Final = bytes.maketrans(b"{}", b"[]")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a body is shown. `content` is UTF-8, or None: the body as it came; `note` is what a person has to know."""

    form: Form
    content: bytes | None = None
    note: str = ""


def read(data: bytes | mmap.mmap, content_type: str, *, pretty: bool) -> Reading:
    """Tell JSON, text and bytes apart, by looks where the type says nothing, and lay JSON out if `pretty`.

    Numbers stay as they were written and repeated names stay repeated (RFC 8259 §4, §6): only white space changes.
    Takes 4 ms a megabyte and holds the interpreter's lock meanwhile, so from 2 MB on it belongs into a child process.
    """
    text: bytes | mmap.mmap = data
    recoded = None
    if not _is_utf8(data):
        recoded = _recoded(data, content_type)
        if recoded is None:
            return Reading("hex", note="Not text: shown as bytes")
        text = recoded
    media = content_type.partition(";")[0].strip().lower()
    named = media.endswith(("/json", "+json"))
    if not named and text[:100].lstrip()[:1] not in {b"{", b"["}:
        return Reading("text", recoded)
    if len(text) > LAID_OUT_BYTES:
        note = f"JSON above {LAID_OUT_BYTES // 2**20} MB is not laid out"
        return Reading("text", recoded, note)
    try:
        laid_out = msgspec.json.format(text, indent=2)
    except MemoryError:
        return Reading("text", recoded, "Laid out it would be too large, so it is shown as it came")
    except (msgspec.DecodeError, RecursionError, ValueError):
        return Reading(
            "text", recoded, "Not valid JSON, although its type says so" if named else ""
        )
    return Reading("json", laid_out if pretty else recoded)


def is_deep(content: bytes) -> bool:
    """Say whether JSON may be nested so deeply that blanks make it hundreds of times as large: 2 MB became 800 MB.

    Brackets within texts count as well, so some that is not deep is called so. 2 MB take some milliseconds.
    """
    brackets = content.translate(_ALIKE, _OTHERS)
    for _ in range(_DEEP):
        brackets = brackets.replace(b"[]", b"")
    return len(brackets) > _DEEP


def as_text(content: bytes, content_type: str) -> bytes | None:
    """Return text as UTF-8, from the charset that its type names if it is none; None for bytes that are no text."""
    return content if _is_utf8(content) else _recoded(content, content_type)


def _is_utf8(data: bytes | mmap.mmap) -> bool:
    if data.find(b"\0") >= 0:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _BLOCK):
            decoder.decode(data[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _recoded(data: bytes | mmap.mmap, content_type: str) -> bytes | None:
    header = Message()
    header["Content-Type"] = content_type.encode("ascii", "replace").decode()
    charset = header.get_content_charset()
    if not charset or len(data) > LAID_OUT_BYTES:
        return None
    try:
        text = data[:].decode(charset).encode("utf-8", "replace")
    except (LookupError, ValueError):
        return None
    return None if b"\0" in text else text
