"""Requests that are refused before they are sent: the one finding that says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from apiclient_gui.core import prepare
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Request
from tests import factories
from tests.factories import URL


def refused(url: str = URL, **parts: Any) -> Finding:
    """Return why a request of these parts (factories.prepared) cannot be sent."""
    with pytest.raises(Problem) as problem:
        factories.prepared(url, **parts)
    return _sound(problem.value)


def refusing(request: Request, values: Mapping[str, str] | None = None) -> Finding:
    """Return why this request cannot be sent."""
    with pytest.raises(Problem) as problem:
        prepare.prepare(request, values or {}, strict=True)
    return _sound(problem.value)


def _sound(problem: Problem) -> Finding:
    assert problem.trouble == "refused"
    assert problem.finding.title
    assert problem.finding.remedy
    msgspec.json.encode(problem.finding)  # what cannot be printed says nothing
    return problem.finding
