"""The body of a curl command: pieces of data joined as curl joins them, parts of a form, a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote_plus

from apiclient_gui.core.finding import Evidence, Finding
from apiclient_gui.core.importers.base.options import Option, Options, left_out
from apiclient_gui.core.model import Part, Payload, Row
from apiclient_gui.core.prepare.body import FORM, urlencoded

DATA: Final = ("data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json")
PARTS: Final = ("form", "form-string")

_PARAMETER = re.compile(
    r';\s*(type|filename|headers|encoder)=("(?:[^"\\]|\\.)*+"|[^;]*+)', re.IGNORECASE
)
_QUOTED = re.compile(r"\\(.)", re.DOTALL)
_LARGEST: Final = 1_000_000  # bytes of a file whose text is taken into the request
_STRIPPED: Final = str.maketrans("", "", "\r\n\0")  # by curl, out of a file given with --data


@dataclass(frozen=True, slots=True)
class Sent:
    """A body, and the Content-Type that curl sends with it unless one is given."""

    payload: Payload
    media_type: str = ""
    findings: tuple[Finding, ...] = ()


def body(options: Options, media_type: str | None) -> Sent:
    """Return the body; `media_type` is the Content-Type given, None without one, empty when it is taken away."""
    if options.has(*PARTS):
        return _parts([option for option in options.every if option.name in PARTS])
    if file := options.last("upload-file"):
        return _upload(file)
    pieces = [option for option in options.every if option.name in DATA]
    return _data(pieces, media_type) if pieces else Sent(Payload())


def _data(pieces: Sequence[Option], media_type: str | None) -> Sent:
    default = "application/json" if any(piece.name == "json" for piece in pieces) else FORM
    if len(pieces) == 1 and (file := _file(pieces[0])) is not None:
        return _whole_file(file, pieces[0].name, default)
    text, findings = joined(pieces)
    if (default if media_type is None else media_type).partition(";")[
        0
    ].strip().lower() == "application/json":
        return Sent(Payload("json", text) if text else Payload(), default, findings)
    if (media_type is None or media_type.strip().lower() == FORM) and (rows := _rows(text)):
        return Sent(Payload("form", rows=rows), FORM, findings)
    return Sent(Payload("text", text), default, findings)


def joined(pieces: Sequence[Option]) -> tuple[str, tuple[Finding, ...]]:
    """Return the data of several options as one text: curl puts `&` between them, and nothing between pieces of JSON.

    The text of files among them is read in; a variable without a value stands for what cannot be read, so that the
    request is not sent without it.
    """
    text = ""
    read: list[str] = []
    missing: list[str] = []
    for piece in pieces:
        file = _file(piece)
        encodes = piece.name in {"data-urlencode", "url-query"}
        if file is None and not _encodes_file(piece):
            value = _encoded(piece.value) if encodes else piece.value
        else:
            name, _, path = piece.value.partition("@")
            content = _text_of(path)
            (missing if content is None else read).append(path)
            if content is None:
                value = _stand_in(path)
            elif encodes:
                value = quote(content, safe="-._~").replace("%20", "+")
            else:
                binary = piece.name in {"data-binary", "json"}
                value = content if binary else content.translate(_STRIPPED)
            value = f"{name}={value}" if encodes and name else value
        text += ("&" if text and piece.name != "json" else "") + value
    return text, (*_read_in(read), *_missing(missing))


def _encoded(value: str) -> str:
    """Return `content`, `=content` or `name=content` as --data-urlencode sends it: a name stands as it is."""
    name, equals, content = value.partition("=")
    if not equals:
        name, content = "", value
    escaped = quote(content, safe="-._~").replace("%20", "+")
    # A variable of the shell stays one.
    escaped = re.sub(r"%7B%7B(\w+)%7D%7D", r"{{\1}}", escaped)
    return f"{name}={escaped}" if name else escaped


def _encodes_file(piece: Option) -> bool:
    before, at, _ = piece.value.partition("@")
    return piece.name in {"data-urlencode", "url-query"} and bool(at) and "=" not in before


def _file(piece: Option) -> str | None:
    reads = piece.name not in {"data-raw", "data-urlencode", "url-query"}
    return piece.value[1:] if reads and piece.value.startswith("@") else None


def _rows(text: str) -> tuple[Row, ...]:
    """Return the fields of a form; none unless they give the same bytes again."""
    if not text or "{{" in text:
        return ()
    pairs = (item.partition("=") for item in text.split("&"))
    rows = tuple(Row(unquote_plus(name), unquote_plus(value)) for name, _, value in pairs)
    try:
        return rows if urlencoded(rows, {}).decode() == text else ()
    except UnicodeEncodeError:
        return ()


def _whole_file(file: str, option: str, default: str) -> Sent:
    if file == "-":
        return _standard_input(default)
    if option in {"data-binary", "json"}:
        return Sent(Payload("file", file=file, guessed=False), default)
    finding = Finding(
        id="import_line_breaks_kept",
        severity="note",
        title="The file is sent as it is",
        detail=f"curl takes the line breaks out of a file given with --{option}; here they stay.",
        remedy="If the server minds them, save the file without.",
    )
    return Sent(Payload("file", file=file, guessed=False), default, (finding,))


def _upload(file: str) -> Sent:
    if file in {"-", "."}:
        return _standard_input("")
    return Sent(Payload("file", file=file, guessed=False))


def _parts(given: Sequence[Option]) -> Sent:
    parts: list[Part] = []
    lost: list[str] = []
    read: list[str] = []
    missing: list[str] = []
    for option in given:
        name, _, value = option.value.partition("=")
        if option.name == "form-string":
            parts.append(Part(name, value))
            continue
        found, left = _part(name, value, read, missing)
        parts += found
        lost += left
    findings: tuple[Finding, ...] = (
        (
            left_out(
                "Some things about parts of the form cannot be said here",
                "Check the parts in Body.",
                *dict.fromkeys(lost),
            ),
        )
        if lost
        else ()
    )
    findings = (*findings, *_read_in(read), *_missing(missing))
    return Sent(Payload("multipart", parts=tuple(parts)), "", findings)


def _part(
    name: str, value: str, read: list[str], missing: list[str]
) -> tuple[list[Part], list[str]]:
    """Return the parts that an option makes, and what is lost; files are added to those read in, or missing."""
    facts = {found[1].lower(): _unquoted(found[2].strip()) for found in _PARAMETER.finditer(value)}
    cut = _PARAMETER.search(value)
    content = value[: cut.start()] if cut else value
    lost = [f"{key} of {name}" for key in ("headers", "encoder") if key in facts]
    media_type, filename = facts.get("type", ""), facts.get("filename", "")
    if content[:1] == "@":
        files = [_unquoted(one) for one in content[1:].split(",")]
        if "-" in files:
            missing.append("-")
            return [Part(name, _stand_in("-"), "", media_type, filename=filename)], lost
        return [
            Part(name, "", file, media_type, filename="" if _name(file) == filename else filename)
            for file in files
        ], lost
    text: str | None = _unquoted(content)
    if content[:1] == "<":
        path = _unquoted(content[1:])
        text = _text_of(path)
        (missing if text is None else read).append(path)
        text = _stand_in(path) if text is None else text
    return [Part(name, text or "", "", media_type, filename=filename)], lost


def _unquoted(text: str) -> str:
    return _QUOTED.sub(r"\1", text[1:-1]) if len(text) > 1 and text[0] == text[-1] == '"' else text


def _name(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]


def _text_of(path: str) -> str | None:
    """Return the text of a file; None when it is not there, no UTF-8, too large, or would be read as a variable."""
    try:
        place = Path(path)
        if not place.is_file() or place.stat().st_size > _LARGEST:
            return None
        text = place.read_bytes().decode()
    except (OSError, ValueError):
        return None
    return None if "{{" in text else text


def _stand_in(path: str) -> str:
    if path in {"-", "."}:
        return "{{standard_input}}"
    return "{{data_of_" + re.sub(r"\W+", "_", _name(path)) + "}}"


def _read_in(paths: Sequence[str]) -> tuple[Finding, ...]:
    if not paths:
        return ()
    finding = Finding(
        id="import_file_read",
        severity="note",
        title="The text of a file was taken into the body",
        detail="It is saved with the request; later changes of the file are not seen.",
        evidence=tuple(Evidence("Read", path[:200]) for path in dict.fromkeys(paths)),
    )
    return (finding,)


def _missing(paths: Sequence[str]) -> tuple[Finding, ...]:
    if not paths:
        return ()
    shown = dict.fromkeys(paths)
    names = ", ".join(dict.fromkeys(_stand_in(path) for path in shown))
    finding = Finding(
        id="import_data_missing",
        severity="error",
        title="Data that the command reads are missing in the request",
        detail="They come from standard input, or from a file that is not there, is no UTF-8 text, has {{ in it or has "
        f"more than {_LARGEST // 1_000_000} MB. {names} stands in their place, so nothing is sent without them.",
        evidence=tuple(
            Evidence("Not read", "standard input" if path == "-" else path[:200]) for path in shown
        ),
        remedy="Put the data into Body, or choose one file as the body.",
    )
    return (finding,)


def _standard_input(media_type: str) -> Sent:
    return Sent(Payload("text", _stand_in("-")), media_type, _missing(["-"]))
