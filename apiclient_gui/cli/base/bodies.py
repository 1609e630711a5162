"""The bodies that options name: text, a file, a form, parts; a file stays on disk unless it is a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from apiclient_gui.cli.base.output import read, usage
from apiclient_gui.core.model import Part, Payload, Row

_OPTIONS: Final = {
    "data": "-d",
    "json_body": "--json-body",
    "form": "-F",
    "urlencode": "--urlencode",
}
LARGEST_BODY = 64 * 1024 * 1024  # bytes read from a file or standard input into memory


def payload(given: dict[str, Any]) -> Payload | None:
    """Return the body that the options ask for, None when they name none. Raises Problem("usage").

    Variables in a text are filled, also when it comes from a file; a file that is none goes out as it is.
    """
    named = [option for key, option in _OPTIONS.items() if given[key] not in {None, ()}]
    if len(named) > 1:
        raise usage("two_bodies", f"{' and '.join(named)} are both given", "Give one body.")
    if given["json_body"] is not None:
        return Payload("json", _typed(given["json_body"]))
    if given["form"]:
        return Payload("multipart", parts=tuple(_part(text) for text in given["form"]))
    if given["urlencode"]:
        return Payload("form", rows=tuple(pair(text, "--urlencode") for text in given["urlencode"]))
    return _data(given["data"]) if given["data"] is not None else None


def pair(text: str, option: str) -> Row:
    """Return `name=value` as a row. Raises Problem("usage") without a name or an equals sign."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise usage(
            "pair_unreadable",
            f"{option} has no name or no equals sign",
            f"Write {option} name=value.",
        )
    return Row(name, value)


def _typed(value: str) -> str:
    return _text(_raw(value)) if value.startswith("@") else value


def _data(value: str) -> Payload:
    if not value.startswith("@"):
        return Payload("text", value)
    raw = _raw(value)
    if value == "@-":
        return Payload("text", _text(raw))
    try:
        if len(raw) <= LARGEST_BODY:
            return Payload("text", raw.decode())
    except UnicodeDecodeError:
        pass
    return Payload("file", file=value[1:], guessed=False)


def _part(text: str) -> Part:
    row = pair(text, "-F")
    if row.value == "@-":
        raise usage("part_from_input", "-F reads no standard input", "Name a file: -F name=@FILE.")
    if row.value.startswith("@"):
        return Part(row.name, file=row.value[1:])
    return Part(row.name, row.value)


def _raw(value: str) -> bytes:
    """Return the bytes of the file or standard input that `@…` names: one more than 64 MB at most."""
    try:
        if value == "@-":
            return read(LARGEST_BODY + 1)
        with Path(value[1:]).open("rb") as file:
            return file.read(LARGEST_BODY + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise usage(
            "file_unreadable",
            f"{value[1:80]} cannot be read: {reason}",
            "Name a file that is there.",
        ) from None


def _text(raw: bytes) -> str:
    if len(raw) > LARGEST_BODY:
        raise usage(
            "body_too_large", "The body is larger than 64 MB", "API Gateway takes 10 MB at most."
        )
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise usage(
            "body_not_text",
            f"The body is not UTF-8 text (byte {error.start + 1})",
            "Send bytes as they are with -d @FILE.",
        ) from None
