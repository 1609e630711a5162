"""The TOML of workspace files: typed when read, laid out for people and git when written."""

from __future__ import annotations

import re
import secrets
import tomllib
from collections.abc import Iterator
from typing import Any, Final, TypeVar

import msgspec
import tomli_w

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence, Finding, Problem

# API Gateway takes 10 MB of payload; a file beyond this is not one of ours.
LARGEST: Final = 32 * 1024 * 1024  # bytes

_ALWAYS_WRITTEN: Final = ("version", "name", "method", "url")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPED: Final = re.compile(r'[\x00-\x08\x0a-\x1f\x7f"\\]')
_ESCAPED_MULTILINE: Final = re.compile(r'[\x00-\x08\x0b-\x1f\x7f\\]|(?<="")"|"\Z')
_SHORT_ESCAPES: Final = {"\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}

T = TypeVar("T", bound=msgspec.Struct)


def parse_table(content: bytes) -> dict[str, Any]:
    """Return the table in a TOML file. Raises ValueError whose words say what is wrong, and where."""
    if not content.strip():
        message = "it is empty"
        raise ValueError(message)
    try:
        # Windows editors put a byte order mark in front, which TOML does not know.
        return tomllib.loads(content.decode("utf-8-sig"))
    except RecursionError:
        message = "it is nested too deeply"
        raise ValueError(message) from None
    except ValueError as error:
        # Broken TOML, other encodings, and numbers of more than 4,300 digits.
        raise ValueError(printable(str(error), 300)) from None


def parse(content: bytes, kind: type[T]) -> tuple[T, tuple[str, ...]]:
    """Return the value in a file, and the keys in it that this version does not know (`body.file`).

    Raises ValueError whose words say what is wrong and where: line and column, or the path of the key.
    """
    raw = parse_table(content)
    try:
        value = msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise ValueError(printable(str(error), 300)) from None
    return value, tuple(_unknown_keys(raw, value))


def render(value: msgspec.Struct) -> bytes:
    """Return the file for a value: stable order, defaults left out, one row a line, long texts readable.

    tomli_w lays the document out around place marks and the texts are put in afterwards, because it would lose
    carriage returns in a multi-line string, escape every quote of a JSON body, and change the layout of all rows when
    one gets longer than 100 characters. Raises Problem("storage") for a text that is not Unicode or is too large.
    """
    head = {key: getattr(value, key) for key in _ALWAYS_WRITTEN if hasattr(value, key)}
    mark = secrets.token_hex(4)
    texts: list[str] = []

    def lift(item: Any, where: str, *, in_row: bool) -> Any:
        if isinstance(item, dict):
            # An empty table is a default that msgspec does not know as one ([auth] of a plain request).
            return {
                _checked(key, where): lift(child, f"{where}.{key}", in_row=in_row)
                for key, child in item.items()
                if child != {}
            }
        if isinstance(item, tuple):
            return [lift(c, f"{where}[{number}]", in_row=True) for number, c in enumerate(item)]
        if not isinstance(item, str):
            return item
        texts.append(_string(_checked(item, where), multiline="\n" in item and not in_row))
        return f"{mark}{len(texts) - 1}"

    document = tomli_w.dumps(lift(head | msgspec.to_builtins(value), "", in_row=False))
    content = re.sub(f'"{mark}([0-9]+)"', lambda found: texts[int(found[1])], document).encode()
    if len(content) > LARGEST:
        raise Problem(
            "storage",
            Finding(
                id="file_too_large",
                severity="error",
                title="This is too large for a workspace file",
                detail=f"The file would have {len(content)} bytes, the limit is {LARGEST}.",
                remedy="Shorten the body.",
            ),
        )
    return content


def _unknown_keys(raw: Any, value: Any, where: str = "") -> Iterator[str]:
    if isinstance(value, msgspec.Struct):
        for key, child in raw.items():
            if key in value.__struct_fields__:
                yield from _unknown_keys(child, getattr(value, key), f"{where}{key}.")
            else:
                yield printable(where + key, 100)
    elif isinstance(value, tuple):
        for number, (child, item) in enumerate(zip(raw, value, strict=True)):
            yield from _unknown_keys(child, item, f"{where.rstrip('.')}[{number}].")


def _checked(text: str, where: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        place = printable(where.lstrip("."), 200) or "a key"
        raise Problem(
            "storage",
            Finding(
                id="text_not_unicode",
                severity="error",
                title="A text holds half a character and cannot be saved",
                detail="A lone surrogate has no UTF-8 form. Nothing was written.",
                evidence=(
                    Evidence("Where", place),
                    Evidence(
                        "Character", f"number {error.start + 1}, U+{ord(text[error.start]):04X}"
                    ),
                ),
                remedy="Type or paste that text again.",
            ),
        ) from None
    return text


def _string(text: str, *, multiline: bool) -> str:
    # Literal strings show JSON and regular expressions as they are; what they cannot hold is escaped.
    plain = not _CONTROLS.search(text)
    if multiline:
        if plain and "'''" not in text:
            return f"'''\n{text}'''"
        return f'"""\n{_ESCAPED_MULTILINE.sub(_escape, text)}"""'
    if plain and ('"' in text or "\\" in text) and "'" not in text and "\n" not in text:
        return f"'{text}'"
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"
