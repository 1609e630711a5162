"""A request's body as text to read: text as UTF-8, bytes that are no text as a hex dump of their beginning."""

from __future__ import annotations

from typing import Final

from apiclient_gui.core.formatter import reading
from apiclient_gui.core.formatter.store import Memory
from apiclient_gui.ui.widgets.result.text_rows import HexRows

DUMPED_BYTES: Final = 64 * 1024


def render(content: bytes, content_type: str) -> bytes:
    """Return UTF-8 to show in a `CodeView`; a longer dump says in its last line what it leaves out."""
    text = reading.as_text(content, content_type)
    return _dump(content) if text is None else text


def _dump(content: bytes) -> bytes:
    rows = HexRows(Memory(content[:DUMPED_BYTES]))
    lines = [f"{rows.label(number)}  {rows.text(number)}" for number in range(rows.count)]
    if len(content) > DUMPED_BYTES:
        lines.append(f"… the first {DUMPED_BYTES // 1024} KB of {len(content):,} bytes")
    return "\n".join(lines).encode()
