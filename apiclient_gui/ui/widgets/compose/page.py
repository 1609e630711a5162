"""A page of the composer scrolls as a whole when its pane is low, and rows being edited stay in sight."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from PySide6.QtCore import Qt

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.row_table import RowTable

_MOST_ROWS = 24  # a longer table scrolls by itself


def scrolled(content: QWidget) -> QScrollArea:
    """Return a frameless scroll area around a page; Tab goes to what is in it, not to the area."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setProperty("kind", "page")
    area.setWidget(content)
    return area


def column(page: QWidget) -> QVBoxLayout:
    """Give a page its column: room above, below and between as in the rest of the composer."""
    made = QVBoxLayout(page)
    made.setContentsMargins(0, theme.M, 0, theme.M)
    made.setSpacing(theme.S + 2)
    return made


def grow(table: RowTable, area: QScrollArea) -> None:
    """Make a table as high as its rows, and have the area follow the current row."""
    table.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
    table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    table.setMaximumHeight(_MOST_ROWS * table.verticalHeader().defaultSectionSize())

    def follow(now: QModelIndex, _before: QModelIndex) -> None:
        page = area.widget()
        if page is not None and now.isValid():
            room = table.visualRect(now)
            at = table.viewport().mapTo(page, QPoint(room.left(), room.center().y()))
            area.ensureVisible(0, at.y(), 0, room.height())

    table.selectionModel().currentChanged.connect(follow)


def commit(table: RowTable) -> None:
    """Take over what is being typed into a cell, as leaving the cell would."""
    editor = table.viewport().findChild(QLineEdit)
    if editor is not None:
        table.setFocus()
