"""Cycles that hold widgets are collected on the window's thread, never on a worker's."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from apiclient_gui.ui import garbage
from apiclient_gui.ui.garbage import Collector


class Knot:
    """Holds itself, so that only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


def test_a_worker_that_allocates_collects_nothing(qtbot: QtBot) -> None:
    owner = QObject()
    Collector(owner)
    freed_on: list[threading.Thread] = []
    knot = weakref.ref(Knot(), lambda _: freed_on.append(threading.current_thread()))
    worker = threading.Thread(target=lambda: [[number] for number in range(200_000)])
    worker.start()
    worker.join()
    assert knot() is not None
    qtbot.waitUntil(lambda: knot() is None, timeout=5 * garbage.PERIOD)
    assert freed_on == [threading.main_thread()]


def test_now_and_then_all_is_collected() -> None:
    owner = QObject()
    collector = Collector(owner)
    old = weakref.ref(Knot())
    keep = old()
    gc.collect()
    del keep
    for _ in range(20):
        collector.collect()
    assert old() is None
