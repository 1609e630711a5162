"""The program behind a command: made from the global options, with the practice gateway's keys at hand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from apiclient_gui.core.program import Program, data_folder, named_folder
from apiclient_gui.core.redact import guard_logging


@dataclass(slots=True)
class Session:
    """Global options of one call; filled by click while it parses, so not frozen."""

    data_dir: str | None = None
    workspace: str | None = None
    as_json: bool = False

    @property
    def data(self) -> Path:
        """The data folder that holds for this call."""
        return data_folder(self.data_dir)

    def program(self) -> Program:
        """Return the program over that folder."""
        workspace = named_folder(self.workspace) if self.workspace else None
        program = Program(self.data, workspace=workspace)
        guard_logging(program.redactor)
        if os.path.isdir(program.data / "practice"):  # noqa: PTH112  # Path's raises for a name too long
            program.vault.fill_later(lambda: _remember(program))
        return program


def _remember(program: Program) -> None:
    from apiclient_gui.practice import seed

    seed.remember_keys(program)
