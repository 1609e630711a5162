"""The forms of the Identities page: edits stay in them until saved or reverted, whichever identity is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, Signal

from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import Identity
from apiclient_gui.ui.widgets.identity.identity_detail import IdentityDetail
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm


class IdentityForms(QObject):
    """Forms by the id of their identity: those with edits, and the one shown. `drafts` are identities that no file holds.

    `changed` on every edit, `removed` carries the field whose secret has to go.
    """

    changed = Signal()
    removed = Signal(str)

    def __init__(self, detail: IdentityDetail) -> None:
        super().__init__(detail)
        self._detail = detail
        self._forms: dict[str, IdentityForm] = {}
        self._withdrawn: IdentityForm | None = None
        self.drafts: dict[str, Identity] = {}

    def get(self, key: str) -> IdentityForm | None:
        """Return the form of an identity, if it has one."""
        return self._forms.get(key)

    def take(self, stored: Mapping[str, Identity], deleting: Collection[str]) -> tuple[str, ...]:
        """Follow the workspace as read now: what nobody edits is filled anew; return the ids of those.

        Edits of an identity whose file somebody removed stay, as a draft; not of one that is being deleted here.
        """
        self.drafts = {key: one for key, one in self.drafts.items() if key not in stored}
        filled = []
        for key, form in tuple(self._forms.items()):
            fresh = stored.get(key)
            if fresh is not None and form.identity != fresh and not form.is_edited:
                form.fill(fresh)
                filled.append(key)
            elif fresh is None and key not in self.drafts:
                if form.is_edited and key not in deleting:
                    self.drafts[key] = form.identity
                else:
                    self._drop(key)
        return tuple(filled)

    def show(self, identity: Identity, kind: Kind) -> None:
        """Show the form of an identity, made if it has none."""
        form = self._forms.get(identity.id)
        if form is None:
            form = IdentityForm(identity, kind, new=identity.id in self.drafts)
            form.changed.connect(self.changed)
            form.removed.connect(self.removed)
            self._forms[identity.id] = form
            self._detail.add_form(form)
        self._detail.show_form(form)

    def leave(self, key: str) -> None:
        """Let the form go that was shown, unless it holds edits."""
        form = self._forms.get(key)
        if form is not None and not form.is_edited:
            self._drop(key)

    def withdraw(self, key: str) -> IdentityForm | None:
        """Take a form with its edits away, and return it; `bring_back` undoes that."""
        form = self._forms.pop(key, None)
        if form is None:
            return None
        if self._withdrawn is not None:
            self._detail.drop_form(self._withdrawn)
        self._withdrawn = form
        form.hide()
        self.drafts.pop(key, None)
        return form

    def bring_back(self, stored: Collection[str]) -> str:
        """Undo the last `withdraw` and return the id of its identity; empty without one."""
        form, self._withdrawn = self._withdrawn, None
        if form is None:
            return ""
        key = form.identity.id
        if key in self._forms:
            self._drop(key)
        self._forms[key] = form
        if key not in stored:
            self.drafts[key] = form.identity
        return key

    def _drop(self, key: str) -> None:
        self._detail.drop_form(self._forms.pop(key))
