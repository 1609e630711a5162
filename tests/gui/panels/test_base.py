"""What a panel is: an id and how to make it; the table holds all of them."""

from __future__ import annotations

from apiclient_gui.ui import pages, panels
from apiclient_gui.ui.panels.base import Panel


def test_the_window_has_these_panels() -> None:
    assert set(panels.TABLE) == {"request_list", "open_requests", "composer", "result"}
    assert set(pages.TABLE) == {"identities", "tokens", "practice", "history"}
    assert all(isinstance(panel, Panel) for panel in panels.TABLE.values())
