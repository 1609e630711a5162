"""Files that go into a body: looked at when the request is prepared, read when it is hashed and sent."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import FilePart
from apiclient_gui.core.prepare.texts import refuse

UNKNOWN_TYPE: Final = "application/octet-stream"  # RFC 7578 §4.4, RFC 9110 §8.3


def file_part(text: str, where: str) -> FilePart:
    """Return the file at this path as it is now; `~` is the home folder, a relative path begins at the current one.

    Raises Problem("refused") when it is not there, is no ordinary file, or cannot be read; `where` says what for.
    """
    if not text.strip():
        raise refuse(
            "body_file_missing", f"No file is chosen for {where}", "Choose one.", place="body"
        )
    path = Path(os.path.expanduser(text))  # noqa: PTH111  # Path's raises for an unknown user
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise _unusable(text, where, "it is a folder")
        if not stat.S_ISREG(
            facts.st_mode
        ):  # to open a pipe that nobody writes to waits without end
            raise _unusable(text, where, "it is no ordinary file")
        path.open("rb").close()
    except FileNotFoundError:
        raise refuse(
            "body_file_missing",
            f"The file for {where} is not there",
            "Choose another file, or put it back.",
            printable(text, 200),
            place="body",
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have such a name"
        raise _unusable(text, where, reason) from None
    return FilePart(path, facts.st_size, facts.st_mtime_ns)


def changed(error: OSError) -> Problem:
    """Return the Problem("refused") for a file that could be read no more when it was hashed."""
    reason = error.strerror or str(error)
    return refuse(
        "body_file_unreadable",
        f"The body cannot be read: {reason}",
        "Send again when nothing writes to the file any more.",
        place="body",
    )


def media_type(path: Path) -> str:
    """Return the media type that the name of a file tells; a packed one (.gz) is of none that is known."""
    import mimetypes  # noqa: PLC0415  # start-up time

    kind, packed = mimetypes.guess_type(path.name)
    return UNKNOWN_TYPE if kind is None or packed else kind


def _unusable(text: str, where: str, reason: str) -> Problem:
    return refuse(
        "body_file_unreadable",
        f"The file for {where} cannot be read: {reason}",
        "Choose another file, or change its permissions.",
        printable(text, 200),
        place="body",
    )
