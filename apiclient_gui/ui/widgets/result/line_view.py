"""Shows rows of a body of any size: only those in sight are read, laid out and painted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenu, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.result import row_layout
from apiclient_gui.ui.widgets.result.sight import Sight
from apiclient_gui.ui.widgets.result.text_rows import Rows

COPIED_BYTES: Final = 10 * 2**20
_WHEEL_LINES: Final = 3
_NOTCH: Final = 120  # eighths of a degree, one click of a usual wheel
_AGAIN_MS: Final = 40  # while the mouse drags beyond the edge


class LineView(QAbstractScrollArea):
    """Read-only rows with labels at their left; selected and copied by bytes, from `anchor` to `caret`.

    A row is read when it comes into sight, so a line of gigabytes costs as much as one of a page. `refused` says why
    nothing was copied.
    """

    refused = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(theme.mono())
        self.setProperty("kind", "lines")
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.anchor = self.caret = 0
        self._wrap = True
        self._widest = 0.0
        self._hits: Sequence[int] = ()
        self._hit, self._length = -1, 0
        self._turned = 0.0
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._drag_on)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        self._sight = Sight(self.font(), self.fontMetrics().height() + 1)
        self._sign = self.fontMetrics().horizontalAdvance("0")
        self.horizontalScrollBar().setSingleStep(4 * self._sign)

    # ---- what is shown

    def set_rows(self, rows: Rows | None, *, json: bool = False) -> None:
        """Show other rows from the top, or none; `json` colours them."""
        self._sight.set_rows(rows, json=json)
        self.anchor = self.caret = 0
        self.set_hits((), -1, 0)
        self.horizontalScrollBar().setValue(0)
        self._lay_out()
        self._tell()

    def set_wrap(self, on: bool) -> None:
        """Break long rows at the edge, or scroll sideways."""
        self._wrap = on
        self._lay_out()

    def set_hits(self, hits: Sequence[int], hit: int, length: int) -> None:
        """Mark what was found: offsets in order, each `length` bytes long; number `hit` is gone to."""
        self._hits, self._hit, self._length = hits, hit, length
        self.viewport().update()

    def text(self) -> str:
        """Return the rows in sight, as they read."""
        if self._rows is None:
            return ""
        return "\n".join(self._rows.text(number) for number, _ in self._sight.seen())

    @property
    def selected(self) -> tuple[int, int]:
        """The bytes selected: offset of the first, and of the one behind the last."""
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    def select(self, start: int, stop: int) -> None:
        """Select a range of bytes and bring its beginning into sight."""
        self.anchor, self.caret = stop, start
        self._show(centred=True)

    def selected_text(self, most: int) -> str:
        """Return what is selected, at most so many bytes of it."""
        start, stop = self.selected
        return self._rows.copy(start, min(stop, start + most)) if self._rows else ""

    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        if self.anchor != self.caret:
            self.copy_range(*self.selected)

    def copy_range(self, start: int, stop: int) -> None:
        """Put a range of bytes on the clipboard, unless it is too much."""
        if self._rows is None:
            return
        if stop - start > COPIED_BYTES:
            self.refused.emit(
                f"Copying takes up to {COPIED_BYTES // 2**20} MB: save the body instead."
            )
            return
        QApplication.clipboard().setText(self._rows.copy(start, stop))

    # ---- scrolling

    @property
    def _rows(self) -> Rows | None:
        return self._sight.rows

    @property
    def _edge(self) -> int:
        """Where the rows begin, behind their labels."""
        digits = len(self._rows.longest_label) if self._rows else 0
        return max(digits, 3) * self._sign + 2 * theme.S + theme.XS

    @property
    def _breaks(self) -> bool:
        return self._wrap and self._rows is not None and self._rows.wraps

    def _lay_out(self) -> None:
        self._widest = 0.0
        room = self.viewport().size()
        width = max(room.width() - self._edge - theme.S, self._sign)
        self._sight.set_room(width, room.height(), breaks=self._breaks)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(self._sight.page)
        down.setRange(0, self._sight.bottom[0])
        across.setPageStep(width)
        across.setRange(0, 0)
        self._follow()

    def _follow(self) -> None:
        """Have the bars say what is in sight."""
        bar = self.verticalScrollBar()
        before = bar.blockSignals(True)
        bar.setValue(self._sight.top[0])
        bar.blockSignals(before)
        bar.update()
        if not self._breaks and self._sight.count:
            # The longest of millions is not known: the bar grows with what has come into sight.
            seen = (self._sight.layout(row).lineAt(0) for row, _ in self._sight.seen())
            self._widest = max(self._widest, *(line.naturalTextWidth() for line in seen))
            beyond = round(self._widest) - self._sight.width
            self.horizontalScrollBar().setRange(0, max(0, beyond))
        self.viewport().update()

    def _scroll(self, lines: int) -> None:
        self._sight.go(self._sight.moved(self._sight.top, lines))
        self._follow()

    def _scrolled(self, value: int) -> None:
        if value != self._sight.top[0]:
            # The last row may be higher than the view: its end is reached, too.
            end = self._sight.bottom
            self._sight.go(end if value >= end[0] else (value, 0))
            self._follow()

    def _show(self, *, centred: bool = False) -> None:
        """Bring the caret into sight and say where it is."""
        if self._rows is None or not self._sight.count:
            return
        self._sight.show(self.caret, centred=centred)
        self._follow()
        if not self._breaks:
            row = self._rows.row_of(self.caret)
            line = self._sight.layout(row).lineAt(0)
            left = line.cursorToX(self._rows.column(row, self.caret))
            assert isinstance(left, tuple)
            bar = self.horizontalScrollBar()
            if not bar.value() <= left[0] <= bar.value() + bar.pageStep() - self._sign:
                bar.setValue(max(0, round(left[0]) - bar.pageStep() // 2))
        self._tell()

    def _tell(self) -> None:
        """Tell a screen reader the row of the caret: there are no children to ask."""
        words = ""
        if self._rows is not None and self._sight.count:
            number = self._rows.row_of(self.caret)
            words = f"{self._rows.label(number)}  {self._rows.text(number)}".strip()
        self.setAccessibleDescription(words)
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        if self._rows is None:
            return
        room, edge, high = self.viewport().size(), self._edge, self._sight.line
        left = edge - self.horizontalScrollBar().value()
        current = self._rows.row_of(self.caret) if self.hasFocus() and self._sight.count else -1
        for row, top in self._sight.seen():
            if row == current:
                height = self._sight.lines(row) * high
                painter.fillRect(0, top, room.width(), height, theme.colour("hover"))
            painter.setPen(theme.colour("muted"))
            box = QRect(0, top, edge - theme.S - theme.XS, high)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, self._rows.label(row))
            painter.save()
            painter.setClipRect(edge, 0, room.width() - edge, room.height())
            layout, inks = self._sight.layout(row), []
            for colour, ink, range_ in self._marks(row):
                for part in row_layout.ground(layout, *range_, line=high):
                    painter.fillRect(part.translated(left, top), theme.colour(colour))
                inks += [row_layout.ink(*range_, ink)] if ink else []
            painter.setPen(theme.colour("text"))
            layout.draw(painter, QPointF(left, top), inks)
            painter.restore()
        painter.setPen(theme.colour("border"))
        painter.drawLine(edge - theme.S, 0, edge - theme.S, room.height())

    def _marks(self, row: int) -> Iterator[tuple[str, str, tuple[int, int]]]:
        """Yield what is selected or found in a row: colours of ground and letters, column and length."""
        assert self._rows is not None
        start, stop = self._rows.span(row)
        for one in self._rows.marks(row, *self.selected):
            yield "accent_soft", "", one
        at = bisect_left(self._hits, max(0, start - self._length + 1))
        while at < len(self._hits) and (hit := self._hits[at]) < stop:
            colours = ("accent", "on_accent") if at == self._hit else ("warn_soft", "")
            for one in self._rows.marks(row, hit, hit + self._length):
                yield *colours, one
            at += 1

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange} and self._rows:
            self._sight.forget()  # the colours are in the layouts
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # ---- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._rows is None:
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.anchor, self.caret = self._rows.store.size, 0
            self.viewport().update()
        elif (target := self._target(event)) is not None:
            self._put(target, keep=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _target(self, event: QKeyEvent) -> int | None:
        """Return where a key moves the caret."""
        assert self._rows is not None
        rows, row = self._rows, self._rows.row_of(self.caret)
        whole = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        start, stop = rows.span(row)
        column = rows.column(row, self.caret)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -self._sight.page,
            Qt.Key.Key_PageDown: self._sight.page,
        }
        target = None
        match event.key():
            case Qt.Key.Key_Home:
                target = 0 if whole else start
            case Qt.Key.Key_End:
                target = rows.store.size if whole else stop
            case Qt.Key.Key_Left:
                target = rows.offset(row, column - 1) if column else max(0, start - 1)
            case Qt.Key.Key_Right if self.caret < stop:
                target = max(rows.offset(row, column + 1), self.caret + 1)
            case Qt.Key.Key_Right:
                target = rows.span(min(row + 1, max(0, self._sight.count - 1)))[0]
            case key if key in steps:
                row = max(0, min(row + steps[Qt.Key(key)], self._sight.count - 1))
                target = rows.offset(row, column)
        return target

    def _put(self, offset: int, *, keep: bool) -> None:
        self.caret = offset
        if not keep:
            self.anchor = offset
        self._show()

    def _under(self, point: QPoint) -> int:
        x = point.x() - self._edge + self.horizontalScrollBar().value()
        return self._sight.under(x, point.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._sight.count:
            keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._put(self._under(event.position().toPoint()), keep=keep)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._sight.count:
            point = event.position().toPoint()
            if 0 <= point.y() < self.viewport().height():
                self._again.stop()
                self.caret = self._under(point)
                self.viewport().update()
            elif not self._again.isActive():
                self._again.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._again.stop()

    def _drag_on(self) -> None:
        point = self.viewport().mapFromGlobal(self.cursor().pos())
        self._scroll(-1 if point.y() < 0 else 1)
        inside = max(0, min(point.y(), self.viewport().height() - 1))
        self.caret = self._under(QPoint(point.x(), inside))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() or not event.angleDelta().y():
            super().wheelEvent(event)
            return
        self._turned -= event.angleDelta().y() * _WHEEL_LINES / _NOTCH
        lines = int(self._turned)
        self._turned -= lines
        if self._sight.count:
            self._scroll(lines)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction("Copy")
        copy.setEnabled(self.anchor != self.caret)
        copy.triggered.connect(self.copy)
        menu.popup(event.globalPos())
