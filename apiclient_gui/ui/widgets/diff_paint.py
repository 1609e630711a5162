"""How a row of a comparison is painted: long lines broken, the part that differs underlined, remarks over the width."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.diff_lines import differing_part, shortened
from apiclient_gui.ui.widgets.diff_model import MARK, ORIGIN, OURS, THEIRS, DiffModel, Index

_BAR: Final = 3  # px of the bar at the left of a marked row


class DiffDelegate(QStyledItemDelegate):
    """`width_of` tells the width of a cell, as (row, column) -> px."""

    def __init__(self, view: QTableView, width_of: Callable[[int, int], int]) -> None:
        super().__init__(view)
        self._view = view
        self._width_of = width_of

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        least = self._view.verticalHeader().minimumSectionSize()
        width = self._width_of(index.row(), index.column())
        if index.column() == MARK:
            return QSize(width, least)
        text = _laid_out(*_words(index), width - theme.M)
        return QSize(width, max(least, math.ceil(text.boundingRect().height()) + theme.S))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, DiffModel)
        room: QRect = option.rect
        row, column = index.row(), index.column()
        differs, remark = model.differs(row), bool(model.lines[row].reason)
        marked = row in model.marked
        painter.save()
        if marked or option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, theme.colour("accent_soft"))
        elif differs or remark:
            painter.fillRect(room, theme.colour("bad_soft"))
        if remark:  # it belongs to what stands above it, and not to what follows
            painter.fillRect(
                QRect(room.left(), room.bottom(), room.width(), 1), theme.colour("border")
            )
        if column == MARK:
            self._paint_gutter(painter, room, model, row)
        else:
            muted = column == ORIGIN or model.words(row, column) is None
            painter.setPen(theme.colour("muted" if muted else "text"))
            words, formats, face = _words(index)
            text = _laid_out(words, formats, face, room.width() - theme.M)
            # The first lines of all columns stand on one base line.
            lower = 0 if remark else max(0, _ascent(theme.mono()) - _ascent(face))
            text.draw(painter, QPointF(room.left() + theme.S, room.top() + theme.XS + lower))
        if self._view.hasFocus() and self._view.currentIndex().row() == row:
            self._frame(painter, room)
        painter.restore()

    def _frame(self, painter: QPainter, room: QRect) -> None:
        """Paint what of the frame around the current row falls into a cell: its ends only at the edges of the view."""
        edge = self._view.viewport().rect()
        right, bottom = min(room.right(), edge.right()), room.bottom() - 1
        painter.setPen(theme.colour("accent"))
        for height in (room.top(), bottom):
            painter.drawLine(room.left(), height, right, height)
        if room.left() <= edge.left():
            painter.drawLine(room.left(), room.top(), room.left(), bottom)
        if room.right() >= edge.right():
            painter.drawLine(right, room.top(), right, bottom)

    def _paint_gutter(self, painter: QPainter, room: QRect, model: DiffModel, row: int) -> None:
        if row in model.marked:
            bar = QRect(room.left(), room.top(), _BAR, room.height())
            painter.fillRect(bar, theme.colour("accent"))
        least = self._view.verticalHeader().minimumSectionSize()
        first = QRect(room.left(), room.top(), room.width(), least)
        number = model.lines[row].number
        if number:
            painter.setFont(theme.mono())
            painter.setPen(theme.colour("muted"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(first.adjusted(0, 0, -theme.XS, 0), right, str(number))
        if model.differs(row):
            painter.setFont(theme.font(bold=True))
            painter.setPen(theme.colour("bad"))
            where = first.adjusted(theme.S, 0, 0, 0) if model.numbered else room
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            centre = Qt.AlignmentFlag.AlignCenter
            painter.drawText(where, left if model.numbered else centre, "≠")


Formats = tuple[tuple[int, int, str], ...]
"""Start, end and tone of what stands out in a text: `bad` differs, `accent` leads somewhere."""


def _words(index: Index) -> tuple[str, Formats, QFont]:
    """Return what stands in a cell, what stands out in it, and its face."""
    model = index.model()
    assert isinstance(model, DiffModel)
    row, column = index.row(), index.column()
    line, words = model.lines[row], model.words(row, column)
    if line.reason:
        said = f"{words} {line.link}" if line.link else words or ""
        start = len(said) - len(line.link)
        return said, ((start, len(said), "accent"),), theme.font(theme.NOTE)
    if column == ORIGIN:
        return shortened(line.origin, (0, 0))[0], (), theme.font(theme.NOTE)
    if words is None:
        missing = "no such item" if any(line.joints) else "no such line"
        return missing, (), theme.font(theme.NOTE)
    marked = (0, 0)
    if model.differs(row):
        mine, other = (line.ours, line.theirs) if column == OURS else (line.theirs, line.ours)
        joint = len(line.joints[1 if column == THEIRS else 0])
        start, end = differing_part(mine or "", other or "")
        marked = (start + joint, end + joint)
    shown, (start, end) = shortened(words, marked)
    return shown, ((start, end, "bad"),) if end > start else (), theme.mono()


def _ascent(face: QFont) -> int:
    return QFontMetrics(face).ascent()


def _laid_out(words: str, formats: Formats, font: QFont, width: int) -> QTextLayout:
    text = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    text.setTextOption(option)
    ranges = []
    for start, end, tone in formats:
        part = QTextLayout.FormatRange()
        part.start, part.length = start, end - start
        part.format.setForeground(theme.colour(tone))
        part.format.setFontUnderline(True)
        if tone == "bad":
            part.format.setFontWeight(QFont.Weight.DemiBold)
        ranges.append(part)
    text.setFormats(ranges)
    text.beginLayout()
    height = 0.0
    while (line := text.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, height))
        height += line.height()
    text.endLayout()
    return text
