"""One exchange as history has it, read-only and masked: the tabs of a result, and what can be done with it."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.history import Kept
from apiclient_gui.ui import theme
from apiclient_gui.ui.tasks import Tasks
from apiclient_gui.ui.widgets.button import button, icon_button
from apiclient_gui.ui.widgets.code_view import CodeView
from apiclient_gui.ui.widgets.columns import Columns
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.finding_list import FindingList
from apiclient_gui.ui.widgets.history import kept_texts
from apiclient_gui.ui.widgets.label import ElideLabel
from apiclient_gui.ui.widgets.pill import Pill, status_tone
from apiclient_gui.ui.widgets.result import exchange_texts
from apiclient_gui.ui.widgets.result.body_view import BodyView
from apiclient_gui.ui.widgets.result.headers_view import HeadersView
from apiclient_gui.ui.widgets.result.signature_view import SignatureView
from apiclient_gui.ui.widgets.result.timing_view import TimingView
from apiclient_gui.ui.widgets.tab_pages import TabPages

_TABS: Final = {
    "why": "Why refused",
    "body": "Body",
    "headers": "Headers",
    "signature": "Signature",
    "sent": "Sent",
    "timing": "Timing",
}
_NARROW: Final = 820  # px; the buttons stand below in less
_THERE: Final = frozenset({"kept", "masked"})


class KeptView(QWidget):
    """`resent`, `opened` and `removed` come from its buttons; `copied` carries (words, text).

    `action` carries an Action of a finding, `pointed` the Origin of a line of the signature.
    """

    resent = Signal()
    opened = Signal()
    removed = Signal()
    copied = Signal(str, str)
    action = Signal(object)
    pointed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept: Kept | None = None
        self.why = FindingList("Why it was refused", self)
        self.body = BodyView(tasks, self)
        self._no_body = EmptyState("info", "", "")
        self._bodies = QStackedWidget(self)
        self.headers = HeadersView(str, self)  # what was kept is masked already
        self.signature = SignatureView(str, self)  # masked already
        self.sent = CodeView("The request as it was sent", self)
        self.timing = TimingView(self)
        self.tabs = TabPages("Kept exchange", self)
        self._notes = QVBoxLayout()
        self._lay_out()
        self.why.action.connect(self._act)
        self.signature.pointed.connect(self.pointed)
        self.signature.copied.connect(self.copied)

    def _lay_out(self) -> None:
        self._bodies.addWidget(self.body)
        self._bodies.addWidget(self._no_body)
        pages = (self.why, self._bodies, self.headers, self.signature, self.sent, self.timing)
        for (key, title), page in zip(_TABS.items(), pages, strict=True):
            self.tabs.add_page(key, title, page)
        self._notes.setSpacing(theme.XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self._head())
        column.addLayout(self._notes)
        column.addWidget(self.tabs, 1)

    def _head(self) -> QWidget:
        self._pill = Pill(parent=self)
        self._url = ElideLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._url.setFont(theme.mono())
        self._facts = ElideLabel()
        self._facts.setFont(theme.font(theme.NOTE))
        self._facts.setProperty("tone", "muted")
        self.resend = button("Send again", "primary")
        self.resend.setToolTip("Sign anew and send, in a new tab of Requests (Ctrl+Enter)")
        self.resend.clicked.connect(self.resent)
        self.open = button("Open as request")
        self.open.setToolTip("Open it in a new tab of Requests, without sending it (Enter)")
        self.open.clicked.connect(self.opened)
        self._menu = QMenu(self)
        self._copy = button("Copy as")
        self._copy.setProperty("kind", "menu")
        self._copy.setMenu(self._menu)
        remove = icon_button("trash", "Remove from history (Del)")
        remove.clicked.connect(self.removed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._url)
        words.addWidget(self._facts)
        about, buttons = QWidget(), QWidget()
        row = QHBoxLayout(about)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        row.addWidget(self._pill)
        row.addLayout(words, 1)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addStretch()
        for one in (remove, self._copy, self.open, self.resend):
            row.addWidget(one)
        head = Columns(about, buttons, shares=(1, 0), narrow=_NARROW)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return head

    def show_kept(self, kept: Kept) -> None:
        """Show another one."""
        self.kept = kept
        exchange, response = kept.exchange, kept.exchange.response
        cancelled = exchange.failure is not None and exchange.failure.stage == "cancelled"
        if response is not None:
            self._pill.show_state(
                exchange_texts.status(response), status_tone(response.status), sign=True
            )
        else:
            self._pill.show_state(
                "Cancelled" if cancelled else "No response", "plain" if cancelled else "bad"
            )
        self._url.setText(f"{exchange.prepared.method} {exchange_texts.request_url(exchange)}")
        self._facts.setText(kept_texts.facts(kept))
        self._fill_menu(kept)
        self._show_notes(kept)
        self._show_tabs(kept)

    def _show_notes(self, kept: Kept) -> None:
        while (item := self._notes.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        # What there is to say of a body that is not there stands in its place.
        lost = _lost(kept)
        for finding in kept.findings:
            if finding is not lost:
                self._notes.addWidget(FindingCard(_said(finding, kept), closed=True))
        # What is masked would go out as dots.
        self.resend.setVisible(not kept.unfilled)
        theme.mark(self.open, kind="primary" if kept.unfilled else "plain")

    def _show_tabs(self, kept: Kept) -> None:
        exchange, response = kept.exchange, kept.exchange.response
        self.why.set_findings(exchange.findings)
        self.tabs.set_title("why", "Why refused" if response else "Why no response")
        if response is not None:
            lost = _lost(kept)
            if lost is not None:
                self._no_body.say(lost.title, lost.detail)
                self._bodies.setCurrentWidget(self._no_body)
            else:
                self.body.show_response(response)
                self._bodies.setCurrentWidget(self.body)
            self.headers.show_response(response)
            self.tabs.set_count("headers", len(response.headers))
        self.signature.show_exchange(exchange)
        about = kept_texts.about_request(exchange, kept.request_body)
        self.sent.set_content(kept_texts.request(exchange), about=about)
        self.timing.show_exchange(exchange)
        keys = (
            ("why",) * bool(exchange.findings)
            + ("body", "headers") * (response is not None)
            + ("signature",) * (exchange.authorisation.signature is not None)
            + ("sent", "timing")
        )
        # From one to the next the tab stays, so that a row of exchanges can be read by the same side.
        before = self.tabs.current
        for key in _TABS:
            self.tabs.show_page(key, key in keys)
        usual = before in {"why", "body"} or before not in keys
        self.tabs.turn_to(keys[0] if usual else before)

    def _fill_menu(self, kept: Kept) -> None:
        self._menu.clear()
        for words, said, text in kept_texts.copies(kept):
            action = self._menu.addAction(words)
            action.triggered.connect(
                lambda _=False, said=said, text=text: self.copied.emit(said, text())
            )

    def _act(self, action: Action) -> None:
        if action.key == "compare_signatures":
            self.tabs.turn_to("signature")
            self.signature.show_difference()
        else:
            self.action.emit(action)


def _said(finding: Finding, kept: Kept) -> Finding:
    """Return the finding with a title that says at once what has to be filled in."""
    if finding.id != "secrets_not_kept":
        return finding
    title = f"{finding.title}: {', '.join(kept.unfilled)}"
    return msgspec.structs.replace(finding, title=title)


def _lost(kept: Kept) -> Finding | None:
    """Return why the response's body is not there; None when it is."""
    note = kept.response_body
    if note is None or note.state in _THERE:
        return None
    return next((one for one in kept.findings if one.id == f"body_{note.state}"), None)
