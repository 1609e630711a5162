"""The header lines of a request: those typed, in their order, and before them the program's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from apiclient_gui import __version__
from apiclient_gui.core.files import printable
from apiclient_gui.core.model import Header, Origin, Row
from apiclient_gui.core.prepare.texts import CONTROL, TOKEN, fill, refuse

USER_AGENT: Final = f"apiclient-gui/{__version__}"

_FRAMED: Final = frozenset({"transfer-encoding", "content-length"})


def typed(rows: tuple[Row, ...], values: Mapping[str, str]) -> tuple[Header, ...]:
    """Return the lines of the header table. Raises Problem("refused") for what no header line can hold."""
    return tuple(
        header for number, row in enumerate(rows) for header in _header(number, row, values)
    )


def complete(
    lines: tuple[Header, ...], method: str, host: str, size: int, media_type: str
) -> tuple[Header, ...]:
    """Return the typed lines after those of the program's own that nobody typed; `size` is the body's, in bytes.

    An empty `media_type` brings no Content-Type. Raises Problem("refused") for a length that is not the body's.
    """
    names = {header.name.lower() for header in lines}
    defaults = [
        ("Host", host),
        ("User-Agent", USER_AGENT),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip, deflate"),
    ]
    if media_type:
        defaults.append(("Content-Type", media_type))
    if size or method in {"POST", "PUT", "PATCH"}:
        defaults.append(("Content-Length", str(size)))
    for header in lines:
        name = header.name.lower()
        fits = name == "content-length" and header.value.strip() == str(size)
        if name in _FRAMED and not fits:
            raise refuse(
                "framing_header",
                f"{header.name} cannot be set to that",
                "The program says how long the body is; switch this header off.",
                f"{header.name}: {header.value[:60]}",
            )
    own = [
        Header(name, value, Origin("default", name=name))
        for name, value in defaults
        if name.lower() not in names
    ]
    return (*own, *lines)


def _header(number: int, row: Row, values: Mapping[str, str]) -> list[Header]:
    if not row.enabled or not (row.name or row.value):
        return []
    name = fill(row.name.strip(), values, f"header {number + 1}")
    if not TOKEN.fullmatch(name.text):
        raise refuse(
            "header_invalid",
            f"“{printable(name.text, 40)}” is no header name",
            f"Header {number + 1}: a name has letters, digits and hyphens, no blank and no colon.",
        )
    value = fill(row.value, values, f"header {name.text}")
    if CONTROL.search(value.text.replace("\t", " ")):
        raise refuse(
            "header_invalid",
            f"The header {name.text} has a line break or control character in its value",
            "Take it out; it often comes along when a token is pasted.",
        )
    origin = Origin("header", number, variables=tuple(dict.fromkeys(name.names + value.names)))
    # Beyond ASCII the bytes are UTF-8; http.client writes each character as one byte (RFC 9110 §5.5: opaque).
    return [Header(name.text, value.text.encode().decode("latin-1"), origin)]
