"""Where everything is kept, and the way to forget it all: typed on purpose, with progress, honest about what is left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.busy_bar import BusyBar
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.card import Card
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.finding_slot import FindingSlot

WORD: Final = "forget"
_GOES: Final = (
    "Goes: the secrets and logins of all identities, secret variables and passphrases of all workspaces known here; the "
    "proxy's password; the history with its bodies; what is not saved yet; places and sizes of the window."
)
_STAYS: Final = (
    "Stays: requests, environments and identities without their secrets, these preferences, the practice keys (they open "
    "nothing else) and the window's log, in which secrets are masked."
)


class _Word(QLineEdit):
    """A line whose Enter is its own: a dialog would take it for its main button."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class DataPage(QWidget):
    """`opened` when the data folder is to be shown, `forgetting` once the word was typed, `stopped` to end that."""

    opened = Signal()
    forgetting = Signal()
    stopped = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        show = button("Open the folder", "link", "folder")
        show.clicked.connect(self.opened)
        beside = QHBoxLayout()
        beside.addWidget(show)
        beside.addStretch()
        self.word = _Word()
        self.word.setAccessibleName(f"Type {WORD} to forget everything")
        self.word.setPlaceholderText(f"Type {WORD}")
        self.word.setMaximumWidth(160)
        self.word.textEdited.connect(lambda _words: self._offer())
        self.word.entered.connect(self._go)
        self.forget = button("Forget everything", "danger", "trash")
        self.forget.clicked.connect(self._go)
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(self.word)
        row.addWidget(self.forget)
        row.addStretch()
        self.busy = BusyBar()
        room = self.busy.sizePolicy()
        room.setRetainSizeWhenHidden(False)  # it takes the place of the row
        self.busy.setSizePolicy(room)
        self.busy.cancelled.connect(self.stopped)
        self._outcome = label.text("")
        self._outcome.hide()
        self._slot = FindingSlot()
        card = Card("Forget everything")
        for part in (label.note(_GOES), label.note(_STAYS), self._row, self.busy, self._outcome):
            card.body.addWidget(part)
        card.body.addWidget(self._slot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(FactGrid([Fact("Data folder", str(folder), wire=True)]))
        column.addLayout(beside)
        column.addSpacing(theme.S)
        column.addWidget(card)
        column.addStretch()
        self.setFocusProxy(show)
        self._offer()

    @property
    def outcome(self) -> str:
        """What is said to have come of it."""
        return self._outcome.text()

    def say(self, what: str) -> None:
        """Say what is being removed."""
        self.busy.say(f"Forgetting: {what}")

    def end(self, gone: int, kept: Sequence[tuple[str, Finding]], *, whole: bool) -> None:
        """Say what came of it: how many things went, and what may still be there, with the first reason in full."""
        self.busy.stop()
        self._row.show()
        self.word.clear()
        self._offer()
        words = "All of it is gone." if whole and not kept else f"{gone} of these are gone."
        if not whole:
            words += " It was stopped: the rest is as it was."
        if kept:
            words += f" These may still be there: {', '.join(what for what, _ in kept)}."
        good = whole and not kept
        self._outcome.setText(f"✓ {words}" if good else f"✕ {words}")
        theme.mark(self._outcome, tone="ok" if good else "bad")
        self._outcome.show()
        self._slot.show_finding(kept[0][1] if kept else None)

    def _offer(self) -> None:
        self.forget.setEnabled(self.word.text().strip().lower() == WORD)

    def _go(self) -> None:
        if not self.forget.isEnabled():
            return
        self._outcome.hide()
        self._slot.show_finding(None)
        self._row.hide()
        self.busy.start("Forgetting …")
        self.forgetting.emit()
