"""Somebody whom the practice gateway knows, within a card: a name, a link to the identity, and facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid


def party(
    name: str, facts: Sequence[Fact], open_: Callable[[], None] | None, words: str = ""
) -> QWidget:
    """Return name, words under it and facts; the link beside the name calls `open_`, without which there is none."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, theme.XS, 0, 0)
    column.setSpacing(theme.XS)
    head = QHBoxLayout()
    head.addWidget(label.heading(name))
    head.addStretch()
    if open_ is not None:
        link = button("Open its identity", "link")
        link.setFont(theme.font(theme.NOTE))
        link.setAccessibleName(f"Open the identity {name}")
        link.clicked.connect(open_)
        head.addWidget(link)
    column.addLayout(head)
    if words:
        column.addWidget(label.text(words, "muted"))
    column.addWidget(FactGrid(facts))
    return made
