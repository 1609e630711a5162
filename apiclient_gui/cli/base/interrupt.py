"""Ctrl+C while something is under way: it is cancelled as in the window, and told as a finding."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from apiclient_gui.core.cancel import Cancel, Cancelled


@contextmanager
def cancelled_by_interrupt() -> Iterator[Cancel]:
    """Give a Cancel that Ctrl+C asks to stop, as long as the block lasts. For the main thread.

    Raises KeyboardInterrupt for what was cancelled and has no outcome of its own, such as a login.
    """
    cancel = Cancel()
    before = signal.signal(signal.SIGINT, lambda *_: cancel.request())
    try:
        yield cancel
    except Cancelled:
        raise KeyboardInterrupt from None
    finally:
        signal.signal(signal.SIGINT, before)
