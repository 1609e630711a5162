"""Who an identity is and where its secrets are: the cards beside its form."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.ui import theme
from apiclient_gui.ui.snapshot import Keeping
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.busy_bar import BusyBar
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.card import Card
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.finding_slot import FindingSlot

_QUIET_MS = 1200  # the first use loads the keyring, which takes so long; nobody is asked before
_WAITING = "Waiting for your keyring"
_PROMPT = "It may be asking for its password in a window of its own."
_PRACTICE = (
    "Its secrets are practice ones: kept in the practice folder, not in your keyring. The practice "
    "gateway brings them, and writes this identity anew, each time it starts."
)
_VARIABLES = "A variable of this name in the environment goes before the keyring: for scripts, and for computers without one."


class IdentityCard(QWidget):
    """Cards of facts. `asked` when the person wants the keyring asked again, `cancelled` when no longer waited for.

    `action` carries what a button of the finding stands for.
    """

    asked = Signal()
    cancelled = Signal()
    action = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        who = Card("Who this is")
        self._who = FactGrid()
        who.body.addWidget(self._who)
        self.place = label.text()
        self._busy = BusyBar()
        room = self._busy.sizePolicy()
        room.setRetainSizeWhenHidden(False)  # nothing stands below it that could jump
        self._busy.setSizePolicy(room)
        self._busy.cancelled.connect(self.cancelled)
        self._again = button("Ask the keyring again", "link", "refresh")
        self._again.clicked.connect(self.asked)
        where = Card("Where its secrets are")
        where.body.addWidget(self.place)
        where.body.addWidget(self._again)
        where.body.addWidget(self._busy)
        self._variables = FactGrid()
        self.variables = Card("Without a keyring")
        self.variables.body.addWidget(label.note(_VARIABLES))
        self.variables.body.addWidget(self._variables)
        self._finding = FindingSlot()
        self._finding.action.connect(self.action)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.M)
        for card in (who, where, self._finding, self.variables):
            self._column.addWidget(card)
        self._column.addStretch()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_QUIET_MS)
        self._patience.timeout.connect(self._show_waiting)
        self._again.hide()

    @property
    def finding(self) -> Finding | None:
        """What is shown to be the matter with the keyring."""
        return self._finding.finding

    @property
    def is_waiting(self) -> bool:
        """Whether it says that the keyring is waited for."""
        return not self._busy.isHidden()

    def show_facts(
        self, use: str, requests: int, variables: Sequence[str], identities: int = 0
    ) -> None:
        """Say what it is used for, by how many requests and identities, and which variables may hold its secrets."""
        counts = (
            _count(requests, "request", "requests"),
            _count(identities, "identity", "identities"),
        )
        uses = " and ".join(filter(None, counts)) or "no request yet"
        self._who.set_facts((Fact("Used for", use), Fact("Used by", uses)))
        self._variables.set_facts([Fact("", name, wire=True) for name in variables])
        self.variables.setVisible(bool(variables))

    def wait(self) -> None:
        """Say, after a moment, that the keyring is waited for."""
        self._again.hide()
        if not self.is_waiting:
            self.place.setText("Looking …")
            self.place.show()
            self._patience.start()

    def tell_keeping(self, keeping: Keeping, kind: Kind) -> None:
        """Say where the secrets of an identity of that kind are, and what is the matter with the keyring."""
        vault, trouble, practice = keeping.vault, keeping.trouble, keeping.practice
        finding = trouble or (None if practice else vault.finding)
        if finding is not None and trouble is None:
            # Nothing failed yet: it matters once a secret is to be kept.
            finding = msgspec.structs.replace(finding, severity="warning")
        place = f"In your keyring: {vault.backend}." if vault.usable else "Not in a keyring."
        if not kind.secret_fields:
            lasts = f"in your keyring: {vault.backend}" if vault.usable else "for this run only"
            place = f"{kind.place} The keys that it gets are kept {lasts}."
        self.tell(_PRACTICE if practice else place, finding, again=finding is not None)

    def tell(self, words: str, finding: Finding | None, *, again: bool = False) -> None:
        """Say where the secrets are and what is the matter; `again` offers to ask once more."""
        self._patience.stop()
        self._busy.stop()
        self.place.setText(words)
        self.place.setVisible(bool(words))
        self._again.setVisible(again)
        self._finding.show_finding(finding)

    def _show_waiting(self) -> None:
        self.place.setText(_PROMPT)
        self.place.show()
        self._busy.start(_WAITING)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
