"""Reads the workspace into the frozen value that the window draws from."""

from __future__ import annotations

from apiclient_gui.core.program import Program
from apiclient_gui.ui.snapshot import Snapshot


def read(program: Program) -> Snapshot:
    """Return the workspace as it is on the disk now. Raises Problem("storage") when it cannot be read."""
    workspace = program.reload()
    mark = workspace.mark()  # first: what changes while it is read makes it be read again
    return Snapshot(
        name=workspace.name,
        folder=workspace.folder,
        requests=workspace.requests(),
        folders=workspace.folders(),
        environments=workspace.environments(),
        identities=workspace.identities(),
        troubles=workspace.troubles(),
        mark=mark,
    )
