"""One identity in full: head with buttons, its form, and the cards beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.columns import Columns
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from apiclient_gui.ui.widgets.identity.identity_card import IdentityCard
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from apiclient_gui.ui.widgets.identity.identity_list import IdentityRow
from apiclient_gui.ui.widgets.page_head import PageHead
from apiclient_gui.ui.widgets.pill import Pill

_FORM = 640  # px; a longer line for a key or a name reads worse
_NARROW = 720


class IdentityDetail(QWidget):
    """Shows one of the forms it was given. `saved`, `reverted` and `deleted` when those buttons are pressed."""

    saved = Signal()
    reverted = Signal()
    deleted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
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
        self.card = IdentityCard()
        place = QWidget()
        place.setMaximumWidth(_FORM)
        self._place = QVBoxLayout(place)
        self._place.setContentsMargins(0, 0, 0, 0)
        page = QWidget()
        page.setProperty("kind", "page")
        around = QVBoxLayout(page)
        around.setContentsMargins(theme.XL, 0, theme.XL, theme.XL)
        around.addWidget(self.stranger)
        around.addWidget(Columns(place, self.card, narrow=_NARROW))
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
        self.card.setVisible(shown is not None)

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
        self.delete.setVisible(known and not new)
        self.delete.setEnabled(not busy)
