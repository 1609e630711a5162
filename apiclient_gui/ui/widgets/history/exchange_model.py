"""The exchanges that a query finds, as a table's model: read from the store in tasks, a bounded number of them held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.history import Choices, History, Page, Query, Row, Size
from apiclient_gui.core.program import Program
from apiclient_gui.ui import theme
from apiclient_gui.ui.tasks import Task, Tasks
from apiclient_gui.ui.widgets.column_heads import column_head
from apiclient_gui.ui.widgets.history import exchange_words as words
from apiclient_gui.ui.widgets.history import row_window
from apiclient_gui.ui.widgets.history.row_window import Anchor, RowWindow
from apiclient_gui.ui.widgets.method_badge import method_tone

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WIRE = frozenset({words.TIME, words.METHOD, words.URL, words.DURATION, words.SIZE})
_RIGHT = frozenset({words.DURATION, words.SIZE})
_MUTED = frozenset({words.TIME, words.DURATION, words.SIZE})


@dataclass(frozen=True, slots=True)
class Glance:
    """The store at a moment: the newest rows of a query, what can be filtered for, how much there is, what it has to tell."""

    page: Page
    choices: Choices
    size: Size
    findings: tuple[Finding, ...]


class ExchangeModel(QAbstractTableModel):
    """Rows that are not held are blank until they are read: `want` says which are in sight.

    `glanced` carries the Glance of each look at the store, after the rows are there; `came` how many rows were put on
    top; `failed` the Finding of a store that cannot be read.
    """

    glanced = Signal(object)
    came = Signal(int)
    failed = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._program = program
        self._tasks = tasks
        self._query = Query()
        self._rows = RowWindow(Page())
        self._looking: Task | None = None
        self._reading: Task | None = None
        self._stale = False
        self._wanted = (0, 0)

    @property
    def held(self) -> int:
        """How many rows are in memory."""
        return len(self._rows)

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self._rows.total

    def row(self, at: int) -> Row | None:
        """Return the row at a place; None while it is not read."""
        return self._rows.row(at)

    # ---- what is asked for

    def ask(self, query: Query) -> None:
        """Show what another query finds; the rows of the one before stay until that is known."""
        self._query = query
        self._look(self._begin)

    def refresh(self) -> None:
        """Look for what came in since; what is shown stays where it is."""
        if self._looking is None:
            self._look(self._follow)
        else:
            self._stale = True

    def want(self, first: int, last: int) -> None:
        """Have these rows read, if they are not held."""
        self._wanted = (first, last)
        if self._reading is None:
            self._read()

    def spans(self, places: Sequence[int]) -> tuple[tuple[Anchor, int, int], ...]:
        """Return rows as spans that `row_window.ids` reads, also those that are not held."""
        spans: list[tuple[Anchor, int, int]] = []
        for at in sorted(places):
            if spans and spans[-1][2] == at - 1:
                anchor, first, _ = spans[-1]
                spans[-1] = (anchor, first, at)
            else:
                spans.append((self._rows.anchor(at), at, at))
        return tuple(spans)

    def collect(self, places: Sequence[int]) -> Callable[[History, Cancel], tuple[int, ...]]:
        """Return what gives the ids of rows, for a task: rows that are not held are read for it."""
        rows = [self._rows.row(at) for at in places]
        known = tuple(row.id for row in rows if row is not None)
        if len(known) == len(rows):
            return lambda _history, _stop: known
        query, spans = self._query, self.spans(places)
        return lambda history, stop: row_window.ids(history, query, spans, stop)

    def drop(self, ids: Sequence[int]) -> None:
        """Take rows out that were removed from the store."""
        places = self._rows.places(ids)
        if places is None:
            self.ask(self._query)
            return
        for place in places:
            self.beginRemoveRows(_ROOT, place, place)
            self._rows.take_out(place)
            self.endRemoveRows()
        self._restart()
        self.refresh()

    # ---- reading

    def _look(self, take: Callable[[Glance], None]) -> None:
        if self._looking is not None:
            self._looking.cancel()
        program, query = self._program, self._query
        self._stale = False

        def taken(glance: Glance) -> None:
            self._looking = None
            take(glance)
            self.glanced.emit(glance)
            if self._stale:
                self.refresh()

        self._looking = self._tasks.start(
            lambda _: glance(program.history, query), taken, self._fail, name="look into history"
        )

    def _begin(self, glance: Glance) -> None:
        self._stop()
        self.beginResetModel()
        self._rows = RowWindow(glance.page)
        self.endResetModel()

    def _follow(self, glance: Glance) -> None:
        new = self._rows.newer(glance.page)
        if new is None or self._rows.total + len(new) < glance.page.total:
            if self._rows.total or glance.page.total:
                self._begin(glance)
            return
        if new:
            self.beginInsertRows(_ROOT, 0, len(new) - 1)
            self._rows.put_on_top(new)
            self.endInsertRows()
            self.came.emit(len(new))
        self._cut(glance.page.total)  # the oldest ones went, to keep within the limits
        if new:
            self._restart()

    def _read(self) -> None:
        gap = self._rows.missing(*self._wanted)
        if gap is None:
            return
        program, query, anchor = self._program, self._query, self._rows.anchor(gap[0])

        def take(stretch: row_window.Stretch) -> None:
            self._reading = None
            self._rows.take(stretch)
            if stretch.rows:
                last = self.index(stretch.first + len(stretch.rows) - 1, len(words.COLUMNS) - 1)
                self.dataChanged.emit(self.index(stretch.first, 0), last)
            if stretch.end is not None:
                self._cut(stretch.end)
            self._read()

        self._reading = self._tasks.start(
            lambda stop: row_window.read(program.history, query, anchor, *gap, stop),
            take,
            self._fail,
            name="read history",
        )

    def _cut(self, total: int) -> None:
        if total < self._rows.total:
            self.beginRemoveRows(_ROOT, total, self._rows.total - 1)
            self._rows.cut(total)
            self.endRemoveRows()

    def _restart(self) -> None:
        # What is being read was numbered before the rows moved.
        self._stop()
        self._read()

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _fail(self, finding: Finding) -> None:
        self._looking = self._reading = None
        self.failed.emit(finding)

    # ---- what Qt asks for

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._rows.total

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(words.COLUMNS)

    def data(
        self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | QFont | QColor | int | None:
        row, column = self._rows.row(index.row()), index.column()
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and column == words.TIME else None
        return _words(row, column, role) or _look(row, column, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return column_head(words.COLUMNS, section, orientation, role)


def _words(row: Row, column: int, role: int) -> str | None:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return words.cell(row, column)
        case Qt.ItemDataRole.ToolTipRole:
            return words.tip(row, column)
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{words.COLUMNS[column]}: {words.cell(row, column) or 'none'}"
    return None


def _look(row: Row, column: int, role: int) -> QFont | QColor | int | None:
    match role:
        case Qt.ItemDataRole.FontRole if column in _WIRE:
            return theme.mono()
        case Qt.ItemDataRole.ForegroundRole if column == words.METHOD:
            return theme.colour(method_tone(row.method))
        case Qt.ItemDataRole.ForegroundRole if column in _MUTED:
            return theme.colour("muted")
        case Qt.ItemDataRole.TextAlignmentRole if column in _RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return None


def glance(history: History, query: Query) -> Glance:
    """Look at the store; waits for what this process has sent so far. Raises Problem("storage")."""
    page = history.page(query, limit=row_window.STEP)
    return Glance(page, history.choices(), history.size(), history.findings())
