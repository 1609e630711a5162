"""A token laid open: the verdict, its members as a table, what there is to say of it. For the page and for the tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.core.tokens import Verification, check_time
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.card import Card
from apiclient_gui.ui.widgets.columns import Columns
from apiclient_gui.ui.widgets.token.finding_stack import FindingStack
from apiclient_gui.ui.widgets.token.member_lines import Reading, whole_json
from apiclient_gui.ui.widgets.token.member_table import MemberTable
from apiclient_gui.ui.widgets.token.token_summary import TokenSummary

_SECOND_MS = 1000
_NARROW = 860
_ORDER = {"error": 0, "warning": 1, "note": 2}


class TokenReading(QWidget):
    """`now` gives the time, once a second while this is in sight. `beside` stand under the findings.

    `copied` says what was copied, `action` carries the Action of a finding's button.
    """

    copied = Signal(str)
    action = Signal(object)

    def __init__(
        self,
        now: Callable[[], datetime],
        beside: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self.reading: Reading | None = None
        self.summary = TokenSummary()
        self.table = MemberTable(now())
        self.table.copied.connect(self.copied)
        self.findings = FindingStack("What is to be said of the token")
        self.findings.action.connect(self.action)
        copy = button("Copy as JSON", "link", "copy")
        copy.clicked.connect(self._copy)
        self._card = Card()
        head = QHBoxLayout()
        head.addWidget(label.heading("Header and claims", theme.TITLE - 1))
        head.addStretch()
        head.addWidget(copy)
        self._card.body.addLayout(head)
        self._card.body.addWidget(self.table, 1)
        self._beside = tuple(beside)
        self._side = QWidget()
        under = QVBoxLayout(self._side)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(theme.M)
        for one in (self.findings, *beside):
            under.addWidget(one)
        under.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.summary)
        column.addWidget(Columns(self._card, self._side, narrow=_NARROW), 1)
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self.tick)

    def show_reading(self, reading: Reading, sent: datetime | None = None) -> None:
        """Show another token; `sent` is when it was sent, if it was."""
        now = self._now()
        self.reading = reading
        self.summary.show_token(reading.token, now, sent)
        self.table.show_lines(reading.lines, now)
        self._card.setVisible(bool(reading.lines))
        self._tell(now)

    def show_check(self, check: Verification | None) -> None:
        """Say what came of a check of the signature."""
        self.summary.show_check(check)

    def tick(self) -> None:
        """Go on with the time."""
        if self.reading is None:
            return
        now = self._now()
        self.summary.tick(now)
        self.table.tick(now)
        self._tell(now)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tick()
        self._second.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()

    def _tell(self, now: datetime) -> None:
        if self.reading is not None:
            token = self.reading.token
            findings = (*check_time(token, now), *token.findings)
            # What a reader refuses comes before what is merely worth knowing.
            self.findings.show_findings(sorted(findings, key=lambda one: _ORDER[one.severity]))
            # With nothing in it, the table has the whole width.
            self._side.setVisible(bool(findings) or any(not one.isHidden() for one in self._beside))

    def _copy(self) -> None:
        if self.reading is not None:
            QApplication.clipboard().setText(whole_json(self.reading.token))
            self.copied.emit("Header and claims copied as JSON")
