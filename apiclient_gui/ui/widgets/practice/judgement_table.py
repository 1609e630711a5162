"""The table of judged requests, newest first: rows come in live without moving what is read or chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from apiclient_gui.practice.judgement import (
    IDENTITY_POOL,
    IDP,
    SSO,
    STS,
    USER_POOL,
    Judgement,
)
from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets.column_heads import column_head
from apiclient_gui.ui.widgets.method_badge import method_tone

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Shown = Literal["all", "allowed", "refused"]

COLUMNS: Final = ("Time", "API", "Method", "Path", "Verdict", "Status", "Reason")
_TIME, _API, _METHOD, _PATH, _VERDICT, _STATUS, _REASON = range(len(COLUMNS))
_WIDTHS: Final = {_TIME: 76, _API: 134, _METHOD: 66, _PATH: 108, _VERDICT: 96, _STATUS: 56}
BESIDES: Final[Mapping[str, str]] = {
    IDP: "Identity provider",
    IDENTITY_POOL: "Identity pool",
    USER_POOL: "User pool",
    STS: "STS",
    SSO: "Identity Center",
}


_WAITING: Final = {"authorization_pending", "slow_down"}  # RFC 8628 §3.5


class JudgementModel(QAbstractTableModel):
    """Judgements, the newest at the top, at most `most`: the oldest go.

    A login that waits for the browser asks every few seconds: such are one row, of the last, with their number.
    """

    def __init__(self, most: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.judgements: list[Judgement] = []
        self.names: Mapping[str, str] = BESIDES
        self._times: list[int] = []  # that each row stands for

    def add(self, judgement: Judgement) -> bool:
        """Put one at the top, and tell whether that made a new row."""
        if self.judgements and _waits(judgement) and _waits(self.judgements[0]):
            self._times[0] += 1
            self.judgements[0] = judgement
            self.dataChanged.emit(self.index(0, 0), self.index(0, len(COLUMNS) - 1))
            return False
        if len(self.judgements) == self._most:
            last = len(self.judgements) - 1
            self.beginRemoveRows(QModelIndex(), last, last)
            self.judgements.pop()
            self._times.pop()
            self.endRemoveRows()
        self.beginInsertRows(QModelIndex(), 0, 0)
        self.judgements.insert(0, judgement)
        self._times.insert(0, 1)
        self.endInsertRows()
        return True

    def name_apis(self, names: Mapping[str, str]) -> None:
        """Say what APIs are called, by their ids; those of earlier keys keep the names they had."""
        self.names = {**self.names, **names}
        if self.judgements:
            last = self.index(len(self.judgements) - 1, _API)
            self.dataChanged.emit(self.index(0, _API), last)

    def clear(self) -> None:
        """Let all go."""
        self.beginResetModel()
        self.judgements.clear()
        self._times.clear()
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:  # Qt's signature
        return 0 if parent.isValid() else len(self.judgements)

    def columnCount(self, parent: _Index = _ROOT) -> int:  # Qt's signature
        return 0 if parent.isValid() else len(COLUMNS)

    def data(
        self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | QFont | QColor | int | None:
        one, column = self.judgements[index.row()], index.column()
        words = cells(one, self.names)[column]
        if column == _REASON and (times := self._times[index.row()]) > 1:
            words = f"{times} times: {words}"
        match role:
            case Qt.ItemDataRole.DisplayRole if column == _PATH:
                return _without_api(one) or words
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return words
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{COLUMNS[column]}: {words}"
            case Qt.ItemDataRole.FontRole if column not in (_REASON, _API):
                return theme.mono()
            case Qt.ItemDataRole.ForegroundRole if column in (_TIME, _METHOD):
                return theme.colour("muted" if column == _TIME else method_tone(one.method))
        return None

    def headerData(  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        return column_head(COLUMNS, section, orientation, role)


def _waits(judgement: Judgement) -> bool:
    return judgement.api_id == SSO and judgement.reason in _WAITING


def cells(judgement: Judgement, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the texts of a row; the time is that of this computer's time zone, `names` those of APIs by their ids."""
    return (
        f"{judgement.time.astimezone():%H:%M:%S}",
        names.get(judgement.api_id, judgement.api_id) or "—",
        judgement.method or "—",
        judgement.path or "not HTTP",
        judgement.verdict,
        str(judgement.status),
        judgement.detail,
    )


