"""The practice gateway of this window: started as a child process, its judgements collected, ended with the window."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, Signal

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.judgement import Judgement
from apiclient_gui.ui.state import State

if TYPE_CHECKING:
    from apiclient_gui.practice.launch import Child

Status = Literal["stopped", "starting", "running", "elsewhere", "failed", "ended"]
KEPT: Final = 500  # judgements shown; older ones go, so the memory does not grow


class Gateway(QObject):
    """The practice gateway. `elsewhere`: another window or terminal runs it, so its judgements are shown there.

    `failed`: it did not start, and `finding` says why; `ended`: its process went away unasked, which is a notice.
    """

    changed = Signal()
    judged = Signal(object)  # Judgement

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.status: Status = "stopped"
        self.description: Description | None = None
        self.finding: Finding | None = None
        self.judgements: deque[Judgement] = deque(maxlen=KEPT)
        self._state = state
        self._child: Child | None = None

    def start(self, *, fresh: bool = False) -> None:
        """Start it; `changed` follows when it serves or has failed. Then the workspace fits it and is read anew.

        `fresh` makes new keys, users and ids; one that runs here is ended for that.
        """
        if self.status == "starting" or (self.status == "running" and not fresh):
            return
        former = self._child
        self._become("starting")
        program = self._state.program
        heard = self._state.tasks.bridge(self._hear)
        ended = self._state.tasks.bridge(lambda _: self._check())

        def work(_: Cancel) -> Child:
            from apiclient_gui.practice import launch, seed  # noqa: PLC0415  # start-up time

            if former is not None:
                former.stop()  # its end may still be under way, and it holds the folder until then
            folder = program.data / "practice"
            child = launch.launch(folder, judged=heard, ended=lambda: ended(None), fresh=fresh)
            seed.remember_keys(program)
            return child

        self._state.tasks.start(
            work, self._started, self._failed, name="start the practice gateway"
        )

    def stop(self) -> None:
        """End it; one that runs elsewhere is left alone."""
        child = self._child
        if child is not None:
            self._state.tasks.start(
                lambda _: child.stop(), lambda _: None, self._state.noticed.emit, name="stop"
            )
        self.description = None
        self._become("stopped")

    def close(self) -> None:
        """End it with the window, and wait for that."""
        if self._child is not None:
            self._child.stop()

    def _started(self, child: Child) -> None:
        self._child = child
        self.description = child.description
        self._become("running" if child.owned else "elsewhere")
        self._state.load()
        self._check()

    def _check(self) -> None:
        loss = self._child.loss if self._child else None
        if loss is not None and self.status == "running":
            self.description = None
            self._become("ended")
            self._state.noticed.emit(loss)

    def _failed(self, finding: Finding) -> None:
        self.finding = finding
        self._become("failed")

    def _hear(self, judgement: Judgement) -> None:
        self.judgements.append(judgement)
        self.judged.emit(judgement)

    def _become(self, status: Status) -> None:
        self.status = status
        self.changed.emit()
