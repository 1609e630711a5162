"""Our canonical request beside the gateway's, line by line, with where each of our lines came from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.column_heads import column_head

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

MARK: Final = 0
OURS: Final = 1
ORIGIN: Final = 2
THEIRS: Final = 3
_MARK_WIDTH: Final = 32
_LEAST_WIDTH: Final = 110
_PAD: Final = theme.XXL
_LONGEST: Final = 4_000  # characters of a line that are laid out; 100,000 take 10 s
_HEADS: Final = ("", "What we signed", "Where it came from", "What the gateway computed")
_COLUMNS: Final = len(_HEADS)


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A pair of lines; None where a side has none. `origin` in words; `theirs` is not compared without the other side."""

    ours: str | None
    origin: str
    theirs: str | None

    @property
    def same(self) -> bool:
        """Whether both sides say the same."""
        return self.ours == self.theirs


def align(ours: Sequence[tuple[str, str]], theirs: Sequence[str]) -> tuple[DiffLine, ...]:
    """Return pairs of our lines, each with its origin, and the other side's lines, so that equal ones meet."""
    mine = [text for text, _origin in ours]
    lines: list[DiffLine] = []
    matcher = SequenceMatcher(None, mine, list(theirs), autojunk=False)
    for _kind, start, end, other_start, other_end in matcher.get_opcodes():
        for pair in zip_longest(ours[start:end], theirs[other_start:other_end]):
            text, origin = pair[0] or (None, "")
            lines.append(DiffLine(text, origin, pair[1]))
    return tuple(lines)


