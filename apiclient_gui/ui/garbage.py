"""Reference cycles are collected on the window's thread only.

Python collects them on whatever thread allocates next. A widget freed on a worker's thread takes its notifiers and
timers along while Qt polls them, and the program ends there (seen inside the event dispatcher).
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

PERIOD: Final = 1000  # ms
_OLD: Final = 20  # a young collection takes under 1 ms, a whole one some 30 ms: so one in twenty


class Collector(QObject):
    """Switches the automatic collection off, and collects once a second as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._times = 0
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(PERIOD)

    def collect(self) -> None:
        """Collect what is young; now and then all."""
        self._times += 1
        gc.collect(2 if self._times % _OLD == 0 else 0)
