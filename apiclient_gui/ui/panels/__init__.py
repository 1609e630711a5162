"""The areas of the window: one panel a file."""

from __future__ import annotations

from apiclient_gui.core.registry import members
from apiclient_gui.ui.panels import (
    composer,
    open_requests,
    request_list,
    result,
)
from apiclient_gui.ui.panels.base import Panel

TABLE = members(globals(), Panel)
