"""Has a large body laid out by a child process and opens what it wrote: the window never waits for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.formatter import rows
from apiclient_gui.core.formatter.child import Outcome
from apiclient_gui.core.formatter.reading import Form
from apiclient_gui.core.formatter.rows import Lines
from apiclient_gui.core.formatter.store import Opened, Store
from apiclient_gui.core.model import Body

_TICK: Final = 0.02  # seconds between two looks at the child
_TAIL: Final = 2000  # characters of its last words
_TYPE: Final = 500  # characters
_COMMAND: Final = (sys.executable, "-m", "apiclient_gui.core.formatter.child")
_WITHOUT_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only


@dataclass(frozen=True, slots=True)
class Laid:
    """A body ready to be shown: `lines` of a text, None for bytes that are none; `store` is what is shown."""

    form: Form
    note: str
    store: Store
    lines: Lines | None


def lay_out(
    body: Body, content_type: str, *, pretty: bool, stop: Cancel, command: Sequence[str] = _COMMAND
) -> Laid:
    """Lay out a body that is not empty; waits for the child, so it belongs on a thread of its own.

    Raises Cancelled once `stop` asks (the child is killed), Problem("storage") when the body's file is gone, the
    temporary folder takes no files, or the child fails. Nothing stays on disk in any case.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="apiclient-body-"))
    except OSError as error:
        raise Problem("storage", failed(str(error))) from error
    try:
        source = body.file or _written(body, folder / "body")
        source.stat()
        how = "pretty" if pretty else "raw"
        # An argument takes neither NUL nor megabytes; of the type only its beginning counts.
        kind = content_type[:_TYPE].encode("ascii", "replace").decode().replace("\0", "")
        outcome = _run([*command, str(source), str(folder), kind, how], stop)
        return _open(outcome, source, folder)
    except FileNotFoundError as error:
        raise Problem("storage", GONE if body.file else failed(str(error))) from error
    except (OSError, ValueError) as error:
        raise Problem("storage", failed(str(error))) from error
    finally:
        # Windows keeps what is open: that goes with the store.
        shutil.rmtree(folder, ignore_errors=True)


def _written(body: Body, path: Path) -> Path:
    with path.open("wb") as file:
        file.writelines(body.blocks())
    return path


def _run(command: Sequence[str], stop: Cancel) -> Outcome:
    with subprocess.Popen(  # noqa: S603  # our own program, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=_WITHOUT_WINDOW,
    ) as process:
        while process.poll() is None:
            if stop.wait(_TICK):
                process.kill()
                raise Cancelled
        said, complaint = (pipe.read() for pipe in (process.stdout, process.stderr) if pipe)
    try:
        return msgspec.json.decode(said, type=Outcome)
    except msgspec.MsgspecError:
        words = complaint.decode("utf-8", "replace")[-_TAIL:].strip()
        raise Problem("storage", failed(words)) from None


def _open(outcome: Outcome, source: Path, folder: Path) -> Laid:
    lines = None
    if outcome.form != "hex":
        columns = (folder / "rows").read_bytes()
        index = rows.load(columns, rows=outcome.rows, lines=outcome.lines)
    shown = folder / "text" if outcome.text else source
    store = Opened(shown, folder if shown.parent == folder else None)
    if outcome.form != "hex":
        lines = Lines(store, index)
    return Laid(outcome.form, outcome.note, store, lines)


GONE: Final = Finding(
    id="body_gone",
    severity="error",
    title="This body is no longer on disk",
    detail="It was kept in a file, which has been removed since.",
    remedy="Send the request again.",
)


def failed(words: str) -> Finding:
    """Return the finding for a body that could not be shown; `words` are the system's or the child's."""
    return Finding(
        id="body_not_laid_out",
        severity="error",
        title="This body could not be laid out",
        detail="The process that does it failed.",
        evidence=(Evidence("It said", words),) if words else (),
        remedy="See that the folder for temporary files has room, or save the body and open it elsewhere.",
    )
