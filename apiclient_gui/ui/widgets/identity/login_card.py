"""The login of an identity: whether one is logged in, until when, with which tokens; and the buttons for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Login
from apiclient_gui.ui import theme
from apiclient_gui.ui.snapshot import Standing
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.busy_bar import BusyBar
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.card import sole_card
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from apiclient_gui.ui.widgets.identity.login_words import LOGIN, LoginWords, Wording, login_words
from apiclient_gui.ui.widgets.identity.token_lines import TokenLines
from apiclient_gui.ui.widgets.pill import Pill

_RENEWED = "The next request renews it by itself."
_RENEW_TIP = "Get new credentials now, before the old ones end"
_FOR_RUN = "What it brought is kept for this run only: it is in no keyring."
_LASTING = "They have no end, so they are not kept: each request looks them up."


class LoginCard(QWidget):
    """`logged_in` when tokens are to be got or renewed, `logged_out` and `cancelled` when those buttons are pressed.

    `action` carries what a button of the finding stands for; `tokens` has the signals of its lines. `now` gives the time
    that logins are measured against.
    """

    logged_in = Signal()
    logged_out = Signal()
    cancelled = Signal()
    action = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._login: Login | None = None
        self._lasting = ""
        self._wording = LOGIN
        card = sole_card(self)
        self._title = label.heading("", theme.TITLE - 1)
        card.body.addWidget(self._title)
        self.pill = Pill(parent=card)
        self._words = label.note()
        self._facts = FactGrid()
        self.tokens = TokenLines()
        self.log_in = button("", "primary")
        self.log_in.clicked.connect(self.logged_in)
        self.renew = button("Renew", "plain", "refresh")
        self.renew.setToolTip(_RENEW_TIP)
        self.renew.clicked.connect(self.logged_in)
        self.log_out = button("")
        self.log_out.clicked.connect(self.logged_out)
        self.busy = BusyBar()
        room = self.busy.sizePolicy()
        room.setRetainSizeWhenHidden(False)  # it takes the place of the buttons
        self.busy.setSizePolicy(room)
        self.busy.cancelled.connect(self.cancelled)
        self._slot = FindingSlot()
        self._slot.action.connect(self.action)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, theme.XS, 0, 0)
        row.setSpacing(theme.S)
        for one in (self.log_in, self.renew, self.log_out):
            row.addWidget(one)
        row.addStretch()
        head = QHBoxLayout()
        head.addWidget(self.pill)
        head.addStretch()
        card.body.addLayout(head)
        for part in (self._words, self._facts, self.tokens, self._slot, self._buttons, self.busy):
            card.body.addWidget(part)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._draw)
        self._for_run = False
        self._draw()

    @property
    def finding(self) -> Finding | None:
        """Why the last attempt failed."""
        return self._slot.finding

    def speak(self, wording: Wording) -> None:
        """Say how it is spoken of from now on; what stands there is said anew by `show_standing`."""
        self._wording = wording

    def show_standing(self, standing: Standing) -> None:
        """Show how it stands with the login."""
        self._login, self._lasting = standing.login, standing.lasting
        running = standing.running
        self.tokens.show_tokens(self._login.kinds if self._login else (), standing.sizes)
        self.tokens.setVisible(self._login is not None and bool(self._login.kinds))
        self._slot.show_finding(standing.finding)
        focus = QApplication.focusWidget()
        had_focus = focus is not None and (
            self._buttons.isAncestorOf(focus) or self.busy.isAncestorOf(focus)
        )
        if not running:
            self.busy.stop()
        elif self.busy.isHidden():
            self.busy.start(self._wording.busy)
        self._draw()  # before the focus is set: it says which buttons there are
        self._buttons.setVisible(not running)
        if had_focus:  # else Qt gives it to whatever follows on the page
            (self.busy if running else self._first()).setFocus()

    def block(self, why: str) -> None:
        """Forbid logging in and say why, until it is called with nothing: what is not saved cannot be used."""
        for one, tip in ((self.log_in, ""), (self.renew, _RENEW_TIP)):
            one.setEnabled(not why)
            one.setToolTip(why or tip)

    def tell_keeping(self, *, for_run: bool) -> None:
        """Say whether the tokens are kept for this run only."""
        self._for_run = for_run
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        super().hideEvent(event)
        self._tick.stop()

    def _draw(self) -> None:
        """Say how things stand now, and come back when the words change."""
        wording = self._wording
        said = login_words(self._login, self._now(), wording)
        if self._lasting:
            said = replace(said, pill="Long-term keys", tone="ok")
        self._title.setText(wording.title)
        self.pill.show_state(said.pill, said.tone, sign=True)
        facts = _facts(said, self._login, self._lasting)
        self._facts.set_facts(facts)
        self._facts.setVisible(bool(facts))
        there = self._login is not None
        self.log_in.setText(wording.again if said.over else wording.get)
        self.log_in.setVisible(not there or said.over)
        self.renew.setVisible(there and not said.over)
        self.log_out.setText(wording.forget)
        self.log_out.setToolTip(wording.forget_tip)
        self.log_out.setVisible(there)
        self._words.setText(self._note(expired=said.over))
        self._words.setVisible(bool(self._words.text()))
        if said.next_change is not None and self.isVisible():
            self._tick.start(round(said.next_change * 1000))

    def _note(self, *, expired: bool) -> str:
        if self._login is None:
            return _LASTING if self._lasting else self._wording.not_yet
        lines = [_FOR_RUN] if self._for_run else []
        if expired:
            lines.append(_RENEWED if "refresh" in self._login.kinds else self._wording.next_time)
        return " ".join(lines)

    def _first(self) -> QWidget:
        return self.log_in if not self.log_in.isHidden() else self.renew


def _facts(said: LoginWords, login: Login | None, lasting: str) -> tuple[Fact, ...]:
    if login is None:
        return (Fact("Access key id", lasting, wire=True),) if lasting else ()
    times = (Fact("Obtained", said.obtained), Fact("Valid until", said.valid))
    key, about = login.access_key_id, login.about
    chosen = (Fact("Role", about),) if about else ()
    return (*chosen, Fact("Access key id", key, wire=True), *times) if key else times
