"""A browser at the identity provider of the gateway under test."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.idp_browser import Browser


@pytest.fixture
def browser(desk: Any) -> Browser:
    """Give a browser that nobody has logged in with yet."""
    return Browser(desk.description.idp)
