"""The pieces of a draft as texts for another program: its own headers, its body as text or in a file, its notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from apiclient_gui.core.exporters.base import Draft
from apiclient_gui.core.finding import Evidence, Finding
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.prepare import sources
from apiclient_gui.core.signing import services
from apiclient_gui.core.signing.payload import UNSIGNED, payload

BODY_FILE: Final = "body.bin"
"""What a body is called that cannot stand in the text."""
HASH_HEADER: Final = "x-amz-content-sha256"

_LONGEST: Final = 100_000  # bytes; Linux takes 131,072 for one argument


@dataclass(frozen=True, slots=True)
class Content:
    """A body: as text, or at a path; `missing`: the file at that path is still to be made."""

    text: str | None = None
    path: str = ""
    missing: bool = False


def headers(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Return the headers that the request brings: typed ones, and the Content-Type of its body.

    What each program writes by itself is left out. Values are text; bytes that are no UTF-8 are lone surrogates. Blanks
    around a value are no part of it (RFC 9110 §5.5), and some programs refuse them.
    """
    form = any(part.file for part in draft.parts)
    return tuple(
        (
            header.name,
            header.value.encode("latin-1").decode("utf-8", "surrogateescape").strip(" \t"),
        )
        for header in draft.prepared.lines()
        if header.origin.place != "default" or (header.name == "Content-Type" and not form)
    )


def payload_hash(draft: Draft) -> str:
    """Return the value of x-amz-content-sha256 where a signed request needs it, and has none; else nothing.

    Raises Problem("refused") for what the service does not take, or a file that changed.
    """
    if draft.wants is not AwsKeys or draft.prepared.header(HASH_HEADER) is not None:
        return ""
    try:
        value = payload(draft.prepared, draft.options, draft.service, None, in_query=False)
    except OSError as error:
        raise sources.changed(error) from error
    wanted = draft.options.get("content_sha256") or services.quirks(draft.service).content_sha256
    return value if wanted or value == UNSIGNED else ""


def content(draft: Draft) -> Content | None:
    """Return the body; None when there is none, or when it has files among its parts."""
    body = draft.prepared.body
    if not body.size or any(part.file for part in draft.parts):
        return None
    if body.file is not None:
        return Content(path=str(body.file))
    if body.pieces or body.size > _LONGEST or b"\0" in body.content:
        return Content(path=BODY_FILE, missing=True)
    try:
        return Content(body.content.decode())
    except UnicodeDecodeError:
        return Content(path=BODY_FILE, missing=True)


def notes(draft: Draft, text: str, *more: str, quotes: bool = False) -> Iterator[Finding]:
    """Give what is to be known before the text is run; `more` are further environment variables that it reads.

    `quotes`: it percent-encodes by itself what goes into the URL.
    """
    names = [*more, *(name for name in draft.stand_ins.values() if name in text)]
    if names:
        yield Finding(
            id="export_from_environment",
            severity="note",
            title=f"Secrets are read from the environment: {', '.join(dict.fromkeys(names))}",
            detail="None of them is in the text. Set these variables where you run it.",
            remedy="" if quotes else _in_url(draft, text),
        )
    body = content(draft)
    if body is not None and body.missing:
        yield Finding(
            id="export_body_in_file",
            severity="warning",
            title=f"The body does not fit into the text: it is read from the file {BODY_FILE}",
            detail="It is no text, or too long for a command line.",
            remedy=f"Save the body as {BODY_FILE} where you run it.",
        )


def _in_url(draft: Draft, text: str) -> str:
    inside = [name for word, name in draft.stand_ins.items() if word in draft.prepared.target]
    return (
        f"{' and '.join(inside)} stand{'' if len(inside) > 1 else 's'} in the URL: set the value percent-encoded."
        if any(name in text for name in inside)
        else ""
    )


def doubt(key: str, title: str, remedy: str, shown: Iterable[str] = ()) -> Finding:
    """Return a warning that another program is known to sign such a request wrongly."""
    return Finding(
        id=key,
        severity="warning",
        title=title,
        detail="The gateway will refuse the signature; here the request is signed right.",
        evidence=tuple(Evidence("In this request", one[:200]) for one in list(shown)[:3]),
        remedy=remedy,
    )
