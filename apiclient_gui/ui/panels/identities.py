"""The Identities page: who one can be, the facts and secrets of each, and where they are kept."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from apiclient_gui.core import auth, identities
from apiclient_gui.core import identity as kinds
from apiclient_gui.core.finding import Action, Finding, Problem
from apiclient_gui.core.identities import State as SecretState
from apiclient_gui.core.model import Identity
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.snapshot import IdentityDraft, Keeping, Snapshot
from apiclient_gui.ui.tasks import Task
from apiclient_gui.ui.widgets.confirm import confirm
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.identity.identity_detail import IdentityDetail
from apiclient_gui.ui.widgets.identity.identity_form import NAME, IdentityForm
from apiclient_gui.ui.widgets.identity.identity_list import IdentityRow
from apiclient_gui.ui.widgets.identity.identity_side import IdentitySide
from apiclient_gui.ui.widgets.identity.secret_state import secret_line
from apiclient_gui.ui.widgets.toast import Toast

_SIDE: Final = 264
_NARROW_SIDE: Final = 208
_NARROW: Final = 1000
_KEPT: Final = ("set", "environment")
_TEACH: Final = (
    "An identity is a name for who you are and how you get credentials; requests are signed with it. "
    "Its facts stand in the workspace, its secrets in your keyring."
)


class _Page(QWidget):
    """The page. Edits stay in their forms until saved or reverted, whichever identity is shown."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = shared.state
        self._forms: dict[str, IdentityForm] = {}  # by id: those with edits, and the one shown
        self._drafts: dict[str, Identity] = {}  # by id: those that no file holds
        self._keepings: dict[str, Keeping] = {}
        self._saving: set[str] = set()
        self._deleting: set[str] = set()
        self._withdrawn: IdentityForm | None = None
        self._current = ""
        self._wanted = ""
        self._asking: Task | None = None
        self._build()
        self._toast = Toast(self)
        self._toast.undone.connect(self._bring_back)
        for keys, verb in (("Ctrl+S", self._save), ("Ctrl+F", self._side.filter.setFocus)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(verb)
        self._state.loaded.connect(self._take)
        self._state.asked.connect(self._follow)
        shared.gateway.changed.connect(self._doubt_practice_keys)
        self._take(self._state.snapshot)

    def _build(self) -> None:
        titles = [(kind.id, kind.title) for kind in kinds.TABLE.values()]
        self._side = IdentitySide(titles)
        self._side.created.connect(self._create)
        self._side.list.chosen.connect(self._open)
        self._side.list.deleted.connect(lambda _key: self._delete())
        self._side.list.entered_row.connect(self._enter)
        offers = tuple((kind, f"New identity: {title}") for kind, title in titles)
        self._teach = EmptyState("identities", "No identity yet", _TEACH, offers)
        self._teach.chosen.connect(self._create)
        self._detail = IdentityDetail()
        self._detail.saved.connect(self._save)
        self._detail.reverted.connect(self._withdraw)
        self._detail.deleted.connect(self._delete)
        self._detail.stranger.action.connect(self._state.perform)
        self._card = self._detail.card
        self._card.asked.connect(self._ask)
        self._card.cancelled.connect(self._give_up)
        self._card.action.connect(self._state.perform)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._teach)
        self._pages.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._pages, 1)
        lead_focus(self, self._side.list)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        super().resizeEvent(event)
        self._side.setFixedWidth(_NARROW_SIDE if self.width() < _NARROW else _SIDE)

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        super().showEvent(event)
        self._ask()

    # ---- which identity is shown

    def _identity(self, key: str) -> Identity | None:
        stored = (one for one in self._state.snapshot.identities if one.id == key)
        return next(stored, self._drafts.get(key))

    def _take(self, snapshot: Snapshot) -> None:
        stored = {identity.id: identity for identity in snapshot.identities}
        self._drafts = {key: one for key, one in self._drafts.items() if key not in stored}
        for key, form in tuple(self._forms.items()):
            fresh = stored.get(key)
            if fresh is not None and form.identity != fresh and not form.is_edited:
                form.fill(fresh)
                self._keepings.pop(key, None)
            elif fresh is None and key not in self._drafts:
                if form.is_edited and key not in self._deleting:
                    # Somebody removed its file; what was typed must not go with it.
                    self._drafts[key] = form.identity
                else:
                    self._drop(key)
        self._deleting &= stored.keys()
        wanted = snapshot.identity(self._wanted)
        known = [*stored, *self._drafts]
        first = known[0] if known else ""
        self._open(self._current if self._current in known else first)
        if wanted is not None:
            self._lead_to(wanted)

    def _follow(self, action: Action) -> None:
        if action.key == "open_identity":
            name = action.parameters.get("identity", "")
            identity = self._state.snapshot.identity(name)
            # The workspace may just be being read.
            self._wanted = "" if identity else name
            if identity is not None:
                self._lead_to(identity)

    def _lead_to(self, identity: Identity) -> None:
        self._wanted = ""
        self._open(identity.id)
        self._side.bring_into_sight()

    def _open(self, key: str) -> None:
        if key != self._current:
            self._stop_asking()
            before = self._forms.get(self._current)
            if before is not None and not before.is_edited:
                self._drop(self._current)
            self._current = key
        identity = self._identity(key)
        self._pages.setCurrentWidget(self._detail if identity else self._teach)
        if identity is not None:
            self._show(identity)
        self._draw()
        if self._asking is None and key not in self._keepings:
            self._ask()
        elif key in self._keepings:
            self._tell(self._keepings[key])

    def _show(self, identity: Identity) -> None:
        try:
            kind = identities.kind_of(identity)
        except Problem as problem:
            self._detail.show_form(None, problem.finding)
            return
        form = self._forms.get(identity.id)
        if form is None:
            form = IdentityForm(identity, kind, new=identity.id in self._drafts)
            form.changed.connect(self._draw)
            form.removed.connect(self._ask_removal)
            self._forms[identity.id] = form
            self._detail.add_form(form)
        self._detail.show_form(form)

    def _drop(self, key: str) -> None:
        self._detail.drop_form(self._forms.pop(key))

    def _enter(self) -> None:
        if self._current in self._forms:
            self._forms[self._current].setFocus()

    # ---- what is shown of it

    def _draw(self) -> None:
        """Draw list, head and cards from what stands in the form now."""
        every = (*self._state.snapshot.identities, *self._drafts.values())
        self._side.show_rows([self._row(identity) for identity in every], self._current)
        identity = self._identity(self._current)
        if identity is None:
            return
        form, keeping = self._forms.get(identity.id), self._keepings.get(identity.id)
        self._detail.show_head(
            self._row(identity),
            new=form is not None and form.new,
            practice=keeping is not None and keeping.practice,
            busy=identity.id in self._saving,
            known=form is not None,
        )
        if form is not None:
            self._draw_secrets(form, keeping)

    def _row(self, identity: Identity) -> IdentityRow:
        key, form, kind = identity.id, self._forms.get(identity.id), kinds.TABLE.get(identity.kind)
        if kind is None:
            return IdentityRow(key, identity.name, identity.kind)
        if form is None:
            return IdentityRow(key, identity.name, kind.title, kind.summary(identity.facts))
        name = form.name or identity.name or "New identity"
        mark = "not saved" if form.new else "edited" if form.is_edited else ""
        return IdentityRow(key, name, kind.title, kind.summary(form.facts()), mark)

    def _draw_secrets(self, form: IdentityForm, keeping: Keeping | None) -> None:
        name, fields = form.name or form.identity.name, form.kind.secret_fields
        uses = sum(
            stored.request.auth.identity == form.identity.name != ""
            for stored in self._state.snapshot.requests
        )
        variables = [identities.variable_name(name, field.key) for field in fields] if name else []
        self._card.show_facts(auth.TABLE[form.kind.scheme].title, uses, variables)
        states = {field.key: self._secret_state(form, field.key, keeping) for field in fields}
        lines = {
            field.key: secret_line(
                states[field.key],
                identities.variable_name(name, field.key),
                required=field.required,
                for_run=keeping is not None
                and (form.identity.id, field.key) in keeping.vault.in_memory,
                practice=keeping is not None and keeping.practice,
            )
            for field in fields
        }
        known = form.new or keeping is not None
        kept = frozenset(key for key, one in states.items() if one in _KEPT)
        form.show_secrets(lines, kept if known else None)

    def _secret_state(
        self, form: IdentityForm, field: str, keeping: Keeping | None
    ) -> SecretState | None:
        if self._state.program.identities.in_environment(form.name, field):
            return "environment"
        known = keeping.states.get(field) if keeping else None
        # A variable of the name before does not set it under the new one.
        return "missing" if known == "environment" else known

    # ---- where its secrets are

    def _doubt_practice_keys(self) -> None:
        # They come with the gateway, and its state is no reason to prompt for anything else.
        practice = {key for key, keeping in self._keepings.items() if keeping.practice}
        if self._current in practice:
            self._ask()

    def _ask(self) -> None:
        """Ask the keyring about the identity in sight; never for one that nobody looks at: it may prompt."""
        form = self._forms.get(self._current)
        if form is None or not self.isVisible():
            return
        self._stop_asking()
        identity = form.identity
        if form.new:
            self._card.tell("Its secrets go to your keyring when you save it.", None)
            return
        if identity.id in self._keepings:
            self._tell(self._keepings[identity.id])
        self._card.wait()
        self._asking = self._state.ask_keeping(
            identity, lambda keeping: self._answered(identity.id, keeping)
        )

    def _stop_asking(self) -> None:
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.cancel()

    def _give_up(self) -> None:
        self._stop_asking()
        self._card.tell("Your keyring is not waited for any more.", None, again=True)

    def _answered(self, key: str, keeping: Keeping) -> None:
        self._asking = None
        self._keepings[key] = keeping
        if key == self._current:
            self._tell(keeping)
            self._draw()

    def _tell(self, keeping: Keeping) -> None:
        self._card.tell_keeping(keeping.vault, keeping.trouble, practice=keeping.practice)

    def _ask_removal(self, field: str) -> None:
        identity = self._forms[self._current].identity
        name = next(f.label for f in identities.kind_of(identity).fields if f.key == field)
        confirm(
            self,
            f"Remove the {name[0].lower()}{name[1:]} of {identity.name}?",
            "It is taken out of your keyring and cannot be brought back.",
            "Remove",
            lambda: self._state.forget_secret(identity, field, self._ask),
        )

    # ---- what is done with it

    def _create(self, kind: str) -> None:
        identity = new_identity("", kind, {})
        self._drafts[identity.id] = identity
        self._open(identity.id)
        self._side.bring_into_sight()
        self._enter()

    def _save(self) -> None:
        form = self._forms.get(self._current)
        if form is None or not form.is_edited or form.identity.id in self._saving:
            return
        key = form.identity.id
        others = {one.name for one in self._state.snapshot.identities if one.id != key}
        if not form.check(others):
            return
        draft = IdentityDraft(form.name, form.kind.id, form.facts(), form.secrets(), form.identity)
        self._saving.add(key)
        self._draw()
        self._state.save_identity(draft, self._saved, lambda finding: self._not_saved(key, finding))

    def _saved(self, identity: Identity) -> None:
        self._saving.discard(identity.id)
        if identity.id in self._drafts:
            self._drafts[identity.id] = identity  # until the workspace was read again
        form = self._forms.get(identity.id)
        if form is not None:
            form.settle(identity)
        self._draw()
        self._ask()
        self._toast.say(f"{identity.name} is saved")

    def _not_saved(self, key: str, finding: Finding) -> None:
        self._saving.discard(key)
        self._draw()
        form = self._forms.get(key)
        if form is not None and finding.id == "name_taken":
            form.show_errors({NAME: "Another identity has this name."})
        else:
            self._state.noticed.emit(finding)

    def _withdraw(self) -> None:
        form = self._forms.pop(self._current, None)
        if form is None:
            return
        if self._withdrawn is not None:
            self._detail.drop_form(self._withdrawn)
        self._withdrawn = form
        form.hide()
        name = form.name or "The new identity"
        self._drafts.pop(self._current, None)
        self._toast.say(
            f"{name} was discarded" if form.new else f"Edits of {name} were reverted", undo=True
        )
        self._take(self._state.snapshot)

    def _bring_back(self) -> None:
        form, self._withdrawn = self._withdrawn, None
        if form is None:
            return
        key = form.identity.id
        if key in self._forms:
            self._drop(key)
        self._forms[key] = form
        if self._identity(key) is None:
            self._drafts[key] = form.identity
        self._open(key)

    def _delete(self) -> None:
        form = self._forms.get(self._current)
        if form is None or form.new:
            self._withdraw()
            return
        identity = form.identity
        confirm(
            self,
            f"Delete the identity {identity.name}?",
            "Its facts are removed from the workspace and its secrets from your keyring. Requests that name it stay, "
            "and cannot be signed until they name another.",
            "Delete",
            lambda: self._delete_for_good(identity),
        )

    def _delete_for_good(self, identity: Identity) -> None:
        self._deleting.add(identity.id)
        self._state.delete_identity(identity)


def _make(shared: Shared) -> QWidget:
    return _Page(shared)


MEMBER = Panel("identities", _make)
