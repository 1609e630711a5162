"""A table to read and copy from: headers, timings, claims."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QFont, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.column_heads import column_head

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_REMARKS = 2  # columns from here on explain the first two


class _Model(QAbstractTableModel):
    def __init__(self, columns: tuple[str, ...], mono: tuple[bool, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = columns
        self.rows: tuple[tuple[str, ...], ...] = ()
        self._fonts = tuple(theme.mono() if one else theme.font() for one in mono)

    def replace(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:  # Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:  # Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def data(
        self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | QFont | QColor | None:
        words = self.rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words.replace("\n", " ⏎ ")
            case Qt.ItemDataRole.ToolTipRole:
                return words
            case Qt.ItemDataRole.FontRole:
                return self._fonts[index.column()]
            case Qt.ItemDataRole.ForegroundRole if index.column() >= _REMARKS:
                return theme.colour("muted")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.columns[index.column()]}: {words}"
        return None

    def headerData(  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        return column_head(self.columns, section, orientation, role)


class KvTable(QTableView):
    """Rows of plain text under named columns. Ctrl+C copies what is selected, a row as `name: value`.

    `mono` says for each column whether it holds text from the wire; `wrap` gives long cells several lines.
    """

    def __init__(
        self,
        name: str,
        columns: tuple[str, ...] = ("Name", "Value"),
        mono: tuple[bool, ...] = (True, True),
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = _Model(columns, mono, self)
        self._wrap = wrap
        self.setModel(self._model)
        self.setProperty("kind", "bare")
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(wrap)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        height = max(theme.ROW_HEIGHT, self.fontMetrics().height() + theme.S)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFont(theme.font(theme.NOTE))
        head.setMinimumSectionSize(80)
        head.setStretchLastSection(True)
        if wrap:
            head.sectionResized.connect(self.resizeRowsToContents)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        copy = QAction("Copy", self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(lambda: self._put(self.selected_text()))
        self.addAction(copy)

    def set_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show these rows instead; each has a text for every column."""
        self._model.replace(rows)
        head = self.horizontalHeader()
        for column in range(len(self._model.columns) - 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            wanted = self.sizeHintForColumn(column) + theme.XXL
            self.setColumnWidth(column, min(max(wanted, 120), 320))
        if self._wrap:
            self.resizeRowsToContents()

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows shown."""
        return self._model.rows

    def selected_text(self) -> str:
        """Return the selected rows as lines, `name: value`; all of them when none is selected."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows = [self._model.rows[row] for row in chosen] or list(self._model.rows)
        return "\n".join(": ".join(cell for cell in row if cell) for row in rows)

    def _put(self, words: str) -> None:
        QApplication.clipboard().setText(words)

    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if index.isValid():
            words = self._model.rows[index.row()][index.column()]
            column = self._model.columns[index.column()].lower()
            menu.addAction(f"Copy {column}").triggered.connect(lambda: self._put(words))
            menu.addAction("Copy row").triggered.connect(lambda: self._put(self.selected_text()))
        every = "\n".join(": ".join(cell for cell in row if cell) for row in self._model.rows)
        menu.addAction("Copy all").triggered.connect(lambda: self._put(every))
        menu.popup(self.viewport().mapToGlobal(at))
