"""A body made readable: JSON laid out, other text as it came, bytes that are no text as a hex dump."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from typing import Final, Literal

import msgspec

from apiclient_gui.ui.widgets.code_edit import Language
from apiclient_gui.ui.widgets.result.exchange_texts import size

DUMPED_BYTES: Final = 64 * 1024
LAID_OUT_BYTES: Final = (
    10 * 2**20
)  # ten times as much stops every thread for 1.5 s, also on a thread of its own
_ROW: Final = 16

Form = Literal["json", "text", "hex"]


@dataclass(frozen=True, slots=True)
class BodyText:
    """What is shown of a body. `content` is UTF-8; `note` says what a person has to know about it."""

    content: bytes
    form: Form
    note: str = ""

    @property
    def language(self) -> Language:
        """How it is coloured."""
        return "json" if self.form == "json" else "text"


def render(content: bytes, content_type: str, *, pretty: bool) -> BodyText:
    """Return what to show; takes about 20 ms for 5 MB of JSON, so large ones belong into a task."""
    text = _utf8(content, content_type)
    if text is None:
        return _dump(content)
    media, is_json = content_type.partition(";")[0].strip().lower(), False
    if media.endswith(("/json", "+json")) or text[:100].lstrip()[:1] in {b"{", b"["}:
        if len(text) > LAID_OUT_BYTES:
            return BodyText(text, "text", f"JSON above {size(LAID_OUT_BYTES)} is not laid out")
        try:
            laid_out = msgspec.json.format(text, indent=2)
            is_json = True
        except (msgspec.DecodeError, RecursionError, ValueError):
            laid_out = text
        if is_json:
            return BodyText(laid_out if pretty else text, "json")
        if media.endswith(("/json", "+json")):
            return BodyText(text, "text", "Not valid JSON, although its type says so")
    return BodyText(text, "text")


def _utf8(content: bytes, content_type: str) -> bytes | None:
    """Return text content as UTF-8; None when the bytes are no text."""
    if b"\0" not in content:
        try:
            content.decode()
        except UnicodeDecodeError:
            return _recoded(content, content_type)
        return content
    return None


def _recoded(content: bytes, content_type: str) -> bytes | None:
    header = Message()
    header["Content-Type"] = content_type.encode("ascii", "replace").decode()
    charset = header.get_content_charset()
    try:
        return content.decode(charset).encode("utf-8", "replace") if charset else None
    except (LookupError, ValueError):
        return None


def _dump(content: bytes) -> BodyText:
    part = content[:DUMPED_BYTES]
    rows = [_dump_row(at, part[at : at + _ROW]) for at in range(0, len(part), _ROW)]
    note = "Not text: shown as bytes"
    if len(content) > DUMPED_BYTES:
        note += f", the first {DUMPED_BYTES // 1024} KB of {size(len(content))}; save takes all"
    return BodyText("\n".join(rows).encode(), "hex", note)


def _dump_row(at: int, row: bytes) -> str:
    left, right = row[:8].hex(" "), row[8:].hex(" ")
    letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
    return f"{at:08x}  {left:<23}  {right:<23}  {letters}"
