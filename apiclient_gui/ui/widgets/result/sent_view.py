"""The request exactly as it went out: request line, headers, body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from apiclient_gui.core.model import Exchange, Failure, Prepared
from apiclient_gui.ui.widgets.code_view import CodeView
from apiclient_gui.ui.widgets.result import body_text, exchange_texts
from apiclient_gui.ui.widgets.result.secret_eye import SecretEye

MOST_SHOWN: Final = 256 * 1024  # bytes of a body; each text is searched for every secret known
_EXACT = "Exactly as it left this computer"
_NEVER = "As it was made ready: no connection stood, so none of it left this computer"
_PERHAPS = "As it was made ready: how much of it left this computer is not known"
_GROUPED = "As it left this computer: headers of the same name together, at the place of the first"


class SentView(QWidget):
    """Text to read and copy. `mask` hides the secrets of a text; copying gives what is shown."""

    def __init__(self, mask: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mask = mask
        self._exchange: Exchange | None = None
        self._about = ""
        self.eye = SecretEye()
        self.eye.toggled.connect(self._draw)
        self.code = CodeView("The request as it was sent")
        self.code.tools.insertWidget(self.code.tools.count() - 1, self.eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.code, 1)

    def show_exchange(self, exchange: Exchange) -> None:
        """Show the request of another exchange, masked."""
        self._exchange = exchange
        head = exchange_texts.request_head(exchange)
        body = self._body(exchange.prepared)
        masked = self._mask(head) != head or self._mask(body) != body
        grouped = exchange.prepared.lines() != exchange.prepared.headers
        self._about = _untold(exchange.failure) or (_GROUPED if grouped else _EXACT)
        self.eye.reset(useful=masked)
        self._draw()

    def _draw(self) -> None:
        if self._exchange is None:
            return
        prepared = self._exchange.prepared
        head = exchange_texts.request_head(self._exchange)
        shown = head if self.eye.shown else self._mask(head)
        body = self._body(prepared)
        if not self.eye.shown:
            body = self._mask(body)
        self.code.set_content(f"{shown}{body}".encode(), about=self._about)

    def _body(self, prepared: Prepared) -> str:
        whole = exchange_texts.sent_body(prepared.body)
        kind = prepared.header("content-type") or ""
        text = body_text.render(whole[:MOST_SHOWN], kind).decode("utf-8", "replace")
        if len(whole) <= MOST_SHOWN:
            return text
        left = exchange_texts.size(len(whole) - MOST_SHOWN)
        return f"{text}\n[{left} more: copy the raw request to have all of it]"


def _untold(failure: Failure | None) -> str:
    match failure.stage if failure else "":
        case "dns" | "connect" | "tls":
            return _NEVER
        case "send" | "cancelled":
            return _PERHAPS
    return ""
