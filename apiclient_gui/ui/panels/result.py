"""What came of the last send: why it was refused, what came back, how it was signed, what was sent, how long it took."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core import files, redact
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import Body, Exchange, Origin, Request
from apiclient_gui.ui import theme
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.widgets.busy_bar import BusyBar
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.finding_list import FindingList
from apiclient_gui.ui.widgets.result import exchange_texts
from apiclient_gui.ui.widgets.result.body_view import BodyView
from apiclient_gui.ui.widgets.result.headers_view import HeadersView
from apiclient_gui.ui.widgets.result.sent_view import SentView
from apiclient_gui.ui.widgets.result.signature_view import SignatureView
from apiclient_gui.ui.widgets.result.status_line import StatusLine
from apiclient_gui.ui.widgets.result.timing_view import TimingView
from apiclient_gui.ui.widgets.result.token_view import TokenView
from apiclient_gui.ui.widgets.result.veil import Veiled
from apiclient_gui.ui.widgets.tab_pages import TabPages
from apiclient_gui.ui.widgets.toast import Toast

_TABS: Final = {
    "why": "Why refused",
    "body": "Body",
    "headers": "Headers",
    "signature": "Signature",
    "token": "Token",
    "sent": "Sent",
    "timing": "Timing",
}
_TITLE: Final = "Send a request to see what comes back"
_SHORTCUT: Final = "Ctrl+Enter"
_GATEWAY: Final = "{{gateway}}"  # the variable of the practice environment

PATIENCE_MS: Final = 150
"""An answer within this time shows no progress: it would only flicker."""
_LET_GO: Final = (
    "This result is not kept any more",
    "Only the tabs used last keep theirs. Send again, or look into History.",
)


class ResultPanel(QWidget):
    """Shows the last result of the tab that is shown: a response, a failure on the way, or why it was not sent."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self.setAccessibleName("Result")
        self._state = shared.state
        self._gateway = shared.gateway
        self._redactor = self._state.program.redactor
        mask = self._mask
        self._tabs = shared.state.tabs
        self._shown: Exchange | Finding | None = None
        self._front = ""
        self._at: Origin | None = None  # where in the request the person is
        self.status = StatusLine(mask)
        self.busy = BusyBar()
        self.empty = EmptyState("send", _TITLE, _hint(""))
        self.why = FindingList("Why it was refused")
        self.body = BodyView(self._state.tasks)
        self.headers = HeadersView(mask)
        self.signature = SignatureView(mask, now=self._state.program.clock.now)
        self.token = TokenView(self._state.program.clock.now)
        self.sent = SentView(mask)
        self.timing = TimingView()
        self.tabs = TabPages("Result")
        self.toast = Toast(self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._lay_out()
        self._connect()
        self._teach()

    def _lay_out(self) -> None:
        answer = (self.why, self.body, self.headers)
        pages = (*answer, self.signature, self.token, self.sent, self.timing)
        for (key, title), page in zip(_TABS.items(), pages, strict=True):
            self.tabs.add_page(key, title, page)
        self.veiled = Veiled(self.tabs)
        self._above = QStackedWidget()
        self._above.addWidget(self.status)
        self._above.addWidget(self.busy)
        self._above.setFixedHeight(max(self.status.height(), self.busy.sizeHint().height()))
        self._below = QStackedWidget()
        self._below.addWidget(self.empty)
        self._below.addWidget(self.veiled)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.S, theme.XL, theme.S)
        column.setSpacing(theme.XS)
        column.addWidget(self._above)
        column.addWidget(self._below, 1)

    def _connect(self) -> None:
        state = self._state
        state.sending.connect(self._start)
        state.arrived.connect(self._take)
        state.refused.connect(self._take)
        state.stopped.connect(self._stop)
        state.opened.connect(lambda _: self._turn())
        state.asked.connect(self._be_asked)
        state.loaded.connect(lambda _: self._teach())
        self._gateway.changed.connect(self._teach)
        self._patience.timeout.connect(self._show_busy)
        self.busy.cancelled.connect(state.cancel)
        self.why.action.connect(state.perform)
        self.signature.pointed.connect(state.point)
        self.signature.copied.connect(self._copy)
        self.signature.action.connect(state.perform)
        self.signature.token_wanted.connect(lambda: self.tabs.turn_to("token"))
        state.located.connect(self._mark)
        # Which one stands in the result that is shown: an action carries no secret.
        inspect = Action("inspect_sent_token", "Open in Tokens")
        self.token.opened.connect(lambda: state.perform(inspect))
        self.token.copied.connect(self.toast.say)
        self.token.action.connect(state.perform)
        self.status.copied.connect(self._copy)
        self.status.save_wanted.connect(self._ask_where)

    # ---- what comes

    def _take(self, outcome: Exchange | Finding) -> None:
        self._rest()
        self._show(outcome)

    def _turn(self) -> None:
        tab = self._tabs.current
        self._at = None
        if self._shown is not tab.outcome or tab.outcome is None:
            self._show(tab.outcome)
        self._rest()
        if tab.sending is not None:
            self._show_busy()

    def _mask(self, text: str) -> str:
        return self._redactor.text(text)

    def _show(self, outcome: Exchange | Finding | None) -> None:
        self._shown = outcome
        focus = QApplication.focusWidget()
        acted = focus is not None and self.why.isAncestorOf(focus)
        match outcome:
            case Exchange() as exchange:
                self.show_exchange(exchange)
            case Finding() as finding:
                self.show_refusal(finding)
            case None:
                self._front = ""
                self.status.clear()
                self._teach()
                self._below.setCurrentWidget(self.empty)
        if acted and outcome is not None:  # the button pressed in the finding is gone
            self.tabs.tabBar().setFocus()

    def show_exchange(self, exchange: Exchange) -> None:
        """Show a response, or a failure on the way."""
        from apiclient_gui.core.history import masking  # noqa: PLC0415  # start-up time

        # What was typed into this request is no secret that the program knows; a server may repeat it all the same.
        known = self._state.program.redactor
        self._redactor = known.knowing(masking.secret_values(exchange))
        self.status.show_exchange(exchange)
        self.why.set_findings(exchange.findings)
        response = exchange.response
        self.tabs.set_title("why", "Why refused" if response else "Why no response")
        if response is not None:
            self.body.show_response(response)
            self.headers.show_response(response)
            self.tabs.set_count("headers", len(response.headers))
        self.signature.show_exchange(exchange)
        self._mark(self._at, scroll=False)
        self.sent.show_exchange(exchange)
        self.timing.show_exchange(exchange)
        self._show_tabs(
            ("why",) * bool(exchange.findings)
            + ("body", "headers") * (response is not None)
            + ("signature",)
            + ("token",) * self.token.show_exchange(exchange)
            + ("sent", "timing"),
            "why" if exchange.findings else "body",
        )

    def show_refusal(self, finding: Finding) -> None:
        """Show why a request was not sent."""
        self.status.show_refusal()
        self.why.set_findings((finding,))
        self.tabs.set_title("why", "Why not sent")
        self._show_tabs(("why",), "why")

    # ---- while it is on its way

    def _start(self, _request: Request) -> None:
        self._patience.start()

    def _show_busy(self) -> None:
        self._above.setCurrentWidget(self.busy)
        sent = self._tabs.current.sent
        if sent is not None:
            self.busy.start(f"{sent.method} {redact.url(sent.url)}")
        self.veiled.dim(True)

    def _rest(self) -> None:
        self._patience.stop()
        self.busy.stop()
        self._above.setCurrentWidget(self.status)
        self.veiled.dim(False)

    def _stop(self) -> None:
        self._rest()
        self.status.say(
            "Cancelled: this is the result before" if self._shows_result else "Cancelled"
        )

    # ---- tabs

    @property
    def _shows_result(self) -> bool:
        return self._below.currentWidget() is self.veiled

    def _show_tabs(self, keys: tuple[str, ...], front: str) -> None:
        # From one success to the next the tab stays; a refusal always shows why.
        kept = self.tabs.current if front == "body" == self._front else ""
        self._front = front
        for key in _TABS:
            self.tabs.show_page(key, key in keys)
        self.tabs.turn_to(kept if kept in keys else front)
        self._below.setCurrentWidget(self.veiled)

    def _be_asked(self, action: Action) -> None:
        if action.key == "compare_signatures" and self._shows_result:
            self.tabs.turn_to("signature")
            self.signature.show_difference()

    def _mark(self, origin: Origin | None, *, scroll: bool = True) -> None:
        """Mark in the signature what the person is at in the request, unless that was edited since it was sent."""
        self._at = origin
        if isinstance(self._shown, Exchange):
            now, sent = self._tabs.current.request, self._shown.request
            same = origin is not None and _piece(origin, now) == _piece(origin, sent)
            self.signature.show_origin(origin if same else None, scroll=scroll)

    def _teach(self) -> None:
        runs = self._gateway.status in {"running", "elsewhere"}
        requests = (one.request for one in self._state.snapshot.requests)
        # A request of the person's own goes elsewhere, and one just made goes nowhere yet.
        first = next((one.name for one in requests if runs and _GATEWAY in one.url), "")
        self.empty.say(*(_LET_GO if self._tabs.current.let_go else (_TITLE, _hint(first))))

    # ---- copy and save

    def _copy(self, said: str, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.toast.say(said)

    def _ask_where(self) -> None:
        exchange = self._shown
        if not isinstance(exchange, Exchange) or exchange.response is None:
            return
        body = exchange.response.body
        dialog = QFileDialog(self, "Save the body", exchange_texts.file_name(exchange))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda place: self._save(Path(place), body))
        dialog.open()

    def _save(self, place: Path, body: Body) -> None:
        self._state.tasks.start(
            lambda _: files.write_blocks(place, body.blocks()),
            lambda _: self.toast.say(f"Saved to {place}"),
            self._state.noticed.emit,
            name="save the body",
        )


def _piece(origin: Origin, request: Request) -> object:
    """Return what stands at a place of a request: what was edited since it was sent made no line of its signature."""
    match origin:
        case Origin(place="param", row=int(row)):
            return request.params[row] if row < len(request.params) else None
        case Origin(place="header", row=int(row)):
            return request.headers[row] if row < len(request.headers) else None
        case Origin(place="body"):
            return request.body
        case Origin(place="url", name="method"):
            return request.method
        case Origin(place="url"):
            return request.url
    return request.auth


def _hint(first: str) -> str:
    words = f"{_SHORTCUT} sends, and the answer stands here, explained when it is a refusal."
    if not first:
        return words
    return (
        f"{words} To begin with: “{first}” in the list, which the practice gateway in this program "
        "answers."
    )


def make(shared: Shared) -> QWidget:
    """Return the panel."""
    return ResultPanel(shared)


MEMBER = Panel("result", make)
