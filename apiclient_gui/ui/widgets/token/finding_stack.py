"""Findings under one another without a scroll bar of their own: for pages that scroll as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.finding_card import FindingCard


class FindingStack(QWidget):
    """The first finding is open unless it is a note. Without findings it takes no room.

    What is told again, by id and title, keeps its card: with its selection, and open or closed as the person left it.
    """

    action = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._cards: list[FindingCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S)
        self.hide()

    @property
    def cards(self) -> tuple[FindingCard, ...]:
        """The cards, in order."""
        return tuple(self._cards)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these instead."""
        if [_key(one) for one in findings] == [_key(card.finding) for card in self._cards]:
            return
        was_open = {card.finding.id: card.is_open for card in self._cards}
        kept = {_key(card.finding): card for card in self._cards}
        cards = []
        for number, finding in enumerate(findings):
            card = kept.pop(_key(finding), None)
            if card is None:
                closed = number > 0 or finding.severity == "note"
                card = FindingCard(finding, closed=closed)
                card.set_open(was_open.get(finding.id, not closed))
                card.action.connect(self.action)
            cards.append(card)
        for card in kept.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for number, card in enumerate(cards):
            self._column.insertWidget(number, card)
        self._cards = cards
        self.setVisible(bool(cards))


def _key(finding: Finding) -> tuple[str, str]:
    return finding.id, finding.title
