"""The table of exchanges, newest first: rows come in on top without moving what is read or chosen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from apiclient_gui.core.history import Row
from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Tone
from apiclient_gui.ui.widgets.history import exchange_words as words
from apiclient_gui.ui.widgets.history.exchange_model import ExchangeModel
from apiclient_gui.ui.widgets.pill import PillTone

_Index = QModelIndex | QPersistentModelIndex
_WIDTHS: Final = {
    words.TIME: 132,
    words.STATUS: 156,
    words.METHOD: 72,
    words.IDENTITY: 104,
    words.ENVIRONMENT: 104,
    words.DURATION: 76,
    words.SIZE: 76,
}
_LEAVE: Final = (words.ENVIRONMENT, words.SIZE, words.IDENTITY, words.DURATION, words.CAUSE)
_LEAST: Final = 220  # px for the URL; columns leave, in that order, until it has them
_CAUSE_SHARE: Final = 0.42
_MARGIN: Final = 50  # rows read beyond those in sight, so that scrolling meets no blank
_PILLS: Final[dict[PillTone, tuple[Tone, str]]] = {
    "plain": ("muted", "sunken"),
    "ok": ("ok", "ok_soft"),
    "warn": ("warn", "warn_soft"),
    "bad": ("bad", "bad_soft"),
    "accent": ("accent", "accent_soft"),
}


class ExchangeTable(QTableView):
    """`chosen` carries the places of the selected rows, `menu_wanted` where a menu is to open.

    `entered` comes with Enter or a double click, `resent` with Ctrl+Enter, `removed` with Del, `copied` with Ctrl+C.
    """

    chosen = Signal(object)
    entered = Signal()
    resent = Signal()
    removed = Signal()
    copied = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: ExchangeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exchanges = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setProperty("kind", "bare")
        self.setAccessibleName("Exchanges, newest first")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(3 * theme.ROW_HEIGHT)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(theme.ROW_HEIGHT, self.fontMetrics().height() + theme.S))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFont(theme.font(theme.NOTE))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell())
        self.doubleClicked.connect(lambda _: self.entered.emit())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.menu_wanted)
        self.verticalScrollBar().valueChanged.connect(self._look)
        model.came.connect(self._keep_place)
        model.modelReset.connect(self._begin)
        model.rowsRemoved.connect(lambda *_: self._look())
        self._act("Open as request", self.entered, "Return", "Enter")
        self._act("Send again", self.resent, "Ctrl+Return", "Ctrl+Enter")
        self._act("Remove from history", self.removed, "Del")
        self._act("Copy the URL", self.copied, "Ctrl+C")

    @property
    def places(self) -> tuple[int, ...]:
        """The places of the selected rows, from the top."""
        # By ranges: 100,000 rows as indexes take half a second.
        found: set[int] = set()
        for part in self.selectionModel().selection().toList():
            found.update(range(part.top(), part.bottom() + 1))
        return tuple(sorted(found))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The selected rows, as far as they are read."""
        found = (self.exchanges.row(place) for place in self.places)
        return tuple(row for row in found if row is not None)

    def choose(self, place: int) -> None:
        """Select one row and go there."""
        index = self.exchanges.index(min(place, self.exchanges.total - 1), 0)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    def _act(self, name: str, signal: object, *keys: str) -> None:
        made = QAction(name, self)
        made.setShortcuts([QKeySequence(one) for one in keys])
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.triggered.connect(signal)
        self.addAction(made)

    def _tell(self) -> None:
        self.chosen.emit(self.places)

    def _begin(self) -> None:
        self.scrollToTop()
        self._look()
        self._tell()

    def _look(self) -> None:
        first = self.rowAt(0)
        if first >= 0:
            last = self.rowAt(self.viewport().height() - 1)
            last = self.exchanges.total - 1 if last < 0 else last
            self.exchanges.want(first - _MARGIN, last + _MARGIN)

    def _keep_place(self, count: int) -> None:
        # At the top what is new comes into sight, elsewhere nothing moves.
        bar = self.verticalScrollBar()
        before = bar.value()
        if before:
            self.updateGeometries()
            bar.setValue(before + count * self.rowHeight(0))
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()
        self._look()

    def _share(self) -> None:
        width = self.viewport().width()
        shown = list(range(len(words.COLUMNS)))
        for column in _LEAVE:
            if self._left(shown, width) * (1 - _CAUSE_SHARE * (words.CAUSE in shown)) >= _LEAST:
                break
            shown.remove(column)
        left = max(self._left(shown, width), 60)
        cause = round(left * _CAUSE_SHARE) if words.CAUSE in shown else 0
        for column in range(len(words.COLUMNS)):
            self.setColumnHidden(column, column not in shown)
            wide = {words.URL: left - cause, words.CAUSE: cause}.get(column, 0)
            if column in shown:
                self.setColumnWidth(column, wide or _WIDTHS[column])

    def _left(self, shown: list[int], width: int) -> int:
        return width - sum(_WIDTHS.get(column, 0) for column in shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # Qt's own way with them is within a row, and a row is one thing here.
            self.choose(0 if event.key() == Qt.Key.Key_Home else self.exchanges.total - 1)
        elif plain and event.text().isprintable() and event.text():
            # Qt would search the rows that are held, as if there were no others; there is a field for that.
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    """Paints the status as a pill, in words; a URL gives way in its middle, everything else at its end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        middle = index.column() == words.URL
        mode = Qt.TextElideMode
        option.textElideMode = mode.ElideMiddle if middle else mode.ElideRight
        # The row as a whole has the ring; one cell of it has no meaning of its own.
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, ExchangeModel)
        row = model.row(index.row())
        if index.column() != words.STATUS or row is None:
            super().paint(painter, option, index)
            return
        said, tone = words.status(row)
        ink, ground = _PILLS[tone]
        room: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, theme.colour("accent_soft"))
            ground = "raised"
        painter.setFont(theme.font(theme.NOTE, bold=True))
        most = room.width() - theme.L
        said = painter.fontMetrics().elidedText(
            said, Qt.TextElideMode.ElideRight, most - 2 * theme.S
        )
        width = painter.fontMetrics().horizontalAdvance(said) + 2 * theme.S
        pill = QRect(room.left() + theme.XS, 0, min(width, most), 20)
        pill.moveTop(room.center().y() - 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setPen(QPen(theme.colour(ink)))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, said)
        painter.restore()
