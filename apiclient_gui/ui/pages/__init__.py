"""The pages beside Requests, one a file; the window loads them when the first of them is shown."""

from __future__ import annotations

from apiclient_gui.core.registry import members
from apiclient_gui.ui.pages import history, identities, practice, tokens
from apiclient_gui.ui.panels.base import Panel

TABLE = members(globals(), Panel)
