"""The token that a request carried: whose and of which kind, what it says, how long it held when it went out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from apiclient_gui.core.model import Exchange, TokenKind
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.result.secret_eye import SecretEye
from apiclient_gui.ui.widgets.token.member_lines import read
from apiclient_gui.ui.widgets.token.sent_token import SentToken, sent_token
from apiclient_gui.ui.widgets.token.token_reading import TokenReading
from apiclient_gui.ui.widgets.wire_text import WireText

_NAMES: Final[dict[TokenKind | None, str]] = {
    "id": "ID token",
    "access": "access token",
    "refresh": "refresh token",
    None: "token",
}
_NOT_KEPT: Final = (
    "The token itself was not kept: History masks it. Send the request again to see what it says."
)


class TokenView(QScrollArea):
    """One column. `opened` asks for the Tokens page, `copied` says what was copied, `action` is one of a finding."""

    opened = Signal()
    copied = Signal(str)
    action = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Token")
        self._sent: SentToken | None = None
        self.about = label.text("")
        self.eye = SecretEye()
        self.eye.toggled.connect(self._show_raw)
        self.open = button("Open in Tokens", icon="tokens")
        self.open.clicked.connect(self.opened)
        self.raw = WireText("", "Token as it was sent")
        self.reading = TokenReading(now)
        self.reading.copied.connect(self.copied)
        self.reading.action.connect(self.action)
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(self.about, 1)
        head.addWidget(self.eye)
        head.addWidget(self.open)
        page = QWidget()
        page.setProperty("kind", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, theme.XS, theme.S)
        column.setSpacing(theme.S)
        column.addLayout(head)
        column.addWidget(self.raw)
        column.addWidget(self.reading)
        column.addStretch()
        self.setWidget(page)

    def show_exchange(self, exchange: Exchange) -> bool:
        """Show the token of another exchange, its text hidden; return whether there is one."""
        self._sent = sent = sent_token(exchange)
        text = sent.text if sent else ""
        self.raw.setPlainText("")
        self.raw.hide()
        self.eye.reset(useful=bool(text))
        self.open.setVisible(bool(text))
        self.reading.setVisible(bool(text))
        if sent is not None:
            self.about.setText(_about(sent))
        if text:
            self.reading.show_reading(read(text), exchange.sent_at)
        self.verticalScrollBar().setValue(0)
        return sent is not None

    def _show_raw(self, shown: bool) -> None:
        self.raw.setPlainText(self._sent.text if shown and self._sent else "")
        self.raw.setVisible(shown)


def _about(sent: SentToken) -> str:
    name = _NAMES[sent.kind]
    whose = f"The {name} of {sent.identity}" if sent.identity else f"A {name}"
    if not sent.identity and name[0] in "ai":
        whose = f"An {name}"
    words = f"{whose} was sent in the header {sent.header}."
    return words if sent.text else f"{words} {_NOT_KEPT}"
