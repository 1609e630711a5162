"""What is done to requests in the list, with the way back: each change a step that undo takes back, tabs included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from apiclient_gui.core.program import Program
from apiclient_gui.core.workspace import Edit, StoredRequest, Workspace
from apiclient_gui.ui.state.tabs import Tab, Tabs
from apiclient_gui.ui.state.writes import Writes

KEPT: Final = 20
"""So many steps can be taken back; deleted files are held in memory until then."""

_LONGEST: Final = 60  # characters of a name in a sentence


@dataclass(frozen=True, slots=True)
class _Done:
    """A step: what was said of it, and the tabs that it closed, each with its place."""

    words: str
    edit: Edit
    closed: tuple[tuple[int, Tab], ...] = ()


class Edits(QObject):
    """Steps over the requests of the workspace. `told` when one was made (words, True) or taken back (words, False)."""

    told = Signal(str, bool)

    def __init__(self, tabs: Tabs, writes: Writes) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._writes = writes
        self._done: list[_Done] = []
        self._undone: list[_Done] = []

    def make(
        self,
        words: str,
        plan: Callable[[Workspace], Edit],
        then: Callable[[Edit], None] | None = None,
        *,
        tell: bool = True,
    ) -> None:
        """Plan a change from the disk as it is and make it; an empty one is no step. `words` say what was done."""

        def work(program: Program) -> Edit:
            edit = plan(program.workspace)
            program.workspace.perform(edit)
            return edit

        def done(edit: Edit) -> None:
            if not edit.steps:
                return
            self._undone.clear()
            self._keep(_Done(words, edit, self._follow(edit)))
            if tell:
                self.told.emit(words, True)
            if then is not None:
                then(edit)

        self._tabs.leaving.emit()
        self._writes.run(work, done, words)

    def undo(self) -> None:
        """Take the last step back, if there is one; what it closed is open again."""
        if not self._done:
            return
        step = self._done.pop()
        back = step.edit.back()

        def done(_: object) -> None:
            self._follow(back)
            for at, tab in reversed(step.closed):
                self._tabs.insert(at, tab)
            self._undone.append(step)
            self.told.emit(f"Undone: {step.words}", False)

        self._writes.run(lambda program: program.workspace.perform(back), done, "undo")

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        if not self._undone:
            return
        step = self._undone.pop()

        def done(_: object) -> None:
            self._keep(_Done(step.words, step.edit, self._follow(step.edit)))
            self.told.emit(step.words, True)

        self._writes.run(lambda program: program.workspace.perform(step.edit), done, "redo")

    def _keep(self, step: _Done) -> None:
        self._done = [*self._done[-KEPT + 1 :], step]

    def _follow(self, edit: Edit) -> tuple[tuple[int, Tab], ...]:
        """Have the tabs go where their requests went; return those whose request is deleted."""
        closed = []
        for tab in self._tabs.all:
            place = edit.follow(tab.path) if tab.path else ""
            if place is None:
                closed.append((self._tabs.all.index(tab), tab))
                self._tabs.close(tab, remember=False)
            elif place != tab.path:
                self._tabs.rename(tab, StoredRequest(place, tab.stored.request))
        return tuple(closed)


def shown(name: str) -> str:
    """Return a name as it stands in a sentence, cut to what a line takes."""
    return f"“{name if len(name) <= _LONGEST else name[:_LONGEST] + '…'}”"
