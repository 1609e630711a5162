"""What the Signature tab shows of a request without one: what was sent instead, and how to sign it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.core import auth
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import looks_signed
from apiclient_gui.core.finding import Action
from apiclient_gui.core.model import Exchange
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.card import Card
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid

_TYPED: Final = (
    "It carries a signature that was typed or pasted: how that one was made is not known here."
)
_NOTHING: Final = "Nothing went along that says who sends it."
_INSTEAD: Final = (
    "This went along instead, as Lambda and Cognito authorizers and many other APIs want it:"
)
_ADVICE: Final = (
    "A method with AWS_IAM wants a signature. With an identity of AWS keys this tab shows each step of it: what is "
    "signed, where each line comes from, and what the gateway computes."
)


class UnsignedPage(QWidget):
    """`action` carries what a button asks for, `token_wanted` that the token is to be shown."""

    action = Signal(object)
    token_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card()
        self.title = label.heading("This request was not signed", theme.TITLE)
        self.words = label.text("")
        self.facts = FactGrid()
        self.advice = label.text(_ADVICE, "muted")
        self.sign = button("Choose AWS keys to sign with", icon="key")
        choose = Action("choose_identity", "Choose AWS keys to sign with")
        self.sign.clicked.connect(lambda: self.action.emit(choose))
        self.token = button("Show the token", icon="tokens")
        self.token.clicked.connect(self.token_wanted)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self.sign)
        row.addWidget(self.token)
        row.addStretch()
        for part in (self.title, self.words, self.facts, self.advice):
            card.body.addWidget(part)
        card.body.addSpacing(theme.XS)
        card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_exchange(self, exchange: Exchange) -> None:
        """Say what another exchange carried instead of a signature made here."""
        authorisation = exchange.authorisation
        scheme = auth.TABLE.get(authorisation.scheme)
        title = scheme.title.partition(",")[0] if scheme else authorisation.scheme
        if looks_signed(Case(prepared=exchange.prepared)):
            words = _TYPED
        elif authorisation.headers:
            words = _INSTEAD
        else:
            words = _NOTHING
        self.words.setText(words)
        facts = [("Scheme", title), ("Identity", authorisation.identity)]
        facts += [("Sent in", ", ".join(authorisation.headers))]
        facts += [(step.title, step.detail) for step in authorisation.steps]
        self.facts.set_facts(tuple(Fact(name, value) for name, value in facts if value))
        self.facts.setVisible(bool(authorisation.headers))
        self.token.setVisible(authorisation.token_kind is not None)
