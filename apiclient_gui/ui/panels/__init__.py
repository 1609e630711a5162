"""The areas of the window: one panel a file."""

from __future__ import annotations

from apiclient_gui.core.registry import members
from apiclient_gui.ui.panels import (
    composer,
    history,
    identities,
    open_requests,
    practice,
    request_list,
    result,
    tokens,
)
from apiclient_gui.ui.panels.base import Panel

TABLE = members(globals(), Panel)
