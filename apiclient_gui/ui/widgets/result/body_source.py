"""Decides how a body is shown and makes it ready: a picture, a text of one page, or rows of any number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.formatter import launch, reading, rows
from apiclient_gui.core.formatter.reading import Form, Reading
from apiclient_gui.core.formatter.rows import Lines
from apiclient_gui.core.formatter.store import Memory, Opened, Store
from apiclient_gui.core.model import Body
from apiclient_gui.ui.widgets.result import picture
from apiclient_gui.ui.widgets.result.picture import Picture
from apiclient_gui.ui.widgets.result.text_rows import HexRows, Rows, TextRows

PAGE_BYTES: Final = 64 * 1024
"""What QPlainTextEdit shows: 5,000 lines take it 26 ms, five times as many 160 ms."""
CHILD_BYTES: Final = 2 * 2**20
"""From here on another process lays out: on a thread, 2 MB hold the interpreter's lock for 8 ms."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text for `CodeView`."""

    content: bytes
    form: Form
    note: str


@dataclass(frozen=True, slots=True)
class Large:
    """Rows for `LargeView`. `image` is the form of an image that is shown by its bytes."""

    rows: Rows
    form: Form
    note: str
    image: str = ""


Shown = Text | Large | Picture


def is_quick(body: Body) -> bool:
    """Say whether `make_ready` takes some milliseconds at most, so that it needs no thread."""
    return (
        body.file is None
        and body.size <= PAGE_BYTES
        and not picture.form(body.content[: picture.HEAD])
        and not reading.is_deep(body.content)
    )


def make_ready(body: Body, content_type: str, *, pretty: bool, stop: Cancel) -> Shown:
    """Return what is shown of a body that is not empty; `pretty`: JSON laid out, an image as one.

    May take long, unless it `is_quick`. Raises Cancelled, and Problem("storage") when a file is gone or fails.
    """
    try:
        if image := picture.form(body.head(picture.HEAD)):
            return _image(body, image, pretty=pretty)
    except OSError as error:
        raise Problem("storage", _unreadable(error)) from error
    if body.content and body.size <= CHILD_BYTES and not reading.is_deep(body.content):
        return _in_memory(body.content, reading.read(body.content, content_type, pretty=pretty))
    laid = launch.lay_out(body, content_type, pretty=pretty, stop=stop)
    made = HexRows(laid.store) if laid.lines is None else TextRows(laid.lines)
    return Large(made, laid.form, laid.note)


def _in_memory(content: bytes, read: Reading) -> Text | Large:
    shown = content if read.content is None else read.content
    if read.form == "hex":
        return Large(HexRows(Memory(content)), "hex", read.note)
    if len(shown) <= PAGE_BYTES:
        return Text(shown, read.form, read.note)
    return Large(TextRows(Lines(Memory(shown), rows.index(shown))), read.form, read.note)


def _image(body: Body, image: str, *, pretty: bool) -> Picture | Large:
    drawn = picture.decode(body, image) if pretty else ""
    if isinstance(drawn, Picture):
        return drawn
    store: Store = Memory(body.content) if body.file is None else Opened(body.file)
    if drawn:
        return Large(HexRows(store), "hex", f"{drawn}: shown as bytes")
    return Large(HexRows(store), "hex", "", image)


def _unreadable(error: OSError) -> Finding:
    if isinstance(error, FileNotFoundError):
        return launch.GONE
    return launch.failed(str(error))
