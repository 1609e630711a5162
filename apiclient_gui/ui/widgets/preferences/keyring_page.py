"""Where secrets are kept: which keyring, whether it works, and what to do when it is another one than before."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.vault import VaultState
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.confirm import confirm
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from apiclient_gui.ui.widgets.pill import Pill

_WORDS: Final = (
    "Keys, passwords, tokens and secret variables go to the keyring of your system. Files of this program have their "
    "names only. Without a keyring they last until the program ends, or come from variables named "
    "APICLIENT_SECRET_<IDENTITY>_<FIELD>."
)
_STAY: Final = (
    "The secrets in the former keyring stay there, but are no longer looked for. Enter those you need again; they go to "
    "the keyring that is in use now."
)
_CHANGED: Final = "keyring_changed"


class KeyringPage(QWidget):
    """`checking` when the keyring is to be tried out, `backend_forgotten` when the former one is to be let go."""

    checking = Signal()
    backend_forgotten = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pill = Pill("Looking …", parent=self)
        self._facts = FactGrid()
        self._slot = FindingSlot()
        self.check = button("Check it", "plain", "refresh")
        self.check.setToolTip(
            "Write a trial entry, read it and remove it; it may ask to be unlocked"
        )
        self.check.clicked.connect(self._start)
        self.stay = button("Stay with this one…", "danger")
        self.stay.setToolTip("Forget which keyring the secrets were in")
        self.stay.clicked.connect(self._ask)
        self.stay.hide()
        head = QHBoxLayout()
        head.addWidget(self.pill)
        head.addStretch()
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self.check)
        row.addWidget(self.stay)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(label.note(_WORDS))
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._slot)
        column.addLayout(row)
        column.addStretch()
        self.setFocusProxy(self.check)

    @property
    def finding(self) -> Finding | None:
        """What is the matter with the keyring."""
        return self._slot.finding

    def show_state(self, state: VaultState, *, checked: bool = False) -> None:
        """Show how secrets are kept; `checked`: a trial entry was written, read and removed, or was not."""
        self.check.setEnabled(True)
        if not state.usable:
            self.pill.show_state("✕ Cannot be used", "bad")
        elif checked:
            self.pill.show_state("It works", "ok", sign=True)
        else:
            self.pill.show_state("In use", "ok", sign=True)
        facts = [Fact("Keyring", state.backend)]
        if state.in_memory:
            count = len(state.in_memory)
            facts.append(
                Fact("For this run", f"{count} secret{'s' if count > 1 else ''} in memory")
            )
        self._facts.set_facts(facts)
        finding = state.finding
        self._slot.show_finding(finding and msgspec.structs.replace(finding, actions=()))
        self.stay.setVisible(finding is not None and finding.id == _CHANGED)

    def tell_trouble(self, finding: Finding) -> None:
        """Say that the former keyring could not be forgotten."""
        self.check.setEnabled(True)
        self._slot.show_finding(finding)

    def _start(self) -> None:
        self.check.setEnabled(False)
        self.pill.show_state("Checking …", "accent")
        self.checking.emit()

    def _ask(self) -> None:
        confirm(
            self,
            "Stay with the keyring in use now?",
            _STAY,
            "Stay with this one",
            self.backend_forgotten.emit,
        )
