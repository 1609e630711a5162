"""The workspaces that this data folder knows, and which of them is open when none is named."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.workspace.folder import Workspace

_FILE: Final = "workspaces.json"
_MOST: Final = 50


class _Known(msgspec.Struct, frozen=True):
    open: str = ""
    folders: tuple[str, ...] = ()


class KnownWorkspaces:
    """A list of folders in the data folder; the one opened last comes first. `usual` is always among them."""

    def __init__(self, data: Path, usual: Path) -> None:
        self._file = data / _FILE
        self._usual = usual

    def current(self) -> Path:
        """Return the folder that is open: the usual one unless another was opened and is still there."""
        named = self._read().open
        folder = Path(named) if named else self._usual
        try:
            return folder if (folder / "workspace.toml").is_file() else self._usual
        except (OSError, ValueError):
            return self._usual

    def every(self) -> tuple[tuple[str, Path], ...]:
        """Return name and folder of each workspace that can be opened now."""
        found = []
        for folder in dict.fromkeys([*map(Path, self._read().folders), self._usual]):
            try:
                found.append((Workspace.open(folder).name, folder))
            except Problem:
                continue  # on a disk that is not there at the moment, or gone
        return tuple(found)

    def open(self, folder: Path) -> None:
        """Remember this folder as the open one. Raises Problem("storage") when that cannot be written."""
        known = self._read()
        folders = tuple(dict.fromkeys([str(folder), *known.folders]))[:_MOST]
        files.make_folder(self._file.parent, private=not self._file.parent.exists())
        files.write(self._file, msgspec.json.encode(_Known(str(folder), folders)), mode=0o600)

    def _read(self) -> _Known:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Known)
        except (OSError, ValueError, msgspec.MsgspecError, RecursionError):
            return _Known()  # none was opened yet; a damaged list costs what it remembered
