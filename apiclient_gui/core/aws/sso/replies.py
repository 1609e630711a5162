"""Members of replies of IAM Identity Center, which must be there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apiclient_gui.core.aws.sso.findings import malformed
from apiclient_gui.core.finding import Problem


def text(reply: Mapping[str, Any], key: str) -> str:
    """Return a text that must be there. Raises Problem("login")."""
    value = reply.get(key)
    if not isinstance(value, str) or not value:
        raise Problem("login", malformed(key))
    return value


def number(reply: Mapping[str, Any], key: str, otherwise: float) -> float:
    """Return a number, or another one where there is none."""
    value = reply.get(key)
    return float(value) if isinstance(value, int | float) else otherwise
