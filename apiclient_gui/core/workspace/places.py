"""Where requests and their folders stand: paths such as `IAM/list-pets`, checked before they become files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.core.workspace import findings
from apiclient_gui.core.workspace.shelf import SUFFIX, Shelf

REQUESTS: Final = "requests"


def request_file(shelf: Shelf, path: str) -> Path:
    """Return the file of a request. Raises Problem("usage") for a path that leads out of the folder."""
    parts = path.split("/")
    if not all(map(_is_plain, parts)) or any(part.endswith(SUFFIX) for part in parts[:-1]):
        raise findings.path_outside(path)
    return _checked(shelf, path, f"{path}{SUFFIX}")


def request_path(shelf: Shelf, file: Path) -> str:
    """Return the path of the request in a file."""
    return file.relative_to(shelf.folder / REQUESTS).as_posix().removesuffix(SUFFIX)


def request_folder(shelf: Shelf, path: str) -> Path:
    """Return a folder of requests; the empty path is the one that holds all. Raises Problem("usage") as above."""
    parts = path.split("/") if path else []
    if not all(_is_plain(part) and not part.endswith(SUFFIX) for part in parts):
        raise findings.path_outside(path)
    return _checked(shelf, path, path)


def folder_name(name: str) -> str:
    """Return the name of a folder of requests, as near to `name` as every system allows."""
    plain = files.folder_name(name)
    # A folder named like a file would be set aside as one.
    return plain.removesuffix(SUFFIX) + "-toml" if plain.endswith(SUFFIX) else plain


def above(path: str) -> str:
    """Return the folder in which a request or a folder stands; empty for the one that holds all."""
    return path.rpartition("/")[0]


def _is_plain(part: str) -> bool:
    return (
        bool(part)
        and not part.startswith(".")
        and files.printable(part, len(part)) == part
        and not set(part) & set("\\:")
    )


def _checked(shelf: Shelf, path: str, place: str) -> Path:
    file = shelf.folder / REQUESTS / place
    if shelf.is_linked(file):
        raise findings.path_outside(path)
    return file
