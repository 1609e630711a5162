"""The Practice page: the gateway inside the program, its APIs and users, and how it judged what was sent to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from apiclient_gui.core.finding import Action
from apiclient_gui.practice.description import Description
from apiclient_gui.ui import theme
from apiclient_gui.ui.gateway import KEPT, Status
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.columns import Columns
from apiclient_gui.ui.widgets.confirm import confirm
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from apiclient_gui.ui.widgets.page_head import PageHead
from apiclient_gui.ui.widgets.pill import Pill, PillTone
from apiclient_gui.ui.widgets.practice.api_card import api_card
from apiclient_gui.ui.widgets.practice.judgement_log import JudgementLog
from apiclient_gui.ui.widgets.practice.party_cards import party_cards

_WHAT: Final = (
    "A gateway on this computer that judges requests as Amazon API Gateway does, with code of its own: one API a lesson. "
    "Its users and keys open nothing else, so it needs no AWS account, and nothing leaves this computer."
)
_ELSEWHERE: Final = "It runs in another window or terminal: what it judges shows there. Requests of this window reach it all the same."
_CARDS: Final = 240  # px
_MEASURE: Final = 820  # px: longer lines read worse
_FACTS: Final = 320  # px: the button that copies stands near what it copies
_STOPPED: Final = (
    "The practice gateway is stopped",
    "Start it, and the requests of the practice workspace are answered: allowed, or refused with the reason.",
)
_STARTING: Final = ("The practice gateway starts", "It takes a few seconds at most.")
_PILLS: Final[Mapping[Status, tuple[str, PillTone]]] = {
    "stopped": ("Stopped", "plain"),
    "starting": ("Starting …", "accent"),
    "running": ("Running", "ok"),
    "elsewhere": ("Runs elsewhere", "accent"),
    "failed": ("✕ Did not start", "bad"),
    "ended": ("✕ Ended", "bad"),
}
_STARTS: Final[Mapping[Status, str]] = {
    "stopped": "Start",
    "failed": "Try again",
    "ended": "Start again",
    "elsewhere": "Run it here",
}


class _Page(QWidget):
    """The page; it shows what the gateway says of itself and asks it for nothing."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = shared.state
        self._gateway = shared.gateway
        self._described: Description | None = None
        self._build()
        self._log.load(self._gateway.judgements)
        self._gateway.changed.connect(self._draw)
        self._gateway.judged.connect(self._log.add)
        self._draw()

    def _build(self) -> None:
        self._pill = Pill()
        self._fresh = button("New keys", "plain", "key")
        self._fresh.setToolTip("Make new users, keys and ids")
        self._fresh.clicked.connect(self._ask_fresh)
        self._stop = button("Stop", "plain", "stop")
        self._stop.setToolTip("End the practice gateway")
        self._stop.clicked.connect(self._gateway.stop)
        self._start = button("Start", "primary", "play")
        self._start.clicked.connect(self._begin)
        buttons = (self._fresh, self._stop, self._start)
        head = PageHead("Practice gateway", (self._pill,), buttons)
        self._facts = FactGrid()
        self._facts.setMaximumWidth(_FACTS)
        self._finding = FindingSlot()
        self._finding.action.connect(self._state.perform)
        self._log = JudgementLog(KEPT)
        self._log.cleared.connect(self._gateway.judgements.clear)
        inner = QWidget()
        inner.setProperty("kind", "page")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S)
        self._open: set[str] = set()
        self._cards = _scrolled("APIs and callers", inner)
        self._cards.setMinimumHeight(_CARDS)
        self._columns = Columns(self._log, self._cards, shares=(3, 2), narrow=960)
        self._idle = EmptyState("practice", "", "", (("start", "Start the practice gateway"),))
        self._idle.chosen.connect(self._begin)
        page = QWidget()
        page.setProperty("kind", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.XL, 0, theme.XL, theme.XL)
        column.setSpacing(theme.M)
        what = label.text(_WHAT, "muted")
        what.setMaximumWidth(_MEASURE)
        column.addWidget(what)
        column.addWidget(self._facts)
        column.addWidget(self._finding)
        column.addWidget(self._columns, 1)
        column.addWidget(self._idle, 1)
        column.addStretch()
        scroll = _scrolled("Practice gateway", page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(scroll, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:  # Qt's name
        super().focusInEvent(event)
        for part in (self._log.table, self._idle, self._start, self._stop):
            if part.isVisible():
                part.setFocus(event.reason())
                return

    def _draw(self) -> None:
        """Show the gateway as it stands."""
        status, described = self._gateway.status, self._gateway.description
        failed = status == "failed"
        words, tone = _PILLS[status]
        self._pill.show_state(words, tone, sign=True)
        self._finding.show_finding(self._gateway.finding if failed else None)
        # Cards and log stay while it starts anew: nothing jumps for a moment's work.
        self._fill(self._described if status == "starting" else described)
        worth = self._described is not None or bool(self._gateway.judgements)
        self._columns.setVisible(worth)
        self._idle.setVisible(not worth and not failed)
        self._idle.say(*(_STARTING if status == "starting" else _STOPPED))
        self._log.say_empty(_ELSEWHERE if status == "elsewhere" else "")
        self._start.setText(_STARTS.get(status, "Start"))
        self._start.setVisible(status in _STARTS and self._idle.isHidden())
        self._stop.setVisible(status == "running")
        self._fresh.setVisible(status in {"running", "failed"})

    def _fill(self, described: Description | None) -> None:
        self._cards.setVisible(described is not None)
        self._facts.setVisible(described is not None)
        if described is None or described == self._described:
            self._described = described
            return
        self._described = described
        self._facts.set_facts(
            (
                Fact("Base URL", described.base_url, wire=True),
                Fact("Signed for", f"{described.region}, account {described.account}"),
            )
        )
        self._log.name_apis({api.api_id: short(api.name) for api in described.apis})
        lessons = [api_card(api, self._open_sample, self._open_identity) for api in described.apis]
        callers = party_cards(described, self._open_identity, self._open_with, self._open_sample)
        for card in (*lessons, *callers):
            card.open(on=card.title in self._open)
            card.turned.connect(lambda on, title=card.title: self._remember(title, on=on))
        cards: list[QWidget] = [label.heading("Lessons"), *lessons]
        cards += [label.heading("Who may call"), *callers] if callers else []
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in cards:
            self._column.addWidget(one)
        self._column.addStretch()

    def _remember(self, title: str, *, on: bool) -> None:
        # New keys make new cards: what was open stays open.
        (self._open.add if on else self._open.discard)(title)

    def _open_sample(self, path: str) -> None:
        if self._state.snapshot.request(path) is None:
            self._state.told.emit("The open workspace does not have this request", False)
            return
        self._state.open_path(path)
        self._state.revealed.emit(path)

    def _begin(self) -> None:
        self._gateway.start()

    def _open_identity(self, name: str) -> None:
        action = Action("open_identity", "Open the identity", {"identity": name})
        self._state.perform(action)

    def _open_with(self, key: str, fact: str) -> None:
        """Open the identity of which this is a fact: samples of roles and logins have names of their own."""
        every = self._state.snapshot.identities
        found = next((one for one in every if one.facts.get(key) == fact), None)
        if found is None:
            self._state.told.emit("The open workspace does not have this identity", False)
        else:
            self._open_identity(found.name)

    def _ask_fresh(self) -> None:
        confirm(
            self,
            "Make new practice keys?",
            "The gateway starts anew with new users, keys and ids; the practice identities and the environment are "
            "updated. What was signed with the old keys is refused from then on.",
            "New keys",
            lambda: self._gateway.start(fresh=True),
        )


def _scrolled(name: str, page: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setAccessibleName(name)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(page)
    return scroll


def short(name: str) -> str:
    """Return what tells an API from the others: all of them are about pets."""
    own = name.removeprefix("Pets, ").removeprefix("resource policy, ")
    return own[:1].upper() + own[1:]


def _make(shared: Shared) -> QWidget:
    return _Page(shared)


MEMBER = Panel("practice", _make)
