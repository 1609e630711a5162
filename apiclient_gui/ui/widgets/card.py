"""A card: things that belong together on one ground, with a title at most."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label

Ground = Literal["plain", "raised", "ok", "warn", "bad", "accent"]


class Card(QFrame):
    """A rounded frame with a column of widgets; `body` is the layout to add to."""

    def __init__(
        self, title: str = "", ground: Ground = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", ground)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.L, theme.M, theme.L, theme.L)
        self.body.setSpacing(theme.S)
        if title:
            self.setAccessibleName(title)
            self.body.addWidget(label.heading(title, theme.TITLE - 1))

    def set_ground(self, ground: Ground) -> None:
        """Change what the card's colour says."""
        theme.mark(self, card=ground)


def sole_card(parent: QWidget, title: str = "") -> Card:
    """Return a card that takes all the room of `parent`: for widgets that are one card."""
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    card = Card(title)
    column.addWidget(card)
    return card


def line(parent: QWidget | None = None) -> QFrame:
    """Return a thin horizontal rule."""
    made = QFrame(parent)
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made
