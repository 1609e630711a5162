"""What the panels share: the program, the workspace as last read, the requests that are open, sent and on their way.

Panels know this and not each other: they call its verbs and listen to its signals. All that blocks runs in tasks; what
arrives here are frozen values.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from apiclient_gui.core import identity as kinds
from apiclient_gui.core import redact
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import Identity, Origin, Request
from apiclient_gui.core.program import Program
from apiclient_gui.core.workspace import Edit, StoredRequest, arrange
from apiclient_gui.ui.snapshot import IdentityDraft, Keeping, Snapshot
from apiclient_gui.ui.state import keeping, notices, outside, reading
from apiclient_gui.ui.state.asking import Asking
from apiclient_gui.ui.state.autosave import Autosave
from apiclient_gui.ui.state.callers import Callers
from apiclient_gui.ui.state.edits import Edits, shown
from apiclient_gui.ui.state.logins import Logins
from apiclient_gui.ui.state.sends import Sends
from apiclient_gui.ui.state.tabs import Tab, Tabs, name_of
from apiclient_gui.ui.state.watch import Watch
from apiclient_gui.ui.state.writes import Writes, nothing
from apiclient_gui.ui.tasks import Task, Tasks

_PATIENCE = 5.0  # seconds until a disk that does not write is left alone


class State(QObject):
    """Shared state of one window. What is said of sending is meant for the tab that is shown, but for `exchanged`."""

    loaded = Signal(object)  # Snapshot, after each reading of the workspace
    unreadable = Signal(object)  # Finding: the workspace could not be read
    environment_changed = Signal(str)
    sending = Signal(object)  # Request: it is on its way
    arrived = Signal(object)  # Exchange: a response, or a failure on the way
    refused = Signal(object)  # Finding: it was not sent
    stopped = Signal()  # the person cancelled before anything arrived
    exchanged = Signal(object)  # Exchange of any tab, shown or not
    clock_changed = Signal(float)  # seconds added to this computer's clock
    noticed = Signal(object)  # Finding that belongs to no panel: shown as a notice
    told = Signal(str, bool)  # a line for a toast, and whether it can be undone (edits.undo)
    made = Signal(str, object)  # a line for a toast, and the function that takes it back
    asked = Signal(object)  # Action that leads to another place of the window
    opened = Signal(object)  # StoredRequest: another tab is shown, or another request in it
    added = Signal()  # the request that was opened last is a new one
    revealed = Signal(str)  # path of a request that the list is to bring into sight
    pointed = Signal(object)  # Origin: the row or field that a line of the signature was made of
    located = Signal(object)  # Origin: the row or field of the request that the person is at
    settling = (
        Signal()
    )  # write down what is still being typed: it is about to be sent, saved or left
    waiting = Signal()  # the keyring does not answer at once: most often it asks the person

    def __init__(self, program: Program, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.program = program
        self.tasks = Tasks(self)
        self.snapshot = Snapshot()
        self.environment = ""
        self.tabs = Tabs(self)
        self.asking = Asking(self.tasks, self)
        self._sends = Sends(program, self.tasks, self.tabs, self.asking)
        self.logins = Logins(
            program,
            self.tasks,
            self.asking,
            lambda: self.snapshot.environment(self.environment),
            self,
        )
        self.callers = Callers(program, self.tasks, self.asking, lambda: self.environment, self)
        self.writes = Writes(program, self.tasks, self)
        self.edits = Edits(self.tabs, self.writes)
        self.autosave = Autosave(self.tasks, self.tabs)
        self.watch = Watch(program, self.tasks, lambda: self.is_busy, self)
        self._loading: Task | None = None
        self._from_outside = False
        self._warned: set[tuple[str, ...]] = set()
        self.tabs.leaving.connect(self.settling)
        self.tabs.turned.connect(lambda: self.opened.emit(self.current))
        self.writes.idle.connect(self.load)
        self.writes.failed.connect(self.noticed)
        self.edits.told.connect(self.told)
        for signal, own in (
            (self._sends.sending, self.sending),
            (self._sends.arrived, self.arrived),
            (self._sends.refused, self.refused),
            (self._sends.stopped, self.stopped),
            (self._sends.exchanged, self.exchanged),
        ):
            signal.connect(own)
        self.autosave.failed.connect(self.noticed)
        self.watch.changed.connect(self._load_from_outside)
        self.loaded.connect(self.autosave.take)
        for may_have_logged_in in (self.loaded, self.exchanged, self.refused):
            may_have_logged_in.connect(lambda _: self.logins.look(self.snapshot.identities))
        self.exchanged.connect(lambda _: self._ask_history())

    # ---- workspace

    @property
    def is_busy(self) -> bool:
        """Whether the workspace is being read or written."""
        return self._loading is not None or self.writes.busy

    def load(self) -> None:
        """Read the workspace, and tell everybody."""
        if self._loading is not None:
            self._loading.cancel()  # an older reading must not arrive after this one
        self._from_outside = False
        program = self.program
        self._loading = self.tasks.start(
            lambda _: reading.read(program),
            self._take_snapshot,
            self._miss_snapshot,
            name="read the workspace",
        )

    # ---- requests

    @property
    def current(self) -> StoredRequest:
        """The request that is shown, as it stands in its file; its path is empty for one without."""
        return self.tabs.current.stored

    def open(self, stored: StoredRequest, *, preview: bool = False) -> None:
        """Show a request in a tab of its own, or in the one that has it; one without a path is not saved yet.

        `preview`: it is only looked at, so the next preview takes its place unless it is edited or sent.
        """
        draft = stored.request if not stored.path and stored.request != Request() else None
        if draft is not None:
            stored = StoredRequest("", Request())
        self.tabs.open(Tab(stored, draft, preview=preview))

    def open_path(self, path: str, *, preview: bool = False) -> None:
        """Show the request of that path, if there is one."""
        stored = self.snapshot.request(path)
        if stored is not None:
            self.open(stored, preview=preview)

    def begin_request(self, folder: str = "") -> None:
        """Show a new request, which gets a file in this folder when it is saved."""
        self.tabs.open(Tab(folder=folder))
        self.added.emit()

    def add_request(self, folder: str, request: Request) -> None:
        """Write a new request into a folder of the workspace and show it."""

        def done(edit: Edit) -> None:
            self.tabs.open(Tab(StoredRequest(edit.added[0], request)))
            self.added.emit()

        words = f"{shown(request.name)} added"
        self.edits.make(
            words, lambda workspace: arrange.added(workspace, folder, request), done, tell=False
        )

    def duplicate(self, path: str) -> None:
        """Write a copy of a stored request beside it, with what is not saved of it, and show the copy."""
        tab, stored = self.tabs.find(path), self.snapshot.request(path)
        request = tab.request if tab else stored.request if stored else None
        if request is not None:
            name = f"{request.name or path.rpartition('/')[2]} copy"
            self.add_request(path.rpartition("/")[0], msgspec.structs.replace(request, name=name))

    def save(self, tab: Tab, done: Callable[[], None] | None = None) -> None:
        """Write the request of a tab; one without a file gets one, and a name if it has none."""
        request, path, folder = tab.request, tab.path, tab.folder
        before = tab.draft
        if not request.name:
            request = msgspec.structs.replace(request, name=name_of(request))

        def work(program: Program) -> str:
            place = path or program.workspace.new_path(folder, request.name)
            program.workspace.save_request(place, request)
            return place

        def saved(place: str) -> None:
            self._warn_of_clear_text(request)
            tab.theirs, tab.gone = None, False
            tab.preview = False
            self.tabs.rename(tab, StoredRequest(place, request))
            typed = tab.draft if tab.draft != before else None  # meanwhile
            if typed is not None:
                typed = msgspec.structs.replace(typed, name=request.name)
            self.tabs.keep_draft(tab, typed)
            self.tabs.drafts_changed.emit()
            if done is not None:
                done()

        self.writes.run(work, saved, "save the request")

    def point(self, origin: Origin) -> None:
        """Show in the composer where a piece of the prepared request comes from."""
        self.pointed.emit(origin)

    # ---- identities

    def save_identity(
        self,
        draft: IdentityDraft,
        done: Callable[[Identity], None],
        failed: Callable[[Finding], None] | None = None,
    ) -> None:
        """Write an identity's facts to the workspace and its new secrets to the vault; requests follow a new name."""

        def saved(outcome: tuple[Identity, Finding | None]) -> None:
            identity, finding = outcome
            if finding is not None:
                self.noticed.emit(finding)
            if draft.before is not None:
                self._follow_name(draft.before.name, identity.name)
            done(identity)

        self.settling.emit()
        self.writes.run(
            lambda program: keeping.save(program, draft), saved, "save the identity", failed
        )

    def delete_identity(self, identity: Identity) -> None:
        """Remove an identity, and its secrets from the vault."""
        self.writes.run(
            lambda program: keeping.delete(program, identity), nothing, "remove the identity"
        )

    def ask_keeping(self, identity: Identity, done: Callable[[Keeping], None]) -> Task:
        """Ask where the secrets of an identity are; may wait for the keyring."""
        program = self.program
        return self.tasks.start(
            lambda _: keeping.ask(program, identity),
            done,
            self.noticed.emit,
            name="ask the keyring",
        )

    def forget_secret(self, identity: Identity, field: str, done: Callable[[], None]) -> None:
        """Remove one secret of an identity from the vault."""
        vault = self.program.vault
        self.tasks.start(
            lambda _: vault.forget(identity.id, field),
            lambda _: done(),
            self.noticed.emit,
            name="remove the secret",
        )

    # ---- sending (sends.py does it)

    @property
    def is_sending(self) -> bool:
        """Whether the request that is shown is on its way."""
        return self.tabs.current.sending is not None

    def choose_environment(self, name: str) -> None:
        """Take another environment for what is sent from now on."""
        if name != self.environment:
            self.environment = name
            self.environment_changed.emit(name)

    def send(self, request: Request) -> None:
        """Send a request in the tab that is shown; `arrived`, `refused` or `stopped` follows if it still is."""
        self._sends.send(request, self.environment)

    def cancel(self) -> None:
        """End the request of the tab that is shown, at once."""
        self._sends.cancel()

    def correct_clock(self, offset: float) -> None:
        """Add so many seconds to this computer's clock for signatures of this run; 0 undoes it."""
        self.program.clock.offset = offset
        self.clock_changed.emit(offset)

    # ---- actions of findings

    def perform(self, action: Action) -> None:
        """Do what an action of a finding says (docs/actions.md); what leads elsewhere goes out as `asked`."""
        match action.key:
            case "send_with_clock":
                self.correct_clock(float(action.parameters["offset"]))
                self._again()
            case "send_again":
                self._again()
            case "log_in":
                self._log_in(action.parameters.get("identity", ""))
            case "follow_redirect":
                self._sends.follow(self.snapshot.environment(self.environment))
            case _:
                self.asked.emit(action)

    # ---- how it is done

    def _log_in(self, name: str) -> None:
        identity = self.snapshot.identity(name)
        kind = kinds.TABLE.get(identity.kind) if identity else None
        if identity is not None and kind is not None and kind.logs_in:
            self.logins.log_in(identity, self._again, self.noticed.emit)
        else:
            self.asked.emit(Action("open_identity", "Open the identity", {"identity": name}))

    def _ask_history(self) -> None:
        # A full disk, a file that was damaged: each is told once, and sending goes on without it.
        program = self.program

        def look(_: Cancel) -> tuple[Finding, ...]:
            program.history.flush(_PATIENCE)
            return program.history.findings()

        def tell(findings: tuple[Finding, ...]) -> None:
            for finding in findings:
                self.noticed.emit(finding)

        self.tasks.start(look, tell, self.noticed.emit, name="ask the history")

    def _again(self) -> None:
        request = self.tabs.current.sent
        if request is not None:
            self.send(request)

    def _follow_name(self, before: str, name: str) -> None:
        # What is not saved names identities, too.
        for tab in self.tabs.all:
            if tab.draft is not None:
                self.tabs.keep_draft(tab, keeping.follow(tab.draft, before, name))
            path, request = tab.stored
            tab.stored = StoredRequest(path, keeping.follow(request, before, name))
        self.tabs.turned.emit()

    def _warn_of_clear_text(self, request: Request) -> None:
        names = redact.typed_in_clear(request)
        if names and names not in self._warned:
            self._warned.add(names)
            self.noticed.emit(notices.in_clear(names))

    def _load_from_outside(self) -> None:
        self.load()
        self._from_outside = True

    def _miss_snapshot(self, finding: Finding) -> None:
        self._loading = None
        self._from_outside = False
        self.unreadable.emit(finding)

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        self._loading = None
        if self.writes.busy:
            return  # it may be half of what is being written; what is whole is read after that
        before, self.snapshot = self.snapshot, snapshot
        self.watch.settle(snapshot.mark)
        fresh = [finding for finding in snapshot.troubles if finding not in before.troubles]
        names = [environment.name for environment in snapshot.environments]
        if self.environment not in names:
            self.choose_environment(names[0] if len(names) == 1 else "")
        self.settling.emit()
        outside.follow_disk(self.tabs, snapshot)
        self.loaded.emit(snapshot)
        for finding in fresh:
            self.noticed.emit(finding)
        changed = outside.changes(before, snapshot) if self._from_outside else ()
        self._from_outside = False
        if changed:
            self.told.emit(outside.words(changed), False)
