"""The History page: every exchange, found again, compared, sent again; made when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.widgets.focus import lead_focus

if TYPE_CHECKING:
    from apiclient_gui.ui.widgets.history.page import HistoryPage

_PAUSE_MS: Final = 250  # after an exchange: many at once are looked at once


class HistoryPanel(QWidget):
    """Holds the page. While it is hidden, what the store has to tell (a full disk) is told by the window."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = shared.state
        self.page: HistoryPage | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._state.exchanged.connect(lambda _: self._pause.start())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.page is None:
            from apiclient_gui.ui.widgets.history.page import (  # noqa: PLC0415  # start-up: SQLite
                HistoryPage,
            )

            self.page = HistoryPage(self._state, self)
            self._column.addWidget(self.page)
            lead_focus(self, self.page.table)
        else:
            self.page.refresh()

    def _look(self) -> None:
        if self.page is not None and self.isVisible():
            self.page.refresh()
            return
        for finding in self._state.program.history.findings():
            self._state.noticed.emit(finding)


def _make(shared: Shared) -> QWidget:
    return HistoryPanel(shared)


MEMBER = Panel("history", _make)
