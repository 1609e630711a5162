"""What stands below the list: the exchange chosen, two of them compared, or what to do with many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.history import Kept
from apiclient_gui.core.program import Program
from apiclient_gui.ui import theme
from apiclient_gui.ui.tasks import Task, Tasks
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.finding_list import FindingList
from apiclient_gui.ui.widgets.history.comparison_view import ComparisonView
from apiclient_gui.ui.widgets.history.exchange_words import counted
from apiclient_gui.ui.widgets.history.kept_view import KeptView

_PAUSE_MS: Final = 40  # while an arrow key is held down, nothing is read
_TWO: Final = 2
_LEAST: Final = 236  # px; in less, a body has no line left in a narrow window
_HINT: Final = (
    "Choose an exchange",
    "What was sent and what came back shows here. Two chosen with Ctrl and a click are compared.",
)
_MANY: Final = "Choose two to compare them. Del removes what is chosen."


class DetailPane(QWidget):
    """`shown` comes when what was chosen stands there."""

    shown = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._tasks = tasks
        self._task: Task | None = None
        self._wanted: tuple[int, ...] = ()
        self._pages = QStackedWidget(self)
        # With their parents from the start: each later one has the style sheet applied to all below it anew.
        self.kept = KeptView(tasks, self._pages)
        self.comparison = ComparisonView(self._pages)
        self.hint = EmptyState("history", *_HINT)
        self.many = EmptyState("history", "", _MANY)
        self.trouble = FindingList("Why it cannot be shown")
        for page in (self.hint, self.kept, self.comparison, self.many, self.trouble):
            self._pages.addWidget(page)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.XS, 0, 0)
        column.addWidget(self._pages)
        self.setMinimumHeight(_LEAST)

    @property
    def current(self) -> Kept | None:
        """The exchange that stands there whole; None when there is none, or more than one."""
        return self.kept.kept if self._pages.currentWidget() is self.kept else None

    def show_ids(self, ids: Sequence[int], count: int) -> None:
        """Show what was chosen: `count` exchanges, of which these ids are known. The same ones again change nothing."""
        wanted = tuple(ids) if count == len(ids) <= _TWO else ()
        if count > _TWO:
            self._leave()
            self.many.say(f"{counted(count)} chosen", _MANY)
            self._pages.setCurrentWidget(self.many)
        elif not count:
            self._leave()
            self._pages.setCurrentWidget(self.hint)
        elif wanted and wanted != self._wanted:
            self._leave()
            self._wanted = wanted
            self._pause.start()

    def _leave(self) -> None:
        self._wanted = ()
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _read(self) -> None:
        program, wanted = self._program, self._wanted

        def work(_: Cancel) -> tuple[Kept, ...]:
            return tuple(program.history.show(one) for one in wanted)

        self._task = self._tasks.start(work, self._take, self._fail, name="read an exchange")

    def _take(self, kept: tuple[Kept, ...]) -> None:
        self._task = None
        if len(kept) == _TWO:
            older, newer = sorted(kept, key=lambda one: one.id)
            self.comparison.show_pair(older.exchange, newer.exchange)
            self._pages.setCurrentWidget(self.comparison)
        else:
            self.kept.show_kept(kept[0])
            self._pages.setCurrentWidget(self.kept)
        self.shown.emit()

    def _fail(self, finding: Finding) -> None:
        self._task = None
        self.trouble.set_findings((finding,))
        self._pages.setCurrentWidget(self.trouble)
        self.shown.emit()
