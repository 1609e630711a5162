"""How a request becomes a text for another program: one format a file."""

from __future__ import annotations

from apiclient_gui.core.exporters import awscurl, curl, presigned, python, raw
from apiclient_gui.core.exporters.base import Exporter
from apiclient_gui.core.registry import members

TABLE = members(globals(), Exporter)
