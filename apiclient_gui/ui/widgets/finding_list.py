"""Several findings under one another: the first open, the rest as one line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.focus import chain

_LESS = "Less likely: "


class FindingList(QScrollArea):
    """A column of cards that scrolls. `action` carries the Action of whichever button was pressed."""

    action = Signal(object)

    def __init__(self, name: str = "Findings", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self._cards: tuple[FindingCard, ...] = ()
        self._highest: int | None = None
        self.set_findings(())

    @property
    def cards(self) -> tuple[FindingCard, ...]:
        """The cards, in order."""
        return self._cards

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these instead. Causes after the first are led in as less likely; other findings just follow."""
        page = QWidget()
        page.setProperty("kind", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, theme.S)
        column.setSpacing(theme.S)
        cards = []
        for number, finding in enumerate(findings):
            cause = finding.confidence is not None
            lead = _LESS if number and cause else ""
            card = FindingCard(finding, lead=lead, closed=number > 0)
            card.action.connect(self.action)
            column.addWidget(card)
            cards.append(card)
        column.addStretch()
        self._cards = tuple(cards)
        self.setWidget(page)
        chain(self, *cards)

    def fit(self, highest: int) -> None:
        """Be as high as the cards from now on, up to so many px; what is more scrolls."""
        self._highest = highest
        self._share()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        done = super().eventFilter(watched, event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._share()
        return done

    def _share(self) -> None:
        page = self.widget()
        column = page.layout() if page is not None else None
        if self._highest is not None and column is not None:
            # The lines of a card break: its height goes with the width.
            height = column.heightForWidth(self.viewport().width())
            self.setFixedHeight(max(1, min(height, self._highest)))
