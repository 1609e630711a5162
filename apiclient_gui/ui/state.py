"""What the panels share: the program, the workspace as last read, the request on its way, the practice gateway.

Panels know this and not each other: they call its verbs and listen to its signals. All that blocks runs in tasks; what
arrives here are frozen values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
from PySide6.QtCore import QObject, Signal

from apiclient_gui.core import redact
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Action, Finding, Problem
from apiclient_gui.core.identities import State as SecretState
from apiclient_gui.core.model import Environment, Exchange, Identity, Origin, Request
from apiclient_gui.core.program import Program
from apiclient_gui.core.workspace import StoredRequest, new_identity
from apiclient_gui.practice import seed
from apiclient_gui.ui.snapshot import IdentityDraft, Keeping, Snapshot
from apiclient_gui.ui.tasks import Task, Tasks

T = TypeVar("T")


class State(QObject):
    """Shared state of one window."""

    loaded = Signal(object)  # Snapshot, after each reading of the workspace
    unreadable = Signal(object)  # Finding: the workspace could not be read
    environment_changed = Signal(str)
    sending = Signal(object)  # Request: it is on its way
    arrived = Signal(object)  # Exchange: a response, or a failure on the way
    refused = Signal(object)  # Finding: it was not sent
    stopped = Signal()  # the person cancelled before anything arrived
    clock_changed = Signal(float)  # seconds added to this computer's clock
    noticed = Signal(object)  # Finding that belongs to no panel: shown as a notice
    asked = Signal(object)  # Action that leads to another place of the window
    opened = Signal(
        object
    )  # StoredRequest that the composer shows; its path is empty for a new one
    added = Signal()  # the request that was opened last is a new one of the workspace
    pointed = Signal(object)  # Origin: the row or field that a line of the signature was made of
    drafts_changed = Signal()  # another request has, or has no more, what is not saved yet
    settling = Signal()  # write down what is still being typed: it is about to be sent or saved
    waiting = Signal()  # the keyring does not answer at once: most often it asks the person

    def __init__(self, program: Program, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.program = program
        self.tasks = Tasks(self)
        self.snapshot = Snapshot()
        self.environment = ""
        self.current = StoredRequest("", Request())
        self.drafts: dict[str, Request] = {}
        self._sending: Task | None = None
        self._loading: Task | None = None
        self._last: Request | None = None
        self._warned: set[tuple[str, ...]] = set()

    # ---- workspace

    def load(self) -> None:
        """Read the workspace, and tell everybody."""
        if self._loading is not None:
            self._loading.cancel()  # an older reading must not arrive after this one
        self._loading = self.tasks.start(
            self._read, self._take_snapshot, self._miss_snapshot, name="read the workspace"
        )

    def open(self, stored: StoredRequest) -> None:
        """Show a request in the composer; what was typed into the one before is kept as its draft."""
        self.settling.emit()
        self.current = stored
        self.opened.emit(stored)

    def open_path(self, path: str) -> None:
        """Show the request of that path, if there is one."""
        stored = self.snapshot.request(path)
        if stored is not None:
            self.open(stored)

    def point(self, origin: Origin) -> None:
        """Show in the composer where a piece of the prepared request comes from."""
        self.pointed.emit(origin)

    def keep_draft(self, path: str, request: Request | None) -> None:
        """Remember the unsaved state of a request for this run; None when it has none any more."""
        before = path in self.drafts
        if request is None:
            self.drafts.pop(path, None)
        else:
            self.drafts[path] = request
        if before != (path in self.drafts):
            self.drafts_changed.emit()

    def drop_drafts(self) -> None:
        """Forget all that is not saved."""
        self.drafts.clear()
        self.drafts_changed.emit()

    def save_request(self, path: str, request: Request, done: Callable[[str], None]) -> None:
        """Write a request; an empty path makes a new file. `done` gets the path."""

        def saved(place: str) -> None:
            self._warn_of_clear_text(request)
            draft = self.drafts.get(path)
            self.keep_draft(path, None)
            if draft is not None and draft != request:  # typed on meanwhile
                self.keep_draft(place, draft)
            if self.current.path == path:
                self.current = StoredRequest(place, request)
            self.load()
            done(place)

        self._run(lambda _: self._write(path, request), saved, "save the request")

    def save_drafts(self, done: Callable[[], None]) -> None:
        """Write all that is not saved; `done` only when all of it is written."""
        drafts = dict(self.drafts)

        def work(_: Cancel) -> None:
            for path, request in drafts.items():
                self._write(path, request)

        def saved(_: None) -> None:
            self.drop_drafts()
            self.load()
            done()

        self._run(work, saved, "save the requests")

    def add_request(self, folder: str, request: Request) -> None:
        """Write a new request into a folder of the workspace and show it."""

        def work(_: Cancel) -> StoredRequest:
            workspace = self.program.workspace
            place = workspace.new_path(folder, request.name)
            workspace.save_request(place, request)
            return StoredRequest(place, request)

        def saved(stored: StoredRequest) -> None:
            self.load()
            self.open(stored)
            self.added.emit()

        self._run(work, saved, "add the request")

    def rename_request(self, stored: StoredRequest, name: str) -> None:
        """Give a stored request another name; its file stays where it is."""
        renamed = msgspec.structs.replace(stored.request, name=name)
        if stored.path in self.drafts:
            draft = self.drafts[stored.path]
            self.keep_draft(stored.path, msgspec.structs.replace(draft, name=name))
        self._run(
            lambda _: self._write(stored.path, renamed),
            lambda _: self.load(),
            "rename the request",
        )

    def delete_request(self, path: str) -> None:
        """Delete a stored request, and what was not saved of it."""
        if self.current.path == path:
            self.open(StoredRequest("", Request()))
        self.keep_draft(path, None)
        self._change(lambda: self.program.workspace.delete_request(path), "delete the request")

    def save_environment(
        self, environment: Environment, done: Callable[[], None] | None = None
    ) -> None:
        """Write an environment."""

        def saved(_: None) -> None:
            self.load()
            if done is not None:
                done()

        self._run(
            lambda _: self.program.workspace.save_environment(environment),
            saved,
            "save the environment",
        )

    def save_identity(
        self,
        draft: IdentityDraft,
        done: Callable[[Identity], None],
        failed: Callable[[Finding], None] | None = None,
    ) -> None:
        """Write an identity's facts to the workspace and its new secrets to the vault; requests follow a new name."""

        def work(_: Cancel) -> tuple[Identity, Finding | None]:
            workspace = self.program.workspace
            before = draft.before or new_identity(draft.name, draft.kind, draft.facts)
            identity = Identity(name=draft.name, kind=draft.kind, id=before.id, facts=draft.facts)
            workspace.save_identity(identity)  # first: a name that is taken leaves no secret behind
            findings = [
                self.program.identities.put(identity, key, secret)
                for key, secret in draft.secrets.items()
            ]
            if before.name not in {"", draft.name}:
                self._rename_in_requests(before.name, draft.name)
            return identity, next(filter(None, findings), None)  # one reason holds for all secrets

        def saved(outcome: tuple[Identity, Finding | None]) -> None:
            identity, finding = outcome
            if finding is not None:
                self.noticed.emit(finding)
            self.load()
            done(identity)

        self.tasks.start(work, saved, failed or self.noticed.emit, name="save the identity")

    def delete_identity(self, identity: Identity) -> None:
        """Remove an identity, and its secrets from the vault."""

        def work() -> None:
            self.program.identities.forget(identity)
            self.program.workspace.delete_identity(identity.name)

        self._change(work, "remove the identity")

    def ask_keeping(self, identity: Identity, done: Callable[[Keeping], None]) -> Task:
        """Ask where the secrets of an identity are; may wait for the keyring."""

        def work(_: Cancel) -> Keeping:
            states: dict[str, SecretState] = {}
            trouble = None
            try:
                states = self.program.identities.states(identity)
            except Problem as problem:
                trouble = problem.finding
            vault = self.program.vault.state()
            return Keeping(states, vault, trouble, seed.has_practice_key(self.program, identity))

        return self.tasks.start(work, done, self.noticed.emit, name="ask the keyring")

    def forget_secret(self, identity: Identity, field: str, done: Callable[[], None]) -> None:
        """Remove one secret of an identity from the vault."""
        self._run(
            lambda _: self.program.vault.forget(identity.id, field),
            lambda _: done(),
            "remove the secret",
        )

    # ---- sending

    @property
    def is_sending(self) -> bool:
        """Whether a request is on its way."""
        return self._sending is not None

    def choose_environment(self, name: str) -> None:
        """Take another environment for what is sent from now on."""
        if name != self.environment:
            self.environment = name
            self.environment_changed.emit(name)

    def send(self, request: Request) -> None:
        """Send a request; `arrived`, `refused` or `stopped` follows."""
        if self._sending is not None:
            return
        self._last = request
        name = self.environment

        def work(cancel: Cancel) -> Exchange:
            around = self.program.surroundings(self.program.environment(name))
            return self.program.send(request, around, cancel)

        self._sending = self.tasks.start(work, self._arrive, self._refuse, name="send")
        self.sending.emit(request)

    def cancel(self) -> None:
        """End the request on its way, at once."""
        if self._sending is not None:
            task, self._sending = self._sending, None
            task.cancel()
            self.stopped.emit()

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
                self._again(self._last)
            case "send_again":
                self._again(self._last)
            case _:
                self.asked.emit(action)

    def _again(self, request: Request | None) -> None:
        if request is not None:
            self.send(request)

    # ---- how it is done

    def _write(self, path: str, request: Request) -> str:
        workspace = self.program.workspace
        place = path or workspace.new_path("", request.name)
        workspace.save_request(place, request)
        return place

    def _warn_of_clear_text(self, request: Request) -> None:
        names = redact.typed_in_clear(request)
        if names and names not in self._warned:
            self._warned.add(names)
            self.noticed.emit(_in_clear(names))

    def _read(self, _: Cancel) -> Snapshot:
        workspace = self.program.reload()
        return Snapshot(
            workspace.name,
            workspace.requests(),
            workspace.environments(),
            workspace.identities(),
            workspace.troubles(),
        )

    def _rename_in_requests(self, before: str, name: str) -> None:
        workspace = self.program.workspace
        for path, request in workspace.requests():
            if request.auth.identity == before:
                auth = msgspec.structs.replace(request.auth, identity=name)
                workspace.save_request(path, msgspec.structs.replace(request, auth=auth))

    def _miss_snapshot(self, finding: Finding) -> None:
        self._loading = None
        self.unreadable.emit(finding)

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        self._loading = None
        fresh = [finding for finding in snapshot.troubles if finding not in self.snapshot.troubles]
        self.snapshot = snapshot
        names = [environment.name for environment in snapshot.environments]
        if self.environment not in names:
            self.choose_environment(names[0] if len(names) == 1 else "")
        self.loaded.emit(snapshot)
        for finding in fresh:
            self.noticed.emit(finding)

    def _arrive(self, exchange: Exchange) -> None:
        self._sending = None
        self.arrived.emit(exchange)

    def _refuse(self, finding: Finding) -> None:
        self._sending = None
        self.refused.emit(finding)

    def _change(self, work: Callable[[], None], name: str) -> None:
        self._run(lambda _: work(), lambda _: self.load(), name)

    def _run(self, work: Callable[[Cancel], T], done: Callable[[T], None], name: str) -> None:
        self.tasks.start(work, done, self.noticed.emit, name=name)


def _in_clear(names: tuple[str, ...]) -> Finding:
    return Finding(
        id="secret_in_request",
        severity="warning",
        title=f"{' and '.join(names)} now {'stands' if len(names) == 1 else 'stand'} in clear in the request's file",
        detail="What is typed into a request is kept in the workspace as it is, so that it can be sent again.",
        remedy="For AWS keys choose an identity in Auth instead. Else take the value out before you share the workspace.",
        actions=(Action("open_place", "Show the headers", {"place": "headers"}),),
    )
