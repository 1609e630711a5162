"""The headers of a response, as received: order, repetition and spelling kept, secrets masked."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.core.model import Response
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.kv_table import KvTable
from apiclient_gui.ui.widgets.result import exchange_texts
from apiclient_gui.ui.widgets.result.secret_eye import SecretEye


class HeadersView(QWidget):
    """A table of header lines, and the eye when one of them is a secret. `mask` hides what came to our knowledge."""

    def __init__(self, mask: exchange_texts.Mask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mask = mask
        self._response: Response | None = None
        self.table = KvTable("Response headers", ("Header", "Value"), wrap=True)
        self.eye = SecretEye()
        self.eye.toggled.connect(self._draw)
        self._note = label.note()
        row = QHBoxLayout()
        row.addWidget(self._note, 1)
        row.addWidget(self.eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def show_response(self, response: Response) -> None:
        """Show the headers of another response, masked."""
        self._response = response
        masked = exchange_texts.response_headers(response, self._mask) != response.headers
        self._note.setText("Secrets are masked." if masked else "")
        self._note.setVisible(masked)
        self.eye.reset(useful=masked)
        self._draw()

    def _draw(self) -> None:
        response = self._response
        if response is not None:
            masked = exchange_texts.response_headers(response, self._mask)
            self.table.set_rows(response.headers if self.eye.shown else masked)
