"""Where in a request the person is: which row or field of the form has the focus, as the Origin of what is made of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from apiclient_gui.core.model import Origin
from apiclient_gui.core.model.body import Place
from apiclient_gui.ui.widgets.compose.request_form import RequestForm
from apiclient_gui.ui.widgets.row_model import RowModel
from apiclient_gui.ui.widgets.row_table import RowTable


class Whereabouts(QObject):
    """`moved` carries an Origin when the focus comes to another place of the form; leaving the form says nothing."""

    moved = Signal(object)

    def __init__(self, form: RequestForm, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._look)
        for table in (form.params.table, form.headers.table):
            table.selectionModel().currentChanged.connect(self._look)
        form.address.url.cursorPositionChanged.connect(self._look)

    def _look(self) -> None:
        focus = QApplication.focusWidget()
        origin = origin_at(self._form, focus) if focus is not None else None
        if origin is not None:
            self.moved.emit(origin)


def origin_at(form: RequestForm, focus: QWidget) -> Origin | None:
    """Return what a widget of the form stands for; None for one outside, or one that nothing sent is made of."""
    address = form.address
    tables: tuple[tuple[RowTable, Place], ...]
    tables = ((form.params.table, "param"), (form.headers.table, "header"))
    for table, place in tables:
        if _holds(table, focus):
            row = _row(table)
            return Origin(place, row) if row is not None else None
    if _holds(address.method, focus):
        return Origin("url", name="method")
    if focus is address.url:
        return Origin("url", item_at(address.url.text(), address.url.cursorPosition()))
    if _holds(form.body, focus):
        return Origin("body")
    return Origin("scheme") if _holds(form.auth, focus) else None


def item_at(url: str, position: int) -> int | None:
    """Return which item of a URL's query, from 0, stands at a position of the text; None before and after the query."""
    start = url.find("?") + 1
    end = url.find("#") if "#" in url else len(url)
    if not 0 < start <= position <= end:
        return None
    return url.count("&", start, position)


def _holds(one: QWidget, focus: QWidget) -> bool:
    return one is focus or one.isAncestorOf(focus)


def _row(table: RowTable) -> int | None:
    """Return the number of the current row as a Request counts: rows that are wholly empty are not in it."""
    model, at = table.model(), table.currentIndex().row()
    assert isinstance(model, RowModel)
    filled = [bool(row.name or row.value) for row in model.rows]
    return sum(filled[:at]) if 0 <= at < len(filled) and filled[at] else None
