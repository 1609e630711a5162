"""What the signature became: the Authorization header, or a presigned URL with the time that is left of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from apiclient_gui.core.model import Exchange
from apiclient_gui.core.secret import MASK
from apiclient_gui.core.tokens.lifetime import span_words
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button, icon_button
from apiclient_gui.ui.widgets.card import sole_card
from apiclient_gui.ui.widgets.identity.login_words import clock
from apiclient_gui.ui.widgets.pill import Pill
from apiclient_gui.ui.widgets.result.lifetime_words import ends_at, lifetime_words
from apiclient_gui.ui.widgets.wire_text import WireText

_LONGEST_WAIT: Final = 86_400  # seconds; a timer's milliseconds are an int of 32 bits
_WHOEVER: Final = "Whoever has this URL can send the request, without any keys, until it ends."
_SHORTER: Final = "It was to hold {asked}: the temporary keys that it was made with end earlier."
_KEPT: Final = "History masks its signature: send the request again to have a URL that holds."

Mask = Callable[[str], str]


class FinalCard(QWidget):
    """`copied` carries (words, text)."""

    copied = Signal(str, str)

    def __init__(
        self, mask: Mask, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mask = mask
        self._now = now
        self._exchange: Exchange | None = None
        self._shown = False
        body = sole_card(self).body
        self.title = label.heading("", theme.TITLE - 1)
        self.lifetime = Pill(parent=self)
        self.copy = icon_button("copy", "Copy the Authorization header as it is shown")
        self.copy.clicked.connect(self._copy_shown)
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(self.title)
        head.addWidget(self.lifetime)
        head.addStretch()
        head.addWidget(self.copy)
        self.text = WireText("", "Authorization header")
        self.note = label.note()
        self.copy_url = button("Copy the presigned URL", icon="copy")
        self.copy_url.clicked.connect(self._copy_url)
        row = QHBoxLayout()
        row.addWidget(self.copy_url)
        row.addStretch()
        body.addLayout(head)
        body.addWidget(self.text)
        body.addWidget(self.note)
        body.addLayout(row)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._draw_lifetime)

    def show_exchange(self, exchange: Exchange, *, clear: bool) -> None:
        """Show what the signature of an exchange became, its secrets in clear or masked; without one, nothing."""
        self._exchange, self._shown = exchange, clear
        signature = exchange.authorisation.signature
        if signature is None:
            return
        presigned = signature.expires is not None
        name = "Presigned URL" if presigned else "Authorization header"
        self.title.setText(name)
        self.text.setAccessibleName(name)
        self.text.show_words(self._words())
        self.copy.setVisible(not presigned)
        kept = presigned and MASK in exchange.prepared.url
        self.copy_url.setVisible(presigned and not kept)
        self.note.setText(self._about(kept=kept) if presigned else "")
        self.note.setVisible(presigned)
        self._draw_lifetime()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_lifetime()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _words(self) -> str:
        assert self._exchange is not None
        signature = self._exchange.authorisation.signature
        whole = self._exchange.prepared.url
        if signature is not None and signature.expires is None:
            whole = signature.authorization
        return whole if self._shown else self._mask(whole)

    def _about(self, *, kept: bool) -> str:
        assert self._exchange is not None
        if kept:
            return _KEPT
        items = self._exchange.prepared.query
        asked = next((one.value for one in items if one.name.lower() == "x-amz-expires"), None)
        signature = self._exchange.authorisation.signature
        holds = signature.expires if signature else None
        if holds is None or not asked or not asked.isdecimal() or int(asked) <= holds:
            return _WHOEVER
        return f"{_WHOEVER} {_SHORTER.format(asked=span_words(int(asked)))}"

    def _draw_lifetime(self) -> None:
        self._tick.stop()
        signature = self._exchange.authorisation.signature if self._exchange else None
        end = ends_at(signature) if signature else None
        if end is None:
            self.lifetime.show_state("", "plain")
            return
        said = lifetime_words(end, self._now())
        self.lifetime.show_state(said.words, said.tone)
        if said.next_change is not None and self.isVisible():
            self._tick.start(round(min(said.next_change, _LONGEST_WAIT) * 1000))

    def _copy_shown(self) -> None:
        self.copied.emit("Authorization header copied", self._words())

    def _copy_url(self) -> None:
        assert self._exchange is not None
        signature = self._exchange.authorisation.signature
        end = ends_at(signature) if signature else None
        now = self._now()
        said = "Presigned URL copied, its signature in clear"
        if end is not None:
            when = clock(end, now)
            ended = f"it ended {when}"
            said = f"{said}: {f'it is as good as a key until {when}' if end > now else ended}"
        self.copied.emit(said, self._exchange.prepared.url)
