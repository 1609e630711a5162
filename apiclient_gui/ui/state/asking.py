"""Questions of logins to the person at the window: asked by a worker, which waits, and answered on the window's thread."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.flow import Ask, Browse, Show, Text
from apiclient_gui.ui.tasks import Tasks

GIVEN_UP: Final = "login_given_up"


class Question:
    """What a worker wants to know; any thread may hold it. The first `answer` or `give_up` counts.

    `cancel` is that of the login which asks.
    """

    def __init__(self, step: Ask, cancel: Cancel | None = None) -> None:
        self.step = step
        self.cancel = cancel
        self.answers: Mapping[str, Text] | None = None
        # Cancel shuts sockets down: so both an answer and a cancel wake the worker at once, and nothing polls.
        self._waits, self._wakes = socket.socketpair()

    def answer(self, answers: Mapping[str, Text]) -> None:
        """Let the worker go on with an answer for each field."""
        self.answers = answers
        self._wake()

    def give_up(self) -> None:
        """Let the worker end the login: the person does not want to answer."""
        self._wake()

    def wait(self, cancel: Cancel) -> Mapping[str, Text]:
        """Return the answers; for the worker. Raises Problem("login") when the person gave up, Cancelled."""
        try:
            cancel.watch(self._waits)
            self._waits.recv(1)
            cancel.forget(self._waits)
        finally:
            self._waits.close()
        cancel.check()
        if self.answers is None:
            raise Problem("login", _given_up(self.step.title))
        return self.answers

    def __del__(self) -> None:
        # Not by the worker: the window's thread may just be writing to it.
        self._wakes.close()

    def _wake(self) -> None:
        # Closed: the worker was cancelled and waits no more.
        with contextlib.suppress(OSError):
            self._wakes.send(b".")


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A page, to be seen until the login is over or the browser came back; giving up ends what the login is for."""

    step: Show | Browse
    cancel: Cancel

    def give_up(self) -> None:
        """Let the worker end: the person does not want to log in."""
        self.cancel.request()


class _Person:
    """The person as a worker sees them (core's `Person`): a mailbox, and no QObject."""

    def __init__(self, put: Callable[[tuple[Question | Shown, bool]], None]) -> None:
        self._put = put

    def ask(self, step: Ask, cancel: Cancel) -> Mapping[str, Text]:
        question = Question(step, cancel)
        self._put((question, True))
        try:
            return question.wait(cancel)
        finally:
            self._put((question, False))

    def browse(self, step: Browse, cancel: Cancel) -> Callable[[], None]:
        return self._shown(step, cancel)

    def show(self, step: Show, cancel: Cancel) -> Callable[[], None]:
        return self._shown(step, cancel)

    def _shown(self, step: Show | Browse, cancel: Cancel) -> Callable[[], None]:
        shown = Shown(step, cancel)
        self._put((shown, True))
        return lambda: self._put((shown, False))


class Asking(QObject):
    """`asked` carries a Question to be answered, `over` one that is answered or not wanted any more.

    `shown` carries a `Shown` to be seen, `hidden` the same when its login is over.
    `person` is handed to workers (Program.surroundings, Identities.credentials).
    """

    asked = Signal(object)
    over = Signal(object)
    shown = Signal(object)
    hidden = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.person = _Person(tasks.bridge(self._hear))

    def _hear(self, letter: tuple[Question | Shown, bool]) -> None:
        what, open_ = letter
        if isinstance(what, Shown):
            (self.shown if open_ else self.hidden).emit(what)
        else:
            (self.asked if open_ else self.over).emit(what)


def _given_up(title: str) -> Finding:
    return Finding(
        id=GIVEN_UP,
        severity="note",
        title="The login was not finished",
        detail="It asked for something and was cancelled. Nothing was sent.",
        evidence=(Evidence("It asked for", title),),
        remedy="Log in on the Identities page when you have what it asks for.",
    )
