"""Who AWS takes an identity for: asked on request, with GetCallerIdentity."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.snapshot import Asked
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.busy_bar import BusyBar
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.card import sole_card
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.finding_slot import FindingSlot

_HINT = "AWS tells account and ARN of whoever signs. It needs no permission."


class CallerCard(QWidget):
    """`asked` when AWS is to be asked, `cancelled` when no longer waited for; `action` carries that of the finding."""

    asked = Signal()
    cancelled = Signal()
    action = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = sole_card(self, "Who AWS says this is")
        self._hint = label.note(_HINT)
        self._facts = FactGrid()
        self._slot = FindingSlot()
        self._slot.action.connect(self.action)
        self.ask = button("Ask AWS")
        self.ask.setToolTip("Calls GetCallerIdentity of AWS STS with these credentials")
        self.ask.clicked.connect(self.asked)
        self.busy = BusyBar()
        room = self.busy.sizePolicy()
        room.setRetainSizeWhenHidden(False)  # it takes the place of the button
        self.busy.setSizePolicy(room)
        self.busy.cancelled.connect(self.cancelled)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, theme.XS, 0, 0)
        row.addWidget(self.ask)
        row.addStretch()
        for part in (self._hint, self._facts, self._slot, self._buttons, self.busy):
            card.body.addWidget(part)
        self.show_asked(Asked())

    def show_asked(self, asked: Asked) -> None:
        """Show what AWS said, or that it is being asked."""
        caller = asked.caller
        facts = (
            (
                Fact("Account", caller.account, wire=True),
                Fact("ARN", caller.arn, wire=True),
                Fact("User id", caller.user_id, wire=True),
            )
            if caller
            else ()
        )
        self._facts.set_facts(facts)
        self._facts.setVisible(caller is not None)
        self._hint.setVisible(caller is None)
        self._slot.show_finding(asked.finding)
        had_focus = self.ask.hasFocus() or self.busy.isAncestorOf(self.focusWidget() or self.ask)
        if asked.running and self.busy.isHidden():
            self.busy.start("Asking AWS")
        elif not asked.running:
            self.busy.stop()
        self._buttons.setVisible(not asked.running)
        self.ask.setText("Ask again" if caller else "Ask AWS")
        if had_focus:
            (self.busy if asked.running else self.ask).setFocus()

    def block(self, why: str) -> None:
        """Forbid asking and say why, until it is called with nothing: what is not saved cannot be used."""
        self.ask.setEnabled(not why)
        self.ask.setToolTip(why or "Calls GetCallerIdentity of AWS STS with these credentials")
