"""Two texts beside each other, line by line: what we signed, where it came from, and what the gateway computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.diff_lines import DiffLine, align, text_of
from apiclient_gui.ui.widgets.diff_model import COLUMNS, MARK, ORIGIN, OURS, THEIRS, DiffModel
from apiclient_gui.ui.widgets.diff_paint import DiffDelegate

__all__ = ["MARK", "ORIGIN", "OURS", "THEIRS", "DiffLine", "DiffView", "align"]

_MARK_WIDTH: Final = 32
_LEAST_WIDTH: Final = 110
_PAD: Final = theme.XXL
_HEADS: Final = ("", "What we signed", "Where it came from", "What the gateway computed")


class DiffView(QTableView):
    """`chosen` carries the number of a row that leads somewhere, when it is clicked or Enter is pressed on it.

    Rows that differ have a `≠`, a ground of their own, and the part that differs underlined. Long lines are broken, so
    that both sides stand beside each other whatever the width. Ctrl+C copies the rows selected, of our side unless the
    other one was clicked; the context menu copies lines. `walked` carries the row that a key led to.
    """

    chosen = Signal(int)
    walked = Signal(int)

    def __init__(
        self,
        name: str = "Canonical request",
        parent: QWidget | None = None,
        *,
        heads: tuple[str, str, str, str] = _HEADS,
    ) -> None:
        super().__init__(parent)
        self._heads = heads
        self._fitting = False
        self._model = DiffModel(self, heads)
        self.setModel(self._model)
        self.setItemDelegate(DiffDelegate(self, self._room_of))
        self.setAccessibleName(name)
        self.setAccessibleDescription("Enter shows where a line was composed, Ctrl+C copies")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        height = max(24, QFontMetrics(theme.mono()).height() + theme.S)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFont(theme.font(theme.NOTE))
        head.setMinimumSectionSize(28)
        head.setStretchLastSection(True)
        head.sectionResized.connect(self._fit_rows)
        self.clicked.connect(self._tell)
        self.entered.connect(self._point_at)
        self.viewportEntered.connect(lambda: self._point_at(QModelIndex()))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        copy = QAction("Copy", self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._copy)
        self.addAction(copy)

    def set_lines(self, lines: Sequence[DiffLine], *, compared: bool) -> None:
        """Show these rows; without a gateway's version (`compared` False) its column and the marks are away."""
        self._fitting = (
            True  # once at the end: each hidden column would have all rows laid out anew
        )
        self._model.replace(tuple(lines), compared=compared)
        self.setColumnHidden(THEIRS, not compared)
        self.setColumnHidden(MARK, not compared and not self._model.numbered)
        self.clearSpans()
        for row, line in enumerate(lines):
            if line.reason:
                self.setSpan(row, OURS, 1, COLUMNS - OURS)
        self._share()

    @property
    def lines(self) -> tuple[DiffLine, ...]:
        """The rows shown."""
        return self._model.lines

    @property
    def differing(self) -> tuple[int, ...]:
        """The numbers of the rows in which the sides differ."""
        return tuple(row for row in range(len(self.lines)) if self._model.differs(row))

    @property
    def marked(self) -> tuple[int, ...]:
        """The numbers of the rows that something outside points at."""
        return tuple(sorted(self._model.marked))

    def mark(self, rows: Iterable[int]) -> None:
        """Mark these rows as what something outside points at; no row is selected then."""
        self._model.mark(rows)
        self.clearSelection()

    # ---- sizes

    def _share(self) -> None:
        lines, compared = self.lines, self._model.compared
        wire = QFontMetrics(theme.mono())
        plain = QFontMetrics(theme.font(theme.NOTE))
        sides = [line.shown for line in lines]
        ours = max((wire.horizontalAdvance(one or "") for one, _ in sides), default=0) + _PAD
        theirs = max((wire.horizontalAdvance(one or "") for _, one in sides), default=0) + _PAD
        origin = max((plain.horizontalAdvance(one.origin) for one in lines), default=0) + _PAD
        gutter = self._gutter() if compared or self._model.numbered else 0
        room = self.viewport().width() - gutter
        if ours + origin + (theirs if compared else 0) > room:
            origin = min(origin, room // 4 if compared else room // 3)
            half = (room - origin) // 2
            ours = min(ours, max(half, room - origin - theirs) if compared else room - origin)
        widths = {OURS: max(ours, _LEAST_WIDTH), ORIGIN: max(origin, _LEAST_WIDTH)}
        if gutter:
            widths[MARK] = gutter
        self._fitting = True
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self._fitting = False
        self._fit_rows()

    def _gutter(self) -> int:
        if not self._model.numbered:
            return _MARK_WIDTH
        most = max(line.number for line in self.lines)
        digits = QFontMetrics(theme.mono()).horizontalAdvance(str(most))
        width = digits + theme.M + (_MARK_WIDTH - theme.M if self._model.compared else 0)
        return max(width, self.horizontalHeader().minimumSectionSize())

    def width_of(self, column: int) -> int:
        """Return a column's width; the last one's is what the others leave, which Qt knows only after its layout."""
        last = THEIRS if self._model.compared else ORIGIN
        if column != last:
            return self.columnWidth(column)
        others = [one for one in range(last) if not self.isColumnHidden(one)]
        left = self.viewport().width() - sum(map(self.columnWidth, others))
        return max(left, _LEAST_WIDTH)

    def _room_of(self, row: int, column: int) -> int:
        if column == OURS and self.lines[row].reason:
            return self.viewport().width() - self.columnWidth(MARK)
        return self.width_of(column)

    def _fit_rows(self) -> None:
        # Not resizeRowsToContents: that one takes the hidden header's own height as the least.
        if self._fitting:
            return
        faces = {ORIGIN: QFontMetrics(theme.font(theme.NOTE))}
        wire, least = QFontMetrics(theme.mono()), self.verticalHeader().minimumSectionSize()
        columns = [one for one in (OURS, ORIGIN, THEIRS) if not self.isColumnHidden(one)]
        room = {one: self.width_of(one) - theme.M for one in columns}
        for row, line in enumerate(self.lines):
            tall = [OURS] if line.reason else columns
            if line.same and not line.reason:
                # Laying out takes twenty times as long as measuring, and most lines need no second one.
                texts = {one: self._model.words(row, one) or "" for one in columns}
                tall = [
                    one
                    for one in columns
                    if faces.get(one, wire).horizontalAdvance(texts[one]) > room[one]
                ]
            cells = (self.sizeHintForIndex(self._model.index(row, one)).height() for one in tall)
            height = max(cells, default=least)
            if height != self.rowHeight(row):
                self.setRowHeight(row, height)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    # ---- choosing and copying

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.lines) - 1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(before)
        elif (end := ends.get(Qt.Key(event.key()))) is not None and not _extends(event):
            self.setCurrentIndex(self._model.index(end, OURS))
        else:
            super().keyPressEvent(event)
        now = self.currentIndex()
        if now.isValid() and now.row() != before.row():
            self.viewport().update()  # the frame is around a row, Qt repaints a cell
            self.walked.emit(now.row())

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid() and self.lines[index.row()].leads:
            self.chosen.emit(index.row())

    def _point_at(self, index: QModelIndex) -> None:
        leads = index.isValid() and self.lines[index.row()].leads
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def text(self, column: int, rows: Iterable[int] | None = None) -> str:
        """Return one side (`OURS` or `THEIRS`) as it is shown, all of it or some rows; rows of one line are one line."""
        side = 1 if column == THEIRS else 0
        pieces = []
        for row in range(len(self.lines)) if rows is None else rows:
            line = self.lines[row]
            words = line.theirs if side else line.ours
            if words is not None and not line.reason:
                pieces.append((line.joints[side], words))
        return text_of(pieces)

    def _copy(self) -> None:
        now = self.currentIndex()
        chosen = {one.row() for one in self.selectionModel().selectedIndexes()}
        rows = sorted(chosen or ({now.row()} if now.isValid() else set()))
        if not rows:
            return
        side = THEIRS if now.column() == THEIRS else OURS
        reasons = "\n".join(self.lines[row].reason for row in rows)
        alone = all(self.lines[row].reason for row in rows)
        QApplication.clipboard().setText(reasons if alone else self.text(side, rows))

    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if not index.isValid():
            index = self.currentIndex()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        put = QApplication.clipboard().setText
        if index.isValid():
            row, leads = index.row(), self.lines[index.row()].leads
            first = menu.addAction("Show where it was composed")
            first.setEnabled(leads)
            first.triggered.connect(lambda: self._tell(index))
            if self.lines[row].reason:
                words = self.lines[row].reason
                menu.addAction("Copy the reason").triggered.connect(lambda: put(words))
            else:
                whole = self._whole_line(row)
                menu.addAction("Copy the line").triggered.connect(
                    lambda: put(self.text(OURS, whole))
                )
            menu.addSeparator()
        for column in (OURS, THEIRS):
            if not self.isColumnHidden(column):
                name = self._heads[column]
                menu.addAction(f"Copy all: {name[:1].lower()}{name[1:]}").triggered.connect(
                    lambda _=False, column=column: put(self.text(column))
                )
        menu.popup(self.viewport().mapToGlobal(at))

    def _whole_line(self, row: int) -> list[int]:
        """Return the rows of the line that this row belongs to."""
        first = last = row
        while first > 0 and any(self.lines[first].joints):
            first -= 1
        while last + 1 < len(self.lines) and any(self.lines[last + 1].joints):
            last += 1
        return list(range(first, last + 1))


def _extends(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
