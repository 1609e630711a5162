"""How a text of another program becomes a request: one format a file."""

from __future__ import annotations

from apiclient_gui.core.importers.base import Importer
from apiclient_gui.core.registry import members

TABLE = members(globals(), Importer)
