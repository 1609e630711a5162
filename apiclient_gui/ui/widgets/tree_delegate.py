"""How a row of the tree of requests looks and is edited: painted, so that a screen reader gets the model's words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets.method_badge import badge_width, paint_badge

_Index = QModelIndex | QPersistentModelIndex
PATH: Final = Qt.ItemDataRole.UserRole  # of a request; empty for a folder
METHOD: Final = Qt.ItemDataRole.UserRole + 1
WORDS: Final = Qt.ItemDataRole.UserRole + 2  # what the filter looks in
DRAFT: Final = Qt.ItemDataRole.UserRole + 3  # whether it has what is not saved
FOLDER: Final = Qt.ItemDataRole.UserRole + 4  # path of a folder


class TreeDelegate(QStyledItemDelegate):
    """Paints folders in bold and requests as method and name. `renamed` carries the index and the name typed."""

    renamed = Signal(QModelIndex, str)

    def __init__(self, tree: QTreeView) -> None:
        super().__init__(tree)
        self._tree = tree
        self.open_path = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        high = max(theme.ROW_HEIGHT, self._tree.fontMetrics().height() + theme.M)
        return QSize(0, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room: QRect = option.rect
        path = index.data(PATH)
        state: QStyle.StateFlag = option.state
        ground = room.adjusted(1, 0, -1, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        if path and path == self.open_path:
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(ground, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(ground, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and self._tree.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 6, 6)
        inner = self._inner(room, index)
        if path:
            paint_badge(painter, inner, str(index.data(METHOD)))
            inner.setLeft(inner.left() + badge_width())
            self._write_name(painter, inner, index)
        else:
            self._write_folder(painter, inner, index)
        painter.restore()

    def _inner(self, room: QRect, index: _Index) -> QRect:
        depth, above = 0, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        deep = theme.S + (theme.M * (depth - 1) + theme.S + 2 if depth else 0)
        return room.adjusted(deep, 0, -theme.S, 0)

    def _write_name(self, painter: QPainter, room: QRect, index: _Index) -> None:
        if index.data(DRAFT):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPoint(room.right() - theme.XS, room.center().y() + 1), 3, 3)
            room.setRight(room.right() - theme.L)
        _write(painter, room, str(index.data()), bold=False)

    def _write_folder(self, painter: QPainter, room: QRect, index: _Index) -> None:
        assert isinstance(index, QModelIndex)
        if not self._tree.isExpanded(index):
            size = theme.icon_size()
            at = QPoint(room.right() - size.width(), room.center().y() - size.height() // 2)
            scale = self._tree.devicePixelRatio()
            painter.drawPixmap(at, icons.pixmap("chevron-right", "muted", size, scale))
            room.setRight(room.right() - size.width() - theme.XS)
        _write(painter, room, str(index.data()), bold=True)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        line = QLineEdit(parent)
        line.setProperty("kind", "cell")
        line.setMaxLength(200)
        noun = "request" if index.data(PATH) else "folder"
        line.setAccessibleName(f"Name of the {noun}")
        return line

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        room = self._inner(option.rect, index)
        room.setLeft(room.left() + (badge_width() if index.data(PATH) else 0) - theme.S)
        editor.setGeometry(room.adjusted(0, 1, theme.S, -1))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        assert isinstance(index, QModelIndex)
        self.renamed.emit(index, editor.text().strip())


def _write(painter: QPainter, room: QRect, words: str, *, bold: bool) -> None:
    painter.setFont(theme.font(bold=bold))
    painter.setPen(theme.colour("text"))
    # A file may hold a name of megabytes; more than fits a line is not measured.
    shown = painter.fontMetrics().elidedText(
        words[:1000], Qt.TextElideMode.ElideRight, room.width()
    )
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
