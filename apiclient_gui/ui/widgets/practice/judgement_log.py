"""The log of the practice gateway: what it judged, narrowed, cleared, and one judgement in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.practice.judgement import Judgement
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.card import line, sole_card
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.practice.judgement_table import BESIDES, JudgementTable, Shown

_CHOICES: Final[tuple[tuple[str, Shown], ...]] = (
    ("All verdicts", "all"),
    ("Allowed", "allowed"),
    ("Refused", "refused"),
)
_HINT: Final = "Choose a request to read why it was judged so."


class JudgementLog(QWidget):
    """Table, filter and detail. `cleared` when the person emptied it."""

    cleared = Signal()

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = sole_card(self)
        self.setAccessibleName("Judged requests")
        self._most = most
        self._count = label.note()
        self._count.setWordWrap(False)
        self.filter = QComboBox()
        self.filter.setAccessibleName("Which verdicts are shown")
        self.filter.setToolTip("Which verdicts are shown")
        for words, key in _CHOICES:
            self.filter.addItem(words, key)
        self.filter.currentIndexChanged.connect(self._narrow)
        self.apis = QComboBox()
        self.apis.setAccessibleName("Which API is shown")
        self.apis.setToolTip("Which API is shown")
        self.apis.setMinimumContentsLength(12)
        self.apis.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.apis.addItem("All APIs", None)
        self.apis.currentIndexChanged.connect(self._narrow)
        self.clear = button("Clear", "plain", "trash")
        self.clear.setToolTip("Empty this list; the gateway goes on")
        self.clear.clicked.connect(self._empty)
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(label.heading("Judged requests", theme.TITLE - 1))
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self.apis)
        head.addWidget(self.filter)
        head.addWidget(self.clear)
        self.table = JudgementTable(most)
        self.table.chosen.connect(self._show)
        self._empty_page = EmptyState("practice", "No request judged yet", "")
        self._none_page = EmptyState(
            "search", "None of them", "No judged request has this API and verdict."
        )
        self._stack = QStackedWidget()
        for page in (self._empty_page, self.table, self._none_page):
            self._stack.addWidget(page)
        self._stack.setMinimumHeight(200)
        self._detail = _Detail()
        card.body.addLayout(head)
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self._detail)
        self.say_empty("")
        self._turn()

    def add(self, judgement: Judgement) -> None:
        """Put a judgement at the top."""
        self.table.add(judgement)
        self._turn()

    def load(self, judgements: Iterable[Judgement]) -> None:
        """Show these, the last one at the top."""
        for judgement in judgements:
            self.table.judgements.add(judgement)
        self._turn()

    def name_apis(self, names: Mapping[str, str]) -> None:
        """Say what is called how, by id; all of it can be singled out."""
        self.table.judgements.name_apis(names)
        for name in (*names.values(), *BESIDES.values()):
            if self.apis.findData(name) < 0:
                self.apis.addItem(name, name)

    def say_empty(self, words: str) -> None:
        """Say why there is nothing yet; empty: where requests come from."""
        self._empty_page.say(
            "No request judged yet", words or "Send one from Requests: how it is judged shows here."
        )

    def _narrow(self) -> None:
        self.table.show_only(self.filter.currentData(), self.apis.currentData())
        self._turn()

    def _empty(self) -> None:
        self.table.judgements.clear()
        self._show(None)
        self._turn()
        self.cleared.emit()

    def _turn(self) -> None:
        count = len(self.table.judgements.judgements)
        page = self._empty_page if not count else self.table
        if count and not self.table.shown_rows:
            page = self._none_page
        self._stack.setCurrentWidget(page)
        self._detail.setVisible(bool(count))
        self.clear.setEnabled(bool(count))
        self.filter.setEnabled(bool(count))
        self.apis.setEnabled(bool(count))
        self._count.setText(
            f"the last {count}" if count == self._most else str(count) if count else ""
        )

    def _show(self, judgement: Judgement | None) -> None:
        self._detail.show_judgement(judgement, self.table.judgements.names)


class _Detail(QWidget):
    # As high as it needs to be for what is usual, from the start: choosing a row must not move the table.

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(144)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._words = label.text(_HINT, "muted")
        self._facts = FactGrid()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.XS, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(line())
        column.addWidget(self._words)
        column.addWidget(self._facts)
        column.addStretch()

    def show_judgement(self, judgement: Judgement | None, names: Mapping[str, str]) -> None:
        if judgement is None:
            self._words.setText(_HINT)
            theme.mark(self._words, tone="muted")
            self._facts.set_facts(())
            return
        verdict = judgement.verdict.capitalize()
        self._words.setText(f"{verdict} with {judgement.status}. {judgement.detail}")
        theme.mark(self._words, tone="ok" if judgement.verdict == "allowed" else "bad")
        self._facts.set_facts(
            (
                Fact(
                    "Request",
                    f"{judgement.method} {judgement.path}".strip() or "not HTTP",
                    wire=True,
                ),
                Fact("API", names.get(judgement.api_id, judgement.api_id) or "—"),
                Fact("Reason", judgement.reason, wire=True),
                Fact("Time", f"{judgement.time.astimezone():%Y-%m-%d %H:%M:%S %Z}"),
            )
        )
