"""The body of a curl command: pieces of data joined as curl joins them, parts of a form, a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_plus

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.importers.base.options import Option, Options, left_out
from apiclient_gui.core.model import Part, Payload, Row
from apiclient_gui.core.prepare.body import FORM, urlencoded

DATA: Final = ("data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json")
PARTS: Final = ("form", "form-string")

_PARAMETER = re.compile(
    r';\s*(type|filename|headers|encoder)=("(?:[^"\\]|\\.)*+"|[^;]*+)', re.IGNORECASE
)
_QUOTED = re.compile(r"\\(.)", re.DOTALL)


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
    """Return the data of several options as one text: curl puts `&` between them, and nothing between pieces of JSON."""
    text, missing = "", []
    for piece in pieces:
        if _file(piece) is not None or _encodes_file(piece):
            missing.append(piece.name)
            continue
        value = (
            _encoded(piece.value) if piece.name in {"data-urlencode", "url-query"} else piece.value
        )
        text += ("&" if text and piece.name != "json" else "") + value
    if not missing:
        return text, ()
    return text, (
        left_out(
            "Data that stand in a file are left out of the body",
            "Open the file, and type its text into the body.",
            *(f"--{name}" for name in missing),
        ),
    )


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
        return Sent(Payload(), default, (_standard_input(),))
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
        return Sent(Payload(), "", (_standard_input(),))
    return Sent(Payload("file", file=file, guessed=False))


def _parts(given: Sequence[Option]) -> Sent:
    parts: list[Part] = []
    lost: list[str] = []
    for option in given:
        name, _, value = option.value.partition("=")
        if option.name == "form-string":
            parts.append(Part(name, value))
            continue
        found, left = _part(name, value)
        parts += found
        lost += left
    findings = (
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
    return Sent(Payload("multipart", parts=tuple(parts)), "", findings)


def _part(name: str, value: str) -> tuple[list[Part], list[str]]:
    facts = {found[1].lower(): _unquoted(found[2].strip()) for found in _PARAMETER.finditer(value)}
    cut = _PARAMETER.search(value)
    content = value[: cut.start()] if cut else value
    lost = [f"{key} of {name}" for key in ("headers", "encoder") if key in facts]
    media_type = facts.get("type", "")
    if content[:1] == "@":
        files = [_unquoted(one) for one in content[1:].split(",")]
        if "-" in files:
            return [], [*lost, f"{name} from standard input"]
        if "filename" in facts and facts["filename"] != re.split(r"[/\\]", files[0])[-1]:
            lost.append(f"the file name of {name}")
        return [Part(name, file=file, content_type=media_type) for file in files], lost
    if content[:1] == "<":
        return [], [*lost, f"{name}, a value read from a file"]
    return [Part(name, _unquoted(content), content_type=media_type)], lost


def _unquoted(text: str) -> str:
    return _QUOTED.sub(r"\1", text[1:-1]) if len(text) > 1 and text[0] == text[-1] == '"' else text


def _standard_input() -> Finding:
    return left_out(
        "The body is read from standard input", "Put it into Body yourself.", "standard input"
    )
