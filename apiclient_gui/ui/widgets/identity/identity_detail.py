"""One identity in full: head with buttons, its form, and the cards beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from apiclient_gui.core import auth
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.named_secrets import variable_name
from apiclient_gui.ui import theme
from apiclient_gui.ui.snapshot import Asked, Keeping, Standing
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.columns import Columns
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from apiclient_gui.ui.widgets.identity.caller_card import CallerCard
from apiclient_gui.ui.widgets.identity.form_secrets import form_secrets
from apiclient_gui.ui.widgets.identity.identity_card import IdentityCard
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from apiclient_gui.ui.widgets.identity.identity_list import IdentityRow
from apiclient_gui.ui.widgets.identity.kind_words import yields_keys
from apiclient_gui.ui.widgets.identity.login_card import LoginCard
from apiclient_gui.ui.widgets.identity.login_words import wording_of
from apiclient_gui.ui.widgets.page_head import PageHead
from apiclient_gui.ui.widgets.pill import Pill

_FORM = 640  # px; a longer line for a key or a name reads worse
_NARROW = 720
_UNSAVED = "Save the identity first: it logs in with what is saved"


class IdentityDetail(QWidget):
    """Shows one of the forms it was given. `saved`, `reverted` and `deleted` when those buttons are pressed.

    `now` gives the time that logins are measured against.
    """

    saved = Signal()
    reverted = Signal()
    deleted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = Pill()
        self._practice = Pill()
        self._practice.setToolTip("Made by the practice gateway")
        self.delete = button("Delete", "danger", "trash")
        self.delete.setToolTip("Delete this identity (Delete in the list)")
        self.delete.clicked.connect(self.deleted)
        self.revert = button("Revert")
        self.revert.clicked.connect(self.reverted)
        self.save = button("Save", "primary")
        self.save.setToolTip("Save (Ctrl+S)")
        self.save.clicked.connect(self.saved)
        buttons = (self.delete, self.revert, self.save)
        self._head = PageHead("", (self._kind, self._practice), buttons)
        self.stranger = FindingSlot()
        self.login = LoginCard(now)
        self.caller = CallerCard()
        self.card = IdentityCard()
        self._cards = QWidget()
        self._column = QVBoxLayout(self._cards)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.M)
        self._column.addWidget(self.login)
        self._column.addWidget(self.caller)
        self._column.addWidget(self.card, 1)
        place = QWidget()
        place.setMaximumWidth(_FORM)
        self._place = QVBoxLayout(place)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(theme.L)
        page = QWidget()
        page.setProperty("kind", "page")
        around = QVBoxLayout(page)
        around.setContentsMargins(theme.XL, 0, theme.XL, theme.XL)
        around.addWidget(self.stranger)
        self._columns = Columns(place, self._cards, narrow=_NARROW)
        around.addWidget(self._columns)
        around.addStretch()
        scroll = QScrollArea()
        scroll.setAccessibleName("Identity")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(scroll, 1)
        self._forms: list[IdentityForm] = []

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        super().resizeEvent(event)
        narrow = self.width() - 2 * theme.XL < _NARROW
        if narrow is not (self._place.indexOf(self.login) == 0):
            # One click away, also where the cards go under the form.
            (self._place if narrow else self._column).insertWidget(0, self.login)

    def add_form(self, form: IdentityForm) -> None:
        """Take a form in, not shown yet."""
        form.hide()
        self._forms.append(form)
        self._place.addWidget(form)

    def drop_form(self, form: IdentityForm) -> None:
        """Let a form go for good."""
        self._forms.remove(form)
        self._place.removeWidget(form)
        form.hide()
        form.deleteLater()

    def show_form(self, shown: IdentityForm | None, why_not: Finding | None = None) -> None:
        """Show one of the forms; or none, and why."""
        for form in self._forms:
            form.setVisible(form is shown)
        self.stranger.show_finding(why_not)
        self._cards.setVisible(shown is not None)
        self.login.setVisible(shown is not None and shown.kind.logs_in)
        if shown is not None:
            self.login.speak(wording_of(shown.kind))
        self.caller.setVisible(shown is not None and yields_keys(shown.kind))
        if shown is not None:
            # Qt takes the order in which they were made, and forms are made last.
            line = [*_at_keyboard(shown)[-1:], *_at_keyboard(self._cards)]
            for before, after in pairwise(line):
                QWidget.setTabOrder(before, after)

    def show_head(
        self, row: IdentityRow, *, new: bool, practice: bool, busy: bool, known: bool
    ) -> None:
        """Say which identity it is and what can be done now.

        `new`: never saved; `busy`: being saved; `known` False: of a kind that this version cannot edit.
        """
        self._head.set_title(row.name)
        self._kind.show_state(row.kind, "plain")
        self._practice.show_state("practice" if practice else "", "accent")
        self.save.setVisible(known)
        self.save.setEnabled(bool(row.mark) and not busy)
        self.revert.setVisible(bool(row.mark))
        self.revert.setEnabled(not busy)
        self.revert.setText("Cancel" if new else "Revert")
        self.delete.setVisible(not new)
        self.delete.setEnabled(not busy)

    def show_secrets(
        self,
        form: IdentityForm,
        keeping: Keeping | None,
        uses: tuple[int, int],
        set_outside: Callable[[str, str], bool],
    ) -> None:
        """Say where the secrets of the identity are, what it is used for, and by how many requests and identities."""
        name = form.name or form.identity.name
        fields = form.kind.secret_fields if name else ()
        variables = [variable_name(name, field.key) for field in fields]
        requests, identities = uses
        self.card.show_facts(auth.TABLE[form.kind.scheme].title, requests, variables, identities)
        form.show_secrets(*form_secrets(form, keeping, set_outside))

    def show_login(self, form: IdentityForm, standing: Standing, *, for_run: bool) -> None:
        """Say how it stands with the login of the identity; `for_run`: what it brought is in no keyring."""
        self.login.tell_keeping(for_run=for_run)
        self.login.block(_UNSAVED if form.is_edited else "")
        self.login.show_standing(standing)

    def show_caller(self, form: IdentityForm, asked: Asked) -> None:
        """Say who AWS takes the identity for, as far as it was asked."""
        self.caller.block(_UNSAVED if form.is_edited else "")
        self.caller.show_asked(asked)


def _at_keyboard(part: QWidget) -> list[QWidget]:
    tab = Qt.FocusPolicy.TabFocus
    return [one for one in part.findChildren(QWidget) if one.focusPolicy() & tab]
