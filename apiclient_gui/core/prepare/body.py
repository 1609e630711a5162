"""The body of a request: a text, a form, parts, or a file; what is in files stays there until it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus

from apiclient_gui.core import variables
from apiclient_gui.core.files import printable
from apiclient_gui.core.model import Body, Origin, Payload, Piece, Row
from apiclient_gui.core.prepare import sources
from apiclient_gui.core.prepare.texts import fill

FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Made:
    """A body, and the Content-Type that it brings along unless one is typed; empty for none."""

    body: Body
    media_type: str = ""


def make(payload: Payload, values: Mapping[str, str], typed_type: str | None) -> Made:
    """Return the bytes of a body. `typed_type` is the Content-Type in the header table: a boundary in it is used.

    Raises Problem("refused") for an unknown variable and for a file that cannot be sent.
    """
    origin = Origin("body", variables=_names(payload))
    match payload.kind:
        case "text":
            return Made(Body(_text(payload, values).encode(), origin))
        case "json":
            content = _text(payload, values, _json_encoder()).encode()
            return Made(Body(content, origin), "application/json" if content else "")
        case "form":
            content = urlencoded(payload.rows, values)
            return Made(Body(content, origin), FORM if content else "")
        case "multipart":
            from apiclient_gui.core.prepare import multipart  # noqa: PLC0415  # start-up time

            boundary = multipart.boundary(typed_type)
            pieces = multipart.pieces(payload.parts, values, boundary)
            body = _whole(pieces, origin)
            return Made(body, f"multipart/form-data; boundary={boundary}")
        case "file":
            part = sources.file_part(fill(payload.file, values, "body").text, "the body")
            media_type = sources.media_type(part.path) if payload.guessed else ""
            return Made(Body(b"", origin, (part,)), media_type)
    return Made(Body(b"", origin))


def _whole(pieces: tuple[Piece, ...], origin: Origin) -> Body:
    match pieces:
        case (bytes(content),):
            return Body(content, origin)
    return Body(b"", origin, pieces)


def urlencoded(rows: Iterable[Row], values: Mapping[str, str]) -> bytes:
    """Return the rows that are on as application/x-www-form-urlencoded (URL Standard §5.2): UTF-8, a space as `+`."""
    items = []
    for number, row in enumerate(rows):
        if row.enabled and (row.name or row.value):
            name = fill(row.name, values, f"form field {number + 1}").text
            value = fill(row.value, values, f"form field {printable(row.name, 40)}").text
            items.append(f"{_escaped(name)}={_escaped(value)}")
    return "&".join(items).encode("ascii")


def _escaped(text: str) -> str:
    return quote_plus(text, safe="*").replace(
        "~", "%7E"
    )  # RFC 3986 keeps "~", the URL Standard does not


def _names(payload: Payload) -> tuple[str, ...]:
    match payload.kind:
        case "text" | "json":
            texts = [payload.text]
        case "form":
            texts = [text for row in payload.rows if row.enabled for text in (row.name, row.value)]
        case "multipart":
            texts = [
                text
                for part in payload.parts
                if part.enabled
                for text in (part.name, part.file or part.value, part.content_type, part.filename)
            ]
        case "file":
            texts = [payload.file]
        case _:
            texts = []
    found = (name for text in texts if "{{" in text for name in variables.PLACEHOLDER.findall(text))
    return tuple(dict.fromkeys(found))


def _text(
    payload: Payload,
    values: Mapping[str, str],
    encode: Callable[[str, str], str] | None = None,
) -> str:
    return fill(payload.text, values, "body", encode).text


def _json_encoder() -> Callable[[str, str], str]:
    """Return an encoder that escapes a value which stands inside a JSON string, and leaves others as they are."""
    inside = False

    def encode(literal: str, value: str) -> str:
        nonlocal inside
        quotes = len(re.findall(r'"', re.sub(r"\\.", "", literal, flags=re.DOTALL)))
        inside ^= quotes % 2 == 1
        return json.dumps(value, ensure_ascii=False)[1:-1] if inside else value

    return encode
