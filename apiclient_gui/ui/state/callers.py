"""Asking AWS from the window who an identity is: one call at a time for each, and what was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Identity
from apiclient_gui.core.program import Program
from apiclient_gui.core.whoami import Caller
from apiclient_gui.ui.snapshot import Asked
from apiclient_gui.ui.state.asking import Asking
from apiclient_gui.ui.tasks import Task, Tasks


class Callers(QObject):
    """`changed` carries the id of the identity of which something else is known now.

    `environment` gives the name of the one that is chosen: facts of an identity may name its variables.
    """

    changed = Signal(str)

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        asking: Asking,
        environment: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._tasks = tasks
        self._asking = asking
        self._environment = environment
        self._known: dict[str, Asked] = {}
        self._running: dict[str, Task] = {}

    def about(self, identity: Identity) -> Asked:
        """Return what is known of an identity."""
        return self._known.get(identity.id, Asked())

    def ask(self, identity: Identity) -> None:
        """Ask AWS; nothing happens while a call is under way."""
        key = identity.id
        if key in self._running:
            return
        program, person, environment = self._program, self._asking.person, self._environment()

        def told(caller: Caller) -> None:
            self._running.pop(key, None)
            self._put(key, Asked(caller))

        def failed(finding: Finding) -> None:
            self._running.pop(key, None)
            self._put(key, Asked(finding=finding))

        self._put(key, replace(self.about(identity), running=True, finding=None))
        self._running[key] = self._tasks.start(
            lambda cancel: program.whoami(identity, environment, cancel, person=person),
            told,
            failed,
            name="ask who it is",
        )

    def cancel(self, identity: Identity) -> None:
        """Wait no longer for what AWS says."""
        task = self._running.pop(identity.id, None)
        if task is not None:
            task.cancel()
            self._put(identity.id, replace(self.about(identity), running=False))

    def forget(self, identity: Identity) -> None:
        """Forget what was said: the identity is another one now."""
        self.cancel(identity)
        if self._known.pop(identity.id, None) is not None:
            self.changed.emit(identity.id)

    def _put(self, key: str, asked: Asked) -> None:
        if asked != self._known.get(key):
            self._known[key] = asked
            self.changed.emit(key)
