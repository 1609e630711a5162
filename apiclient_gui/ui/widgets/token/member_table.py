"""The table of a token's members: one or two lines a row, every value to be copied."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.theme import Tone
from apiclient_gui.ui.widgets.token.member_lines import Line, as_json
from apiclient_gui.ui.widgets.token.member_model import COLUMNS, MEANING, NAME, SECOND, MemberModel

_Index = QModelIndex | QPersistentModelIndex
_MEASURED: Final = 400  # rows that get a height of their own; more than any real token has
_TALLEST: Final = 2400  # px; a table of more scrolls by itself
_INDENT: Final = 16
_SHARES: Final = (0.18, 0.36)
_NAME_WIDTH: Final = (96, 184)
_VALUE_WIDTH: Final = (150, 360)


class MemberTable(QTableView):
    """As high as its rows up to a limit, so that the page around it scrolls. `copied` says what was copied."""

    copied = Signal(str)

    def __init__(self, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.members = MemberModel(now, self)
        self.setModel(self.members)
        self.setItemDelegate(_Delegate(self))
        self.setProperty("kind", "bare")
        self.setAccessibleName("Header and claims")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._low = max(theme.ROW_HEIGHT, self.fontMetrics().height() + theme.S)
        self.verticalHeader().setDefaultSectionSize(self._low)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFont(theme.font(theme.NOTE))
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_lines(self, lines: tuple[Line, ...], now: datetime) -> None:
        """Show these lines; the row chosen before stays so where a line of the same name is there."""
        chosen = self.chosen
        self.clearSpans()
        self.members.show(lines, now)
        for number, line in enumerate(lines):
            if line.section:
                self.setSpan(number, 0, 1, len(COLUMNS))
        self._fit()
        same = [n for n, one in enumerate(lines) if chosen and one.name == chosen.name]
        if same:
            self.selectRow(same[0])

    def tick(self, now: datetime) -> None:
        """Say anew how far the times are."""
        self.members.tick(now)

    @property
    def chosen(self) -> Line | None:
        """The line of the current row; None for none, and for the head of a section."""
        row = self.currentIndex().row()
        line = self.members.lines[row] if 0 <= row < len(self.members.lines) else None
        return None if line is None or line.section else line

    # ---- sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(_NAME_WIDTH[0] + _VALUE_WIDTH[0] + 150, super().minimumSizeHint().height())

    def _fit(self) -> None:
        width = self.viewport().width()
        for column, share, (least, most) in zip(
            (0, 1), _SHARES, (_NAME_WIDTH, _VALUE_WIDTH), strict=True
        ):
            self.setColumnWidth(column, min(most, max(least, int(width * share))))
        high = self._low + theme.L
        total = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        measure = QFontMetrics(theme.font(theme.NOTE))
        room = width - self.columnWidth(0) - self.columnWidth(1) - theme.M
        for number, line in enumerate(self.members.lines[:_MEASURED]):
            first, second = self.members.cell(line, MEANING)
            wide = measure.horizontalAdvance(f"{first} · {second}") > room
            tall = line.when is not None or (bool(second) and wide)
            height = high if tall else self._low
            if self.rowHeight(number) != height:
                self.setRowHeight(number, height)
            total += height
        total += self._low * max(0, len(self.members.lines) - _MEASURED)
        self.setMinimumHeight(min(total, _TALLEST))

    # ---- copying

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy_value()
            return
        super().keyPressEvent(event)

    def _ask(self, at: QPoint) -> None:
        line = self.chosen
        if line is None:
            return
        # From the keyboard, Qt names the middle of the table.
        if not self.visualRect(self.currentIndex()).contains(QPoint(theme.M, at.y())):
            at = self.visualRect(self.currentIndex()).bottomLeft()
        menu = QMenu(self)
        value = menu.addAction("Copy the value", self._copy_value)
        value.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        menu.addAction("Copy the name", lambda: self._copy(line.name, "Name copied"))
        member = f"{as_json(line.name)}: {as_json(line.whole)}"
        menu.addAction("Copy as JSON", lambda: self._copy(member, f"{line.name} copied as JSON"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(at))

    def _copy_value(self) -> None:
        line = self.chosen
        if line is not None:
            self._copy(line.copied, f"{line.name} copied")

    def _copy(self, text: str, said: str) -> None:
        QApplication.clipboard().setText(text.encode("utf-8", "replace").decode())
        self.copied.emit(said)


class _Delegate(QStyledItemDelegate):
    """Paints a cell's two texts: under one another in a high row, else beside each other."""

    def __init__(self, table: MemberTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = self._table.members.lines[index.row()]
        painter.save()
        room: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, theme.colour("accent_soft"))
        room = room.adjusted(theme.XS, 0, -theme.S, 0)
        first = str(index.data(Qt.ItemDataRole.DisplayRole))
        if line.section:
            painter.setFont(theme.font(theme.NOTE, bold=True))
            _words(painter, room.adjusted(0, theme.XS, 0, 0), first, "muted")
            painter.restore()
            return
        column, second = index.column(), str(index.data(SECOND))
        if column == NAME:
            room = self._lead_in(painter, room, line)
        painter.setFont(theme.font(theme.NOTE) if column == MEANING else theme.mono())
        tone: Tone = "warn" if line.repeated and column == MEANING else "text"
        if not second:
            _words(painter, room, first, "muted" if line.depth and column == NAME else tone)
        elif room.height() > self._table.rowHeight(0) + theme.S:
            half = room.height() // 2
            _words(painter, room.adjusted(0, theme.S - 2, 0, -half), first, tone)
            painter.setFont(theme.font(theme.NOTE))
            _words(painter, room.adjusted(0, half, 0, 2 - theme.S), second, "muted")
        else:
            _words(painter, room, f"{first} · " if first else "", tone)
            width = painter.fontMetrics().horizontalAdvance(f"{first} · ") if first else 0
            _words(painter, room.adjusted(width, 0, 0, 0), second, "muted")
        painter.restore()

    def _lead_in(self, painter: QPainter, room: QRect, line: Line) -> QRect:
        left = line.depth * _INDENT
        if line.repeated:
            side = theme.icon_size()
            picture = icons.pixmap("warning", "warn", side, self._table.devicePixelRatio())
            painter.drawPixmap(room.left() + left, room.center().y() - side.height() // 2, picture)
            left += side.width() + theme.XS
        return room.adjusted(left, 0, 0, 0)


def _words(painter: QPainter, room: QRect, words: str, tone: Tone) -> None:
    painter.setPen(theme.colour(tone))
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
