"""Which method of a known API a request reaches: what tells a wrong path from a missing signature for certain.

Source: API Gateway Developer Guide, "Supported gateway response types" (MISSING_AUTHENTICATION_TOKEN stands for both).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from apiclient_gui.core.model import ApiMethod, KnownApi, Prepared

_PARAMETER = re.compile(r"(\{[^{}]*\})")
_LONGEST = (
    300  # characters of a path that are compared for likeness, whose cost grows with the square
)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request stands in a known API. `method` is None when the API has no such method at that path."""

    api: KnownApi
    path: str
    method: ApiMethod | None

    @property
    def nearest(self) -> tuple[str, ...]:
        """The methods most like what was sent: those at this path, else those at the paths most like it."""
        near = [one for one in self.api.methods if _matches(one.path, self.path)]
        if not near:
            paths = sorted({one.path for one in self.api.methods})
            like = difflib.get_close_matches(self.path[:_LONGEST], paths, n=3, cutoff=0.4)
            near = [one for path in like for one in self.api.methods if one.path == path]
        return tuple(f"{one.method} {one.path}" for one in near[:5])


def route(prepared: Prepared | None, apis: Iterable[KnownApi]) -> Route | None:
    """Return where a request stands in the API that its URL belongs to; None when no known API covers it."""
    if prepared is None:
        return None
    url = f"{prepared.scheme}://{prepared.host}{prepared.path}"
    covering = [api for api in apis if url == api.url or url.startswith(api.url + "/")]
    if not covering:
        return None
    api = max(covering, key=lambda one: len(one.url))
    path = unquote(url.removeprefix(api.url)) or "/"
    verbs = {prepared.method.upper(), "ANY"}
    fitting = [m for m in api.methods if m.method.upper() in verbs and _matches(m.path, path)]
    # A path without parameters is chosen before one with them.
    return Route(api, path, min(fitting, key=lambda one: one.path.count("{"), default=None))


def _matches(template: str, path: str) -> bool:
    pattern = "".join(
        (".+" if part.endswith("+}") else "[^/]+") if part.startswith("{") else re.escape(part)
        for part in _PARAMETER.split(template)
    )
    return re.fullmatch(pattern, path, re.DOTALL) is not None
