"""The Identities page: who one can be, the facts and secrets of each, and how long one is logged in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.finding import Action, Finding, Problem
from apiclient_gui.core.identities.current import kind_of
from apiclient_gui.core.model import Identity
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.snapshot import IdentityDraft, Keeping, Snapshot
from apiclient_gui.ui.tasks import Task
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.identity.footing import Footing, footing
from apiclient_gui.ui.widgets.identity.identity_detail import IdentityDetail
from apiclient_gui.ui.widgets.identity.identity_form import NAME, IdentityForm
from apiclient_gui.ui.widgets.identity.identity_forms import IdentityForms
from apiclient_gui.ui.widgets.identity.identity_list import IdentityRow
from apiclient_gui.ui.widgets.identity.identity_rows import row_of
from apiclient_gui.ui.widgets.identity.identity_side import IdentitySide
from apiclient_gui.ui.widgets.identity.kind_chooser import KindChooser
from apiclient_gui.ui.widgets.identity.login_desk import LoginDesk
from apiclient_gui.ui.widgets.identity.offers import offer
from apiclient_gui.ui.widgets.identity.questions import confirm_deletion, confirm_removal
from apiclient_gui.ui.widgets.toast import Toast

_SIDE: Final = 264
_NARROW_SIDE: Final = 208
_NARROW: Final = 1000
_MINUTE_MS: Final = 60_000
_KEYRING: Final = "Its secrets go to your keyring when you save it."
_HELD: Final = (
    "login"  # the field of the vault that holds what a login brought (core/identities/logins.py)
)


class _Page(QWidget):
    """The page. Which identity is shown, its form and cards, and what is done with it."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = shared.state
        self._keepings: dict[str, Keeping] = {}
        self._saving: set[str] = set()
        self._deleting: set[str] = set()
        self._current = ""
        self._wanted: Action | None = None
        self._choosing = False
        self._asking: Task | None = None
        self._build()
        self._toast = Toast(self)
        self._toast.undone.connect(self._bring_back)
        for keys, verb in (
            ("Ctrl+S", self._save),
            ("Ctrl+F", self._side.filter.setFocus),
            ("Ctrl+N", self._choose_kind),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(verb)
        self._minute = QTimer(self)  # rows say until when one is logged in
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._draw)
        state = self._state
        state.loaded.connect(self._take)
        state.asked.connect(self._follow)
        state.logins.changed.connect(self._draw)
        state.callers.changed.connect(self._note_caller)
        shared.gateway.changed.connect(self._doubt_practice_keys)
        self._take(state.snapshot)

    def _build(self) -> None:
        self._side = IdentitySide()
        self._side.began.connect(self._choose_kind)
        self._side.list.chosen.connect(self._open)
        self._side.list.deleted.connect(lambda _key: self._delete())
        self._side.list.entered_row.connect(self._enter)
        self._chooser = KindChooser(tuple(kinds.TABLE.values()))
        self._chooser.chosen.connect(self._create)
        self._chooser.left.connect(self._leave_chooser)
        self._chooser.imported.connect(self._import_keys)
        self._detail = IdentityDetail(self._state.program.clock.now)
        self._detail.saved.connect(self._save)
        self._detail.reverted.connect(self._withdraw)
        self._detail.deleted.connect(self._delete)
        self._detail.stranger.action.connect(self._state.perform)
        self._forms = IdentityForms(self._detail)
        self._forms.changed.connect(self._draw)
        self._forms.removed.connect(self._ask_removal)
        self._card = self._detail.card
        self._card.asked.connect(self._ask)
        self._card.cancelled.connect(self._give_up)
        self._card.action.connect(self._state.perform)
        self._desk = LoginDesk(self._state, self._detail, lambda: self._form)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._chooser)
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
        self._minute.start()
        self._state.logins.look(self._state.snapshot.identities)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        super().hideEvent(event)
        self._minute.stop()

    # ---- which identity is shown

    def _identity(self, key: str) -> Identity | None:
        stored = (one for one in self._state.snapshot.identities if one.id == key)
        return next(stored, self._forms.drafts.get(key))

    def _take(self, snapshot: Snapshot) -> None:
        stored = {identity.id: identity for identity in snapshot.identities}
        for key in self._forms.take(stored, self._deleting):
            self._keepings.pop(key, None)
        self._deleting &= stored.keys()
        known = [*stored, *self._forms.drafts]
        first = known[0] if known else ""
        self._open(self._current if self._current in known else first, choosing=self._choosing)
        if self._wanted is not None:
            self._follow(self._wanted)

    def _follow(self, action: Action) -> None:
        if action.key != "open_identity":
            return
        identity = self._state.snapshot.identity(action.parameters.get("identity", ""))
        # The workspace may just be being read.
        self._wanted = None if identity else action
        if identity is not None:
            self._open(identity.id)
            self._side.bring_into_sight()
            if (field := action.parameters.get("field")) and (form := self._form) is not None:
                form.enter(field)

    def _open(self, key: str, *, choosing: bool = False) -> None:
        if key != self._current:
            self._stop_asking()
            self._forms.leave(self._current)
            self._current = key
        identity = self._identity(key)
        self._choosing = choosing
        shows = identity is not None and not choosing
        self._chooser.let_back(possible=identity is not None)
        self._pages.setCurrentWidget(self._detail if shows else self._chooser)
        if identity is not None:
            self._show(identity)
        self._draw()
        if self._asking is None and key not in self._keepings:
            self._ask()
        elif key in self._keepings:
            self._tell(self._keepings[key])

    def _show(self, identity: Identity) -> None:
        try:
            kind = kind_of(identity)
        except Problem as problem:
            self._detail.show_form(None, problem.finding)
            return
        self._forms.show(identity, kind)
        offer(self._state, self._forms, identity.id)

    @property
    def _form(self) -> IdentityForm | None:
        return self._forms.get(self._current)

    def _enter(self) -> None:
        form = self._form
        if form is not None:
            form.setFocus()

    # ---- what is shown of it

    def _draw(self) -> None:
        """Draw list, head and cards from what stands in the form now."""
        every = (*self._state.snapshot.identities, *self._forms.drafts.values())
        self._side.show_rows([self._row(identity) for identity in every], self._current)
        identity = self._identity(self._current)
        if identity is None:
            return
        form, keeping = self._form, self._keepings.get(identity.id)
        self._detail.show_head(
            self._row(identity),
            new=form is not None and form.new,
            practice=keeping is not None and (keeping.practice or keeping.sample),
            busy=identity.id in self._saving or identity.id in self._deleting,
            known=form is not None,
        )
        if form is not None:
            read = self._state.snapshot
            uses = len(read.uses(identity.name)), len(read.built_on(identity.name))
            form.show_footing(self._footing(identity))
            self._detail.show_secrets(form, keeping, uses, self._set_outside)
            place = (identity.id, _HELD)
            self._desk.draw(form, for_run=keeping is not None and place in keeping.vault.in_memory)

    def _note_caller(self, key: str) -> None:
        identity = self._identity(key)
        if identity is not None:  # keys that it got to ask with are kept
            self._state.logins.look((identity,))
        self._draw()

    def _row(self, identity: Identity) -> IdentityRow:
        form, keeping = self._forms.get(identity.id), self._keepings.get(identity.id)
        login = self._state.logins.about(identity).login
        now = self._state.program.clock.now()
        missing = self._footing(identity).missing
        return row_of(identity, form, login, keeping, self._set_outside, now, missing)

    def _footing(self, identity: Identity) -> Footing:
        form = self._forms.get(identity.id)
        facts = form.facts() if form else identity.facts
        return footing(identity, facts, self._state.snapshot.identities)

    def _set_outside(self, name: str, field: str) -> bool:
        return self._state.program.identities.in_environment(name, field)

    # ---- where its secrets are

    def _doubt_practice_keys(self) -> None:
        # They come with the gateway, and its state is no reason to prompt for anything else.
        practice = {key for key, keeping in self._keepings.items() if keeping.practice}
        if self._current in practice:
            self._ask()

    def _ask(self) -> None:
        """Ask the keyring about the identity in sight; never for one that nobody looks at: it may prompt."""
        form = self._form
        if form is None or not self.isVisible():
            return
        self._stop_asking()
        identity = form.identity
        kind = form.kind
        if form.new or not (kind.secret_fields or kind.logs_in):
            self._card.tell(_KEYRING if kind.secret_fields else kind.place, None)
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
        if (form := self._form) is not None:
            self._card.tell_keeping(keeping, form.kind)

    def _ask_removal(self, field: str) -> None:
        form = self._form
        assert form is not None  # it is the one that asks
        identity = form.identity
        label = next(one.label for one in form.kind.fields if one.key == field)
        confirm_removal(
            self,
            identity,
            label,
            lambda: self._state.forget_secret(identity, field, self._ask),
        )

    # ---- what is done with it

    def _choose_kind(self) -> None:
        self._open(self._current, choosing=True)
        self._chooser.setFocus()

    def _leave_chooser(self) -> None:
        self._open(self._current)
        self._side.list.setFocus()

    def _create(self, kind: str) -> None:
        identity = new_identity("", kind, {})
        self._forms.drafts[identity.id] = identity
        self._open(identity.id)
        self._side.bring_into_sight()
        self._enter()

    def _import_keys(self) -> None:
        from apiclient_gui.ui.dialogs.import_keys import ImportKeysDialog  # noqa: PLC0415  # start-up time

        dialog = ImportKeysDialog(self._state, self)
        dialog.kept.connect(
            lambda name: self._follow(Action("open_identity", "Open", {"identity": name}))
        )
        dialog.open()

    def _save(self) -> None:
        form = self._form
        if form is None or not form.is_edited or form.identity.id in self._saving:
            return
        key = form.identity.id
        others = {one.name for one in self._state.snapshot.identities if one.id != key}
        if not form.check(others):
            return
        before = form.identity
        draft = IdentityDraft(form.name, form.kind.id, form.facts(), form.secrets(), before)
        self._saving.add(key)
        self._draw()
        self._state.save_identity(
            draft,
            lambda identity: self._saved(identity, before),
            lambda finding: self._not_saved(key, finding),
        )

    def _saved(self, identity: Identity, before: Identity) -> None:
        self._saving.discard(identity.id)
        if identity.id in self._forms.drafts:
            self._forms.drafts[identity.id] = identity  # until the workspace was read again
        form = self._forms.get(identity.id)
        if form is not None:
            form.settle(identity)
        if identity.facts != before.facts and self._state.logins.about(identity).login:
            self._state.logins.log_out(identity)  # tokens of other facts are never sent
        self._state.callers.forget(identity)
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
        form = self._forms.withdraw(self._current)
        if form is None:
            return
        self._side.list.setFocus()  # the form may have had it, and is gone
        name = form.name or "The new identity"
        self._toast.say(
            f"{name} was discarded" if form.new else f"Edits of {name} were reverted", undo=True
        )
        self._take(self._state.snapshot)

    def _bring_back(self) -> None:
        key = self._forms.bring_back({one.id for one in self._state.snapshot.identities})
        if key:
            self._open(key)

    def _delete(self) -> None:
        identity, form = self._identity(self._current), self._form
        if identity is None or (form is not None and form.new):
            self._withdraw()
            return
        confirm_deletion(
            self,
            identity,
            lambda: self._delete_for_good(identity),
            keeping=self._keepings.get(identity.id),
            requests=self._state.snapshot.uses(identity.name),
            identities=self._state.snapshot.built_on(identity.name),
        )

    def _delete_for_good(self, identity: Identity) -> None:
        self._deleting.add(identity.id)
        self._state.delete_identity(identity)


def _make(shared: Shared) -> QWidget:
    return _Page(shared)


MEMBER = Panel("identities", _make)
