"""The hash of Authorization in a refusal beside the hash of what was sent: which side of the way changed it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.authorization_hash import compared
from apiclient_gui.core.model import Exchange
from apiclient_gui.core.secret import MASK
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.card import sole_card
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.pill import Pill, PillTone

_VERDICTS: Final[dict[str, tuple[str, PillTone]]] = {
    "as_sent": ("Arrived as it was sent", "ok"),
    "changed": ("Changed on the way", "bad"),
    "unknown": ("Nothing to compare with", "plain"),
}
_REFUSED: Final = 400  # another body may well hold such words without being about this request
_NOT_KEPT: Final = "What was sent is masked in the history, so it has no hash to compare with."
_NOTHING_SENT: Final = "This request went out without the header: something on the way put one in."


class HashCard(QWidget):
    """Away unless the reply carries such a hash."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = sole_card(self, "The gateway's hash of Authorization")
        self.verdict = Pill(parent=self)
        self.meaning = label.text("")
        self.facts = FactGrid()
        card.body.addWidget(self.verdict)
        card.body.addWidget(self.meaning)
        card.body.addWidget(self.facts)
        self.hide()

    def show_exchange(self, exchange: Exchange) -> None:
        """Compare the hash in the reply of another exchange."""
        sent = exchange.prepared.header("authorization")
        masked = sent is not None and MASK in sent
        case = Case(response=exchange.response)
        found = compared(case.words, None if masked else sent) if case.status >= _REFUSED else None
        self.setVisible(found is not None)
        if found is None:
            return
        words, tone = _VERDICTS[found.verdict]
        self.verdict.show_state(words, tone, sign=True)
        self.meaning.setText(_NOT_KEPT if masked else found.meaning or _NOTHING_SENT)
        rows = (("The gateway's", found.theirs), ("Of what was sent", found.ours))
        self.facts.set_facts(tuple(Fact(name, text, wire=True) for name, text in rows if text))
