"""A page of the composer scrolls as a whole when its pane is low, and rows being edited stay in sight."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.row_table import RowTable

_MOST_ROWS = 24  # a longer table scrolls by itself


def column(page: QWidget) -> QVBoxLayout:
    """Give a page its column: room below and between as in the rest of the composer."""
    page.setProperty("kind", "page")
    made = QVBoxLayout(page)
    made.setContentsMargins(0, 0, 0, theme.S)
    made.setSpacing(theme.S + 2)
    return made


def fill(page: QWidget, inner: QWidget, table: RowTable | None = None) -> QScrollArea:
    """Put `inner` into a page in a scroll area, and return that; `table` in it is as high as its rows, the current one in sight."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    # Tab goes to what is in it.
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    around = QVBoxLayout(page)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(area)
    if table is not None:
        _grow(table, area)
    return area


def _grow(table: RowTable, area: QScrollArea) -> None:
    model = table.model()

    def fit() -> None:
        rows = min(model.rowCount(), _MOST_ROWS)
        table.setFixedHeight(rows * table.verticalHeader().defaultSectionSize() + 2)

    def follow(now: QModelIndex, _before: QModelIndex) -> None:
        page = area.widget()
        assert page is not None
        room = table.visualRect(now)
        at = table.viewport().mapTo(page, room.center())
        area.ensureVisible(0, at.y(), 0, room.height())

    fit()
    table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
        signal.connect(fit)
    table.selectionModel().currentChanged.connect(follow)


def commit(table: RowTable) -> None:
    """Take over what is being typed into a cell, as leaving the cell would."""
    editor = table.viewport().findChild(QLineEdit)
    if editor is not None:
        table.setFocus()
