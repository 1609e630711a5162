"""Work of botocore on a thread of its own: a cancel leaves it alone, and what it asks is asked on the caller's thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.flow import Ask, Text

T = TypeVar("T")
Asking = Callable[[Ask], Mapping[str, Text]]

_SLICE: Final = 0.05  # seconds between two looks at the cancel


def run(work: Callable[[Asking], T], cancel: Cancel, ask: Asking) -> T:
    """Return what `work` returns, or raise what it raises; blocks.

    `work` gets a function to ask the person with: `ask` is called for it on this thread, for a prompt in a terminal
    belongs to the thread that is interrupted. Raises Cancelled when the person no longer wants it: what hangs cannot
    be ended then, and is left alone.
    """
    results: list[T] = []
    errors: list[BaseException] = []
    asked: SimpleQueue[Ask] = SimpleQueue()
    answered: SimpleQueue[Mapping[str, Text] | None] = SimpleQueue()

    def put(step: Ask) -> Mapping[str, Text]:
        asked.put(step)
        answers = answered.get()
        if answers is None:
            raise Cancelled
        return answers

    def done() -> None:
        try:
            results.append(work(put))
        except BaseException as error:  # noqa: BLE001  # told on the caller's thread
            errors.append(error)

    cancel.check()
    thread = threading.Thread(target=done, name="aws call", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_SLICE)
            if thread.is_alive() and cancel.requested:
                raise Cancelled
            with contextlib.suppress(Empty):
                answered.put(ask(asked.get_nowait()))
    finally:
        answered.put(None)  # whoever still waits for an answer ends
    if errors:
        raise errors[0]
    return results[0]