class DiffView(QTableView):
    """`chosen` carries the index of our line when it is clicked or Enter is pressed on it. Ctrl+C copies a column.

    Lines that differ have a `≠`, a ground of their own, and the part that differs underlined. Long lines are broken, so
    that both sides stand beside each other whatever the width.
    """

    chosen = Signal(int)

    def __init__(
        self,
        name: str = "Canonical request",
        parent: QWidget | None = None,
        *,
        heads: tuple[str, str, str, str] = _HEADS,
    ) -> None:
        super().__init__(parent)
        self._model = _Model(self, heads)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
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
        copy = QAction("Copy", self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._copy)
        self.addAction(copy)

    def set_lines(self, lines: Sequence[DiffLine], *, compared: bool) -> None:
        """Show these lines; without a gateway's version (`compared` False) its column and the marks are away."""
        self._model.replace(tuple(lines), compared=compared)
        self.setColumnHidden(THEIRS, not compared)
        self.setColumnHidden(MARK, not compared)
        self._share()

    def _share(self) -> None:
        lines, compared = self._model.lines, self._model.compared
        wire = QFontMetrics(theme.mono())
        plain = QFontMetrics(theme.font(theme.NOTE))
        ours = max((wire.horizontalAdvance(one.ours or "") for one in lines), default=0) + _PAD
        theirs = max((wire.horizontalAdvance(one.theirs or "") for one in lines), default=0) + _PAD
        origin = max((plain.horizontalAdvance(one.origin) for one in lines), default=0) + _PAD
        room = self.viewport().width() - (_MARK_WIDTH if compared else 0)
        if ours + origin + (theirs if compared else 0) > room:
            origin = min(origin, room // 4 if compared else room // 3)
            half = (room - origin) // 2
            ours = min(ours, max(half, room - origin - theirs) if compared else room - origin)
        widths = {MARK: _MARK_WIDTH, OURS: ours, ORIGIN: origin}
        if not compared:
            widths.pop(MARK)
        for column, width in widths.items():
            least = width if column == MARK else _LEAST_WIDTH
            self.setColumnWidth(column, max(width, least))
        self._fit_rows()

    def width_of(self, column: int) -> int:
        """Return a column's width; the last one's is what the others leave, which Qt knows only after its layout."""
        last = THEIRS if self._model.compared else ORIGIN
        if column != last:
            return self.columnWidth(column)
        others = [one for one in range(last) if not self.isColumnHidden(one)]
        left = self.viewport().width() - sum(map(self.columnWidth, others))
        return max(left, _LEAST_WIDTH)

    def _fit_rows(self) -> None:
        # Not resizeRowsToContents: that one takes the hidden header's own height as the least.
        columns = [column for column in range(_COLUMNS) if not self.isColumnHidden(column)]
        for row in range(len(self._model.lines)):
            cells = (self.sizeHintForIndex(self._model.index(row, one)) for one in columns)
            self.setRowHeight(row, max(cell.height() for cell in cells))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()

    @property
    def differing(self) -> tuple[int, ...]:
        """The numbers of the rows in which the sides differ."""
        if not self._model.compared:
            return ()
        return tuple(number for number, line in enumerate(self._model.lines) if not line.same)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid() and self._model.lines[index.row()].ours is not None:
            before = self._model.lines[: index.row()]
            self.chosen.emit(sum(line.ours is not None for line in before))

    def _copy(self) -> None:
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        by_row: dict[int, list[str]] = {}
        for index in sorted(chosen, key=lambda one: (one.row(), one.column())):
            if index.isValid():
                by_row.setdefault(index.row(), []).append(str(index.data() or ""))
        QApplication.clipboard().setText("\n".join("\t".join(row) for row in by_row.values()))


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget, heads: tuple[str, ...]) -> None:
        super().__init__(parent)
        self._heads = heads
        self.lines: tuple[DiffLine, ...] = ()
        self.compared = False

    def replace(self, lines: tuple[DiffLine, ...], *, compared: bool) -> None:
        self.beginResetModel()
        self.lines, self.compared = lines, compared
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else _COLUMNS

    def differs(self, row: int) -> bool:
        return self.compared and not self.lines[row].same

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        line = self.lines[index.row()]
        mark = "≠" if self.differs(index.row()) else ""
        words = (mark, line.ours, line.origin, line.theirs)[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words or ""
            case Qt.ItemDataRole.ToolTipRole if index.column() == MARK and mark:
                return "The two sides differ here"
            case Qt.ItemDataRole.AccessibleTextRole:
                said = "no line" if words is None else words or "empty"
                if index.column() == MARK:
                    return "differs" if mark else "same"
                return f"{self._heads[index.column()]}: {said}{', differs' if mark else ''}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        return column_head(self._heads, section, orientation, role)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = self.parent()
        assert isinstance(view, DiffView)
        least = view.verticalHeader().minimumSectionSize()
        if index.column() == MARK:
            return QSize(_MARK_WIDTH, least)
        width = view.width_of(index.column())
        text = _laid_out(*_words(index), width - theme.M)
        return QSize(width, max(least, math.ceil(text.boundingRect().height()) + theme.S))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view = self.parent()
        model = index.model()
        assert isinstance(view, DiffView)
        assert isinstance(model, _Model)
        room: QRect = option.rect
        differs = model.differs(index.row())
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, theme.colour("accent_soft"))
        elif differs:
            painter.fillRect(room, theme.colour("bad_soft"))
        if index.column() == MARK:
            painter.setFont(theme.font(bold=True))
            painter.setPen(theme.colour("bad"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "≠" if differs else "")
        else:
            muted = index.column() == ORIGIN or index.data() is None
            painter.setPen(theme.colour("muted" if muted else "text"))
            text = _laid_out(*_words(index), room.width() - theme.M)
            text.draw(painter, QPointF(room.left() + theme.S, room.top() + theme.XS))
        if view.hasFocus() and view.currentIndex() == index:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(room.adjusted(0, 0, -1, -1))
        painter.restore()


def _words(index: _Index) -> tuple[str, tuple[int, int], QFont]:
    """Return what stands in a cell, start and end of the part that differs, and its face."""
    model = index.model()
    assert isinstance(model, _Model)
    line = model.lines[index.row()]
    if index.column() == ORIGIN:
        return *_shortened(line.origin, (0, 0)), theme.font(theme.NOTE)
    mine, other = line.ours, line.theirs
    if index.column() == THEIRS:
        mine, other = other, mine
    if mine is None:
        return "no such line", (0, 0), theme.font(theme.NOTE)
    marked = _differing(mine, other or "") if model.differs(index.row()) else (0, 0)
    return *_shortened(mine, marked), theme.mono()


def _shortened(words: str, marked: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """Return the part of a very long line around what differs, and where that stands in it. Copying takes all."""
    if len(words) <= _LONGEST:
        return words, marked
    first = max(0, marked[0] - _LONGEST // 4)
    before = f"… {first:,} characters …" if first else ""
    part = words[first : first + _LONGEST]
    left = len(words) - first - len(part)
    after = f"… {left:,} more characters" if left else ""
    start, end = (len(before) + min(at - first, len(part)) for at in marked)
    return before + part + after, (start, end) if any(marked) else (0, 0)


def _laid_out(words: str, marked: tuple[int, int], font: QFont, width: int) -> QTextLayout:
    text = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    text.setTextOption(option)
    start, end = marked
    if end > start:
        part = QTextLayout.FormatRange()
        part.start, part.length = start, end - start
        part.format.setFontWeight(QFont.Weight.DemiBold)
        part.format.setFontUnderline(True)
        part.format.setForeground(theme.colour("bad"))
        text.setFormats([part])
    text.beginLayout()
    height = 0.0
    while (line := text.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, height))
        height += line.height()
    text.endLayout()
    return text


def _differing(words: str, other: str) -> tuple[int, int]:
    """Return start and end of what stands in `words` between the common start and the common end."""
    shorter = min(len(words), len(other))
    start = next((at for at in range(shorter) if words[at] != other[at]), shorter)
    end = 0
    while end < shorter - start and words[-1 - end] == other[-1 - end]:
        end += 1
    return start, len(words) - end
