"""What the panels of one window share, in parts: the open tabs, edits with undo, what is kept of them, the rest."""

from __future__ import annotations

from apiclient_gui.ui.state.shared import State
from apiclient_gui.ui.state.tabs import Tab, Tabs

__all__ = ["State", "Tab", "Tabs"]
