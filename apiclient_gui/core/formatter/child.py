"""The child process that lays a body out: `python -m apiclient_gui.core.formatter.child SOURCE FOLDER TYPE pretty|raw`.

It holds its own interpreter's lock while `msgspec.json.format` works (0.2 s for 50 MB), and its memory is given back when it
ends. It writes `text` (unless the body is shown as it came) and `rows` into FOLDER, and one line of JSON to standard output.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Final

import msgspec

from apiclient_gui.core.formatter import reading, rows
from apiclient_gui.core.formatter.reading import Form

_MEMORY: Final = 2 * 2**30
"""What it may take beside the source: deep nesting makes gigabytes of blanks out of some megabytes of JSON."""

_NICE: Final = 5  # the window comes first where both want the same core


class Outcome(msgspec.Struct, frozen=True):
    """What the child says. `text`: whether it wrote one; the figures are those of `rows.Index`."""

    form: Form
    note: str = ""
    text: bool = False
    rows: int = 0
    lines: int = 0


def lay_out(source: Path, folder: Path, content_type: str, *, pretty: bool) -> Outcome:
    """Read a file that is not empty, write what is to be shown into the folder; raise OSError when a file fails."""
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        read = reading.read(data, content_type, pretty=pretty)
        if read.form == "hex":
            return Outcome("hex", read.note)
        if read.content is not None:
            (folder / "text").write_bytes(read.content)
        found = rows.index(data if read.content is None else read.content)
    (folder / "rows").write_bytes(found.dump())
    return Outcome(
        read.form,
        read.note,
        text=read.content is not None,
        rows=found.rows,
        lines=found.lines,
    )


def main() -> None:
    """Run as a process; ends with the one that started it, whose end closes the standard input."""
    source, folder, content_type, how = sys.argv[1:]
    threading.Thread(target=_end_with_the_window, args=(Path(folder),), daemon=True).start()
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_NICE)
    _limit_memory(Path(source).stat().st_size)
    outcome = lay_out(Path(source), Path(folder), content_type, pretty=how == "pretty")
    sys.stdout.buffer.write(msgspec.json.encode(outcome) + b"\n")
    sys.stdout.flush()
    os._exit(0)  # a thread that waits for standard input would hold up a usual end


def _end_with_the_window(folder: Path) -> None:
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _limit_memory(size: int) -> None:
    # No such module on Windows; a limit that the system refuses is not worth failing for.
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  # not on Windows

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (size + _MEMORY, hard))


if __name__ == "__main__":
    main()
