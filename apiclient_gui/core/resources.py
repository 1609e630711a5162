"""Where the files that ship with the program are: icons and samples, in the checkout and in the wheel alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """Return the folder of shipped files: `apiclient_gui/resources` when installed, `resources/` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def read(name: str) -> str:
    """Return the text of a shipped file, named relative to `folder()`."""
    return (folder() / name).read_text(encoding="utf-8")
