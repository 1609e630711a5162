"""A case: one refusal with everything that may explain it, and what can be read from it. Causes judge it."""

from __future__ import annotations

from apiclient_gui.core.case.known import Case

__all__ = ["Case"]
