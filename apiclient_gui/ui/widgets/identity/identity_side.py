"""The side of the Identities page: heading, the button that makes one, filter and list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.core.files import fold
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.identity.identity_list import IdentityList, IdentityRow
from apiclient_gui.ui.widgets.search_field import SearchField


class IdentitySide(QFrame):
    """`began` when a new identity is wanted."""

    began = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "side")
        self._rows: tuple[IdentityRow, ...] = ()
        self._current = ""
        self.list = IdentityList()
        self.list.chosen.connect(self._remember)
        self.filter = SearchField("Filter identities")
        self.filter.textChanged.connect(lambda _words: self._draw())
        self.filter.went_down.connect(self.list.setFocus)
        self._nothing = label.note("No identity is called so.")
        self._nothing.hide()
        self.plus = icon_button("plus", "New identity")
        self.plus.clicked.connect(self.began)
        head = QHBoxLayout()
        head.addWidget(label.heading("Identities", theme.TITLE - 1), 1)
        head.addWidget(self.plus)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S + 2, theme.S, theme.S + 2, theme.S)
        column.setSpacing(theme.S)
        column.addLayout(head)
        column.addWidget(self.filter)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)

    def show_rows(self, rows: Sequence[IdentityRow], current: str) -> None:
        """Show these, one of them chosen, as far as the filter lets them through."""
        self._rows, self._current = tuple(rows), current
        self._draw()

    def bring_into_sight(self) -> None:
        """Empty the filter if it hides the chosen one: what was just made or asked for must be in sight."""
        if self.list.current != self._current:
            self.filter.clear()

    def _remember(self, key: str) -> None:
        self._current = key

    def _passed(self) -> tuple[IdentityRow, ...]:
        words = fold(self.filter.text().strip())
        return tuple(row for row in self._rows if words in fold(" ".join((row.name, *row.told))))

    def _draw(self) -> None:
        passed = self._passed()
        self.list.set_rows(passed, self._current)
        self._nothing.setVisible(bool(self._rows) and not passed)
