"""Tests of the window need no screen."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def garbage_on_this_thread() -> Iterator[None]:
    """Collect what a test left on the window's thread, as ui/garbage does: a worker of the next must not."""
    gc.disable()
    yield
    gc.collect(1)
