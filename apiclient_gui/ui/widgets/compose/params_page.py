"""The query parameters of a request: a table, and what stands in the URL itself."""

from __future__ import annotations

from urllib.parse import unquote

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from apiclient_gui.core import urls
from apiclient_gui.core.model import Row
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose import page
from apiclient_gui.ui.widgets.row_model import RowModel
from apiclient_gui.ui.widgets.row_table import RowTable


class ParamsPage(QWidget):
    """`changed` when a row changed; `moved` carries the URL that is left when its parameters went to the table."""

    changed = Signal()
    moved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._url = ""
        self.table = RowTable("Parameters")
        self.table.changed.connect(self.changed)
        self._words = label.note()
        self._words.setWordWrap(False)
        self._move = button("Move into the table", "link")
        self._move.setFont(theme.font(theme.NOTE))
        self._move.clicked.connect(self._take)
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        row.addWidget(self._words)
        row.addWidget(self._move)
        row.addStretch()
        self._line.hide()
        inner = QWidget()
        lines = page.column(inner)
        lines.addWidget(self._line)
        lines.addWidget(self.table)
        lines.addStretch()
        page.fill(self, inner, self.table)

    def show_url(self, url: str) -> None:
        """Say how many parameters stand in the URL."""
        self._url = url
        count = count_in(url)
        many = "1 parameter stands" if count == 1 else f"{count} parameters stand"
        self._words.setText(f"{many} in the URL.")
        self._move.setVisible(bool(split_query(url)[1]))
        self._line.setVisible(count > 0)

    def _take(self) -> None:
        url, rows = split_query(self._url)
        model = self.table.model()
        assert isinstance(model, RowModel)
        self.table.setFocus()
        self.moved.emit(url)
        model.insert(len(model.rows), rows)


def count_in(url: str) -> int:
    """Return how many parameters stand in a URL as typed."""
    query = urls.split(url).query
    return len([item for item in query.split("&") if item]) if query else 0


def split_query(url: str) -> tuple[str, tuple[Row, ...]]:
    """Return the URL without the parameters that a table can hold, and those as rows.

    What a row cannot say stays where it is: a name without `=`, and bytes that are not UTF-8.
    """
    parts = urls.split(url)
    if not parts.query:
        return url, ()
    end = parts.query_start + len(parts.query)
    kept, rows = [], []
    for item in parts.query.split("&"):
        row = _row(item)
        if row is None:
            kept.append(item)
        else:
            rows.append(row)
    query = "&".join(item for item in kept if item)
    return f"{url[: parts.query_start - 1]}{'?' + query if query else ''}{url[end:]}", tuple(rows)


def _row(item: str) -> Row | None:
    name, equals, value = item.partition("=")
    if not equals:
        return None
    try:
        # `+` is a blank, as SigV4 and forms read it.
        return Row(_plain(name), _plain(value))
    except UnicodeDecodeError:
        return None


def _plain(text: str) -> str:
    return unquote(text.replace("+", " "), errors="strict")
