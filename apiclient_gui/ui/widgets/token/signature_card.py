"""Is the signature right? What to check it with, and what came of it. Nothing is fetched before the button is pressed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.tokens import Token
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.busy_bar import BusyBar
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.card import sole_card
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.token.finding_stack import FindingStack
from apiclient_gui.ui.widgets.token.key_fields import KeyFields
from apiclient_gui.ui.widgets.token.key_source import Check, KeySource, SourceKind
from apiclient_gui.ui.widgets.token.token_words import is_signed

_KINDS: Final[tuple[tuple[SourceKind, str], ...]] = (
    ("issuer", "The issuer's keys"),
    ("url", "A key set at a URL"),
    ("keys", "A key or certificate"),
    ("secret", "A secret"),
)


class SignatureCard(QWidget):
    """`wanted` carries the KeySource to check with, `cancelled` ends a check, `kind_chosen` tells the choice."""

    wanted = Signal(object)
    cancelled = Signal()
    kind_chosen = Signal(str)
    action = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = sole_card(self, "Signature").body
        self._token: Token | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName("Check the signature with")
        for kind, words in _KINDS:
            self.choice.addItem(words, kind)
        self.choice.currentIndexChanged.connect(self._turn)
        self.fields = KeyFields()
        self.fields.changed.connect(self._draw)
        self.fields.entered.connect(self._ask)
        self.note = label.note()
        self.button = button("Check the signature", "primary")
        self.button.clicked.connect(self._ask)
        self.busy = BusyBar()
        self.busy.cancelled.connect(self.cancelled)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.button)
        across.addStretch()
        self._below = QStackedWidget()
        self._below.addWidget(row)
        self._below.addWidget(self.busy)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.facts = FactGrid()
        self.findings = FindingStack("What the check found")
        self.findings.action.connect(self.action)
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        with_ = label.text("Check with", "muted", wrap=False)
        with_.setBuddy(self.choice)
        head.addWidget(with_)
        head.addWidget(self.choice, 1)
        for part in (self.fields, self.note, self._below, self.facts, self.findings):
            if part is self.fields:
                body.addLayout(head)
            body.addWidget(part)
        self._turn()

    @property
    def kind(self) -> SourceKind:
        """What the signature is checked with."""
        return _KINDS[self.choice.currentIndex()][0]

    def choose(self, kind: str) -> None:
        """Choose what to check with; a kind that is none changes nothing."""
        at = self.choice.findData(kind)
        if at >= 0:
            self.choice.setCurrentIndex(at)

    def show_token(self, token: Token | None) -> None:
        """Get ready for another token; what was found about the last one goes."""
        self._token = token
        # Without a signature there is nothing to check, and the findings say why.
        self.setVisible(token is not None and is_signed(token))
        self.clear_result()
        self._draw()

    def clear_result(self) -> None:
        """Take the result back: it is of another token, or of other keys."""
        self._below.setCurrentIndex(0)
        self.busy.stop()
        self.facts.set_facts(())
        self.facts.hide()
        self.findings.show_findings(())

    def start(self) -> None:
        """Show that a check is under way."""
        self.clear_result()
        self._below.setCurrentIndex(1)
        self.busy.start("Checking the signature")

    def show_check(self, check: Check) -> None:
        """Show what came of it."""
        self.clear_result()
        answer = check.verification
        facts = (
            Fact("Result", answer.reason),
            Fact("Tried", check.tried),
            Fact("Algorithm", answer.algorithm),
            Fact("Key id", answer.key_id, wire=True),
        )
        self.facts.set_facts([fact for fact in facts if fact.value])
        self.facts.show()
        self.findings.show_findings(check.findings)

    def show_trouble(self, finding: Finding) -> None:
        """Show why there was no check."""
        self.clear_result()
        self.findings.show_findings((finding,))

    # ---- how it is done

    def _turn(self) -> None:
        self.fields.turn_to(self.kind)
        self.cancelled.emit()
        self.clear_result()
        self._draw()
        self.kind_chosen.emit(self.kind)

    def _draw(self) -> None:
        token = self._token
        note, ready = self._readiness(token)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.button.setEnabled(ready)

    def _readiness(self, token: Token | None) -> tuple[str, bool]:
        """Return what to say before a check, and whether one can begin."""
        if token is None or not is_signed(token):
            return "", False
        issuers = self.kind == "issuer"
        symmetric = token.algorithm.startswith("HS")
        note = ""
        if symmetric != (self.kind == "secret"):
            note = (
                f"{token.algorithm} is checked with {'a secret' if symmetric else 'a public key'}."
            )
        elif issuers and token.issuer:
            note = (
                f"Asks {token.issuer} for its keys. Anybody can name any issuer: look at it first."
            )
        elif issuers:
            note = "The token names no issuer whose keys could be fetched."
        return note, bool(token.issuer) if issuers else self.fields.is_filled

    def _ask(self) -> None:
        if not self.button.isEnabled() or self._token is None:
            return
        issuer = self._token.issuer
        source = KeySource("issuer", issuer) if self.kind == "issuer" else self.fields.source()
        self.wanted.emit(source)
