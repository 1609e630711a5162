"""A look at the workspace's folder every two seconds, for files that git, an editor or the command line change.

Looking beats being told: in-place writes, network disks and a limit of watched files do not matter, and 3,000 files
take 20 ms of a worker. Nothing is looked at while the window is not in front; it is when it comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.program import Program
from apiclient_gui.ui.tasks import Task, Tasks

PAUSE_MS: Final = 2000
SETTLE_MS: Final = 250
"""A change counts once two looks so far apart find the same: a checkout of 200 files is read once, when it is done."""


class Watch(QObject):
    """`changed` when the folder is not as it was read last. `busy` says when our own changes are under way."""

    changed = Signal()

    def __init__(
        self, program: Program, tasks: Tasks, busy: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._tasks = tasks
        self._busy = busy
        self._known = self._seen = ""
        self._looking: Task | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._look_if_in_front)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(SETTLE_MS)
        self._again.timeout.connect(self.look)

    def begin(self) -> None:
        """Look from now on."""
        self._timer.start()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._look_if_in_front)

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._again.stop()

    def settle(self, mark: str) -> None:
        """Take this mark of the folder (Workspace.mark) for the one that is known."""
        self._known = self._seen = mark

    def look(self) -> None:
        """Look now, unless we are reading or writing ourselves."""
        if self._looking is not None or self._busy() or not self._known:
            return
        program = self._program
        self._looking = self._tasks.start(
            lambda _: program.workspace.mark(), self._compare, self._miss, name="look at the folder"
        )

    def _look_if_in_front(self) -> None:
        if QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive:
            self.look()

    def _compare(self, mark: str) -> None:
        self._looking = None
        if mark == self._known or self._busy():
            return
        if mark == self._seen:
            self.changed.emit()
        else:
            self._seen = mark
            self._again.start()

    def _miss(self, _: Finding) -> None:
        self._looking = None  # who reads or saves next says what is the matter
