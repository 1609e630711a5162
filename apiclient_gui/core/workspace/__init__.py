"""The workspace: a folder of small TOML files with requests, environments and identities, made for git."""

from __future__ import annotations

from apiclient_gui.core.workspace.folder import StoredRequest, Workspace, new_identity
from apiclient_gui.core.workspace.steps import Edit

__all__ = ["Edit", "StoredRequest", "Workspace", "new_identity"]
