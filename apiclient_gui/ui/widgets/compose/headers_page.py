"""The headers of a request: a table, and below it those that the program adds by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from apiclient_gui.core.model import Header
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.compose import page
from apiclient_gui.ui.widgets.row_table import RowTable


class HeadersPage(QWidget):
    """`changed` when a row changed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RowTable("Headers")
        self.table.changed.connect(self.changed)
        self._title = label.note("Sent besides, unless you set them:")
        self._lines = label.text("", "muted")
        self._lines.setFont(theme.mono())
        self._lines.setAccessibleName("Headers sent by default")
        inner = QWidget()
        column = page.column(inner)
        column.addWidget(self.table)
        column.addWidget(self._title)
        column.addWidget(self._lines)
        column.addStretch()
        page.fill(self, inner, self.table)

    def show_defaults(self, headers: Sequence[Header]) -> None:
        """Show the header lines that the program adds."""
        width = max((len(header.name) for header in headers), default=0) + 2
        lines = [f"{header.name:<{width}}{header.value}" for header in headers]
        self._lines.setText("\n".join(lines))
        self._title.setVisible(bool(lines))
