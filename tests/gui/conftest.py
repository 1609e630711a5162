"""Tests of the window need no screen."""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True, scope="module")
def nothing_of_other_files() -> None:
    """Collect what tests of other files left before: what they did not close is not told to a test of the window."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(autouse=True)
def garbage_on_this_thread() -> Iterator[None]:
    """Collect what a test left on the window's thread, as ui/garbage does: a worker of the next must not."""
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(
        None, QEvent.Type.DeferredDelete
    )  # no loop runs that would do it
    gc.collect(1)
    gc.enable()
