"""The Tokens page: what a token says, whether its signature is right, until when it holds. Nothing of it is trusted."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import Exchange, Identity, Tokens
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.tokens import trim
from apiclient_gui.ui import theme
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.state.asking import GIVEN_UP
from apiclient_gui.ui.tasks import Task
from apiclient_gui.ui.widgets.busy_bar import BusyBar
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.page_head import PageHead
from apiclient_gui.ui.widgets.toast import Toast
from apiclient_gui.ui.widgets.token import key_source
from apiclient_gui.ui.widgets.token.identity_menu import IdentityMenu
from apiclient_gui.ui.widgets.token.key_source import Check, KeySource
from apiclient_gui.ui.widgets.token.member_lines import Reading, read
from apiclient_gui.ui.widgets.token.sent_token import sent_token
from apiclient_gui.ui.widgets.token.signature_card import SignatureCard
from apiclient_gui.ui.widgets.token.token_edit import TokenEdit
from apiclient_gui.ui.widgets.token.token_reading import TokenReading

LARGE: Final = 100_000  # characters; from here on a text is read on a worker
_SHORTEST: Final = 20  # characters of what may be a token: a word typed in is none
_TITLE: Final = "What does a token say?"
_WORDS: Final = (
    "A JSON Web Token (JWT) is three texts in Base64: a header that says how it was signed, claims that say who it is "
    "about and until when, and a signature. Anybody can read it; only a check of the signature tells whether to "
    "believe it."
)


class TokensPage(QWidget):
    """The page. `inspect` and `inspect_identity` bring a token here; what was here before goes."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = shared.state
        self._gateway = shared.gateway
        self._program = shared.state.program
        self._text = ""
        self._wanted: Action | None = None
        self._reading: Task | None = None
        self._checking: Task | None = None
        self._fetching: Task | None = None
        self._build()
        self.toast = Toast(self)
        self._connect()
        self._teach()

    # ---- the way in

    def inspect(self, text: str) -> None:
        """Show this token instead. Logs mask it from now on."""
        self._leave()
        self._learn(text)
        self.edit.set_text(text)

    def inspect_identity(self, name: str, kind: str = "") -> None:
        """Show an identity's token ("id", "access", or its default): the one held, else it logs in, asking if it must."""
        identity = self._state.snapshot.identity(name)
        if identity is None:
            self.trouble.show_finding(_unknown(name))
            return
        self._leave()
        self.busy.start(f"Getting the token of {name}")
        self._busy.show()
        program, person = self._program, self._state.asking.person
        environment = self._state.environment

        def work(cancel: Cancel) -> str:
            values = program.values(environment)
            found = program.identities.credentials(identity, values, cancel, person=person)
            if not isinstance(found, Tokens):
                raise Problem("refused", _tokenless(identity))
            held = found.held
            return next((held[one] for one in held if one == kind), held[found.default]).reveal()

        self._fetching = self._state.tasks.start(work, self._take, self._miss, name="get the token")

    # ---- how it is built

    def _build(self) -> None:
        self.menu = IdentityMenu(self)
        self._from = button("From identity")
        self._from.setProperty("kind", "menu")
        self._from.setMenu(self.menu)
        self._paste = button("Paste")
        self._clear = button("Clear")
        self._clear.setToolTip("Take the token away from this page")
        self.edit = TokenEdit()
        self.busy = BusyBar()
        self._busy = QWidget()
        inner = QVBoxLayout(self._busy)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.busy)
        self._busy.hide()
        self.trouble = FindingSlot()
        self.card = SignatureCard()
        self.reading = TokenReading(self._program.clock.now, (self.card,))
        tries = (("practice", "Try the practice user's token"), ("paste", "Paste a token"))
        self.empty = EmptyState("tokens", _TITLE, _WORDS, tries[1:])
        self.empty_here = EmptyState("tokens", _TITLE, _WORDS, tries)
        page = QWidget()
        page.setProperty("kind", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.XL, 0, theme.XL, theme.XL)
        column.setSpacing(theme.M)
        for row in (self.edit, self._busy, self.trouble):
            column.addWidget(row)
        for one in (self.reading, self.empty, self.empty_here):
            column.addWidget(one, 1)
        scroll = QScrollArea()
        scroll.setAccessibleName("Tokens")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(PageHead("Tokens", (), (self._from, self._paste, self._clear)))
        whole.addWidget(scroll, 1)
        lead_focus(self, self.edit)

    def _connect(self) -> None:
        state = self._state
        self.edit.changed.connect(self._read)
        self.edit.pasted.connect(self._arrive)
        self.edit.file_dropped.connect(self._open)
        self.menu.aboutToShow.connect(self._fill)
        self.menu.chosen.connect(self.inspect_identity)
        self._paste.clicked.connect(self._paste_token)
        self._clear.clicked.connect(self._empty)
        self.busy.cancelled.connect(self._leave)
        for page in (self.empty, self.empty_here):
            page.chosen.connect(self._try)
        self.card.wanted.connect(self._check)
        self.card.cancelled.connect(self._stop_checking)
        for part in (self.trouble, self.card, self.reading):
            part.action.connect(state.perform)
        self.reading.copied.connect(self.toast.say)
        state.asked.connect(self._follow)
        state.loaded.connect(self._load)
        self._gateway.changed.connect(self._teach)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._state.logins.look(self._state.snapshot.identities)

    # ---- what is shown

    def _read(self) -> None:
        """Read what stands in the field; large texts on a worker."""
        self._drop(self._reading)
        self._stop_checking()
        self._text = text = self.edit.text()
        self._clear.setEnabled(bool(text))
        if len(text) > LARGE:
            self._reading = self._state.tasks.start(
                lambda _: read(text), self._show, self.trouble.show_finding, name="read the token"
            )
        else:
            self._show(read(text))

    def _show(self, reading: Reading) -> None:
        blank = not self._text.strip()
        self.edit.show_token(reading.token)
        self.card.show_token(None if blank else reading.token)
        if not blank:
            self.trouble.show_finding(None)
            self.reading.show_reading(reading)
        self._teach()

    def _teach(self) -> None:
        blank = not self._text.strip()
        known = self._practice_user() is not None
        # No stack of pages: one would be as high as the highest of them.
        for page, shown in (
            (self.reading, not blank),
            (self.empty_here, blank and known),
            (self.empty, blank and not known),
        ):
            page.setVisible(shown)
        self._clear.setEnabled(bool(self._text) or self.trouble.finding is not None)

    def _empty(self) -> None:
        self._leave()
        self.edit.set_text("")
        self.edit.setFocus()

    # ---- where tokens come from

    def _follow(self, action: Action) -> None:
        match action.key:
            case "inspect_token":
                name, known = action.parameters.get("identity", ""), self._state.snapshot.identities
                # The workspace may just be being read.
                self._wanted = None if known else action
                if known:
                    self.inspect_identity(name, action.parameters.get("kind", ""))
            case "inspect_sent_token":
                exchange = self._state.tabs.current.outcome
                sent = sent_token(exchange) if isinstance(exchange, Exchange) else None
                if sent is not None and sent.text:
                    self.inspect(sent.text)

    def _load(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._follow(wanted)
        self._teach()

    def _fill(self) -> None:
        logins = self._state.logins
        self.menu.fill(
            self._state.snapshot.identities, lambda identity: logins.about(identity).login
        )

    def _try(self, key: str) -> None:
        user = self._practice_user()
        if key == "practice" and user is not None:
            self.inspect_identity(user.name)
        elif key == "paste":
            self._paste_token()

    def _practice_user(self) -> Identity | None:
        described = self._gateway.description
        pool = described.user_pool if described else None
        if pool is None:
            return None
        every = self._state.snapshot.identities
        return next((one for one in every if one.facts.get("pool_id") == pool.id), None)

    def _paste_token(self) -> None:
        text = QApplication.clipboard().text()
        if text.strip():
            self.inspect(text)
        else:
            self.toast.say("There is no text on the clipboard")
        self.edit.setFocus()

    def _open(self, path: str) -> None:
        self._leave()
        self._fetching = self._state.tasks.start(
            lambda _: key_source.read_file(path, "file").decode("utf-8", "replace"),
            self._take,
            self._miss,
            name="read the file",
        )

    def _take(self, text: str) -> None:
        self._state.logins.look(self._state.snapshot.identities)
        self.inspect(text)

    def _miss(self, finding: Finding) -> None:
        self._leave()
        if finding.id != GIVEN_UP:
            self.trouble.show_finding(finding)
        self._teach()

    def _arrive(self, text: str) -> None:
        self._learn(text)
        self._leave()

    def _learn(self, text: str) -> None:
        """Have logs mask it. Made ready on a worker: the patterns of a long one take some 50 ms."""
        secret, redactor = Secret(trim(text)), self._program.redactor
        if len(text) >= _SHORTEST and " " not in trim(text):
            self._state.tasks.start(
                lambda _: redactor.learn(secret),
                lambda _: None,
                self._state.noticed.emit,
                name="mask the token",
            )

    def _leave(self) -> None:
        """Let go of what is on its way: another token is wanted."""
        self._drop(self._fetching)
        self._fetching = None
        self.busy.stop()
        self._busy.hide()
        self.trouble.show_finding(None)

    # ---- the signature

    def _check(self, source: KeySource) -> None:
        self._stop_checking()
        text, program = self._text, self._program
        self.card.start()

        def work(cancel: Cancel) -> Check:
            if source.secret is not None:
                program.redactor.learn(source.secret)
            return key_source.check(text, source, lambda: program.keys, cancel)

        self._checking = self._state.tasks.start(
            work, self._judge, self.card.show_trouble, name="check the signature"
        )

    def _judge(self, check: Check) -> None:
        self.card.show_check(check)
        self.reading.show_check(check.verification)

    def _stop_checking(self) -> None:
        if self._checking is not None and self._checking.running:
            self._checking.cancel()
            self.card.clear_result()
        self._checking = None
        self.reading.show_check(None)

    @staticmethod
    def _drop(task: Task | None) -> None:
        if task is not None:
            task.cancel()


def _unknown(name: str) -> Finding:
    return Finding(
        id="identity_unknown",
        severity="error",
        title="There is no such identity",
        evidence=(Evidence("Identity", name),),
        remedy="It may have been renamed or removed: choose another one.",
    )


def _tokenless(identity: Identity) -> Finding:
    return Finding(
        id="identity_unfit",
        severity="error",
        title=f"{identity.name} has no token",
        detail="An identity of this kind signs requests, or sends a user name and password.",
        evidence=(Evidence("Identity", identity.name),),
        remedy="Choose an identity that logs in, or a fixed token.",
    )


def _make(shared: Shared) -> QWidget:
    return TokensPage(shared)


MEMBER = Panel("tokens", _make)
