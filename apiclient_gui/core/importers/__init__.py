"""How a text of another program becomes a request: one format a file."""

from __future__ import annotations

from apiclient_gui.core.importers import awscurl, curl
from apiclient_gui.core.importers.base import Importer
from apiclient_gui.core.registry import members

TABLE = members(globals(), Importer)


def recognised(text: str) -> Importer | None:
    """Return the importer for a pasted text; None for any other text. Cheap: it looks at the beginning only."""
    return next((one for one in TABLE.values() if one.recognises(text)), None)
