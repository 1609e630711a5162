"""How credentials are put on a request: one scheme a file."""

from __future__ import annotations

from apiclient_gui.core.auth import none, sigv4, sigv4_query, sigv4a, bearer, basic
from apiclient_gui.core.auth.base import Scheme
from apiclient_gui.core.registry import members

TABLE = members(globals(), Scheme)