def _without_api(judgement: Judgement) -> str:
    # Each path of an API begins with the same ten characters; what follows tells them apart.
    start = f"/{judgement.api_id}/"
    known = judgement.api_id and judgement.path.startswith(start)
    return f"…/{judgement.path.removeprefix(start)}" if known else ""


class _Filter(QSortFilterProxyModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown: Shown = "all"
        self._api: str | None = None

    def show_only(self, shown: Shown, api: str | None) -> None:
        self._shown, self._api = shown, api
        # Not invalidateFilter: deprecated in Qt 6.11, and what replaces it came with 6.10.
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:  # Qt's name
        model = self.sourceModel()
        assert isinstance(model, JudgementModel)
        return self.lets_through(model.judgements[row])

    def lets_through(self, judgement: Judgement) -> bool:
        source = self.sourceModel()
        assert isinstance(source, JudgementModel)
        name = source.names.get(judgement.api_id, judgement.api_id)
        return self._shown in ("all", judgement.verdict) and self._api in (None, name)


class JudgementTable(QTableView):
    """`chosen` carries the Judgement of the current row, None without one."""

    chosen = Signal(object)

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.judgements = JudgementModel(most, self)
        self._filter = _Filter(self)
        self._filter.setSourceModel(self.judgements)
        self.setModel(self._filter)
        self.setItemDelegateForColumn(_VERDICT, _Delegate(self))
        self.setProperty("kind", "bare")
        self.setAccessibleName("Judged requests, newest first")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        height = max(theme.ROW_HEIGHT, self.fontMetrics().height() + theme.S)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFont(theme.font(theme.NOTE))
        head.setStretchLastSection(True)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def add(self, judgement: Judgement) -> None:
        """Put a judgement at the top. At the top of the table it comes into sight, elsewhere nothing moves."""
        bar = self.verticalScrollBar()
        before = bar.value()
        added = self.judgements.add(judgement)
        if added and before and self._filter.lets_through(judgement):
            self.updateGeometries()
            bar.setValue(before + self.rowHeight(0))

    def show_only(self, shown: Shown, api: str | None = None) -> None:
        """Show all rows, or those of one verdict and one API, by its name."""
        self._filter.show_only(shown, api)

    @property
    def shown_rows(self) -> int:
        """How many rows the filter lets through."""
        return self._filter.rowCount()

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self._filter.mapToSource(current).row()
        self.chosen.emit(self.judgements.judgements[row] if row >= 0 else None)


class _Delegate(QStyledItemDelegate):
    """Paints the verdict as a pill: sign and word, not colour alone."""

    def __init__(self, table: JudgementTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        good = words == "allowed"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, theme.colour("accent_soft"))
        painter.setFont(theme.font(theme.NOTE, bold=True))
        side = QSize(12, 12)
        width = painter.fontMetrics().horizontalAdvance(words) + side.width() + theme.XL
        pill = QRect(room.left() + theme.XS, 0, min(width, room.width() - theme.S), 20)
        pill.moveTop(room.center().y() - 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ok_soft" if good else "bad_soft"))
        painter.drawRoundedRect(pill, 10, 10)
        tone = "ok" if good else "bad"
        picture = icons.pixmap(
            "check" if good else "cross",
            "ok" if good else "bad",
            side,
            self._table.devicePixelRatio(),
        )
        painter.drawPixmap(pill.left() + theme.S, pill.center().y() - 5, picture)
        painter.setPen(QPen(theme.colour(tone)))
        inner = pill.adjusted(theme.S + side.width() + theme.XS, 0, 0, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()
