"""One line under the identity of a request: until when it is logged in, or that sending logs in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.model import Identity, Login
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.identity.login_words import KEYS, login_words, wording_of

_NOT_YET: Final = "Not logged in: sending the request logs in."
_NO_KEYS: Final = "No keys yet: sending the request gets them."
_EXPIRED: Final = "The login has expired: sending the request renews it."
_ENDED: Final = "The keys have ended: sending the request gets new ones."


class LoginLine(QWidget):
    """Silent, and without room, for an identity that has nothing to log in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._identity: Identity | None = None
        self._login_of: Callable[[Identity], Login | None] | None = None
        self._now: Callable[[], datetime] = datetime.now
        self.words: QLabel = label.text("", "muted", theme.NOTE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self.draw)
        self.hide()

    def know(
        self, login_of: Callable[[Identity], Login | None], now: Callable[[], datetime]
    ) -> None:
        """Ask these for the login of an identity and for the time, now and from now on."""
        self._login_of, self._now = login_of, now
        self.draw()

    def show_identity(self, identity: Identity | None) -> None:
        """Speak of this identity."""
        self._identity = identity
        self.draw()

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        super().showEvent(event)
        self.draw()

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        super().hideEvent(event)
        self._tick.stop()

    def draw(self) -> None:
        """Say anew how it stands: a login may have come or gone."""
        identity = self._identity
        kind = kinds.TABLE.get(identity.kind) if identity else None
        if identity is None or kind is None or not kind.logs_in or self._login_of is None:
            self.hide()
            return
        login = self._login_of(identity)
        wording = wording_of(kind)
        said = login_words(login, self._now(), wording)
        tone = "muted"
        if login is None:
            # A profile or role may need no person at all.
            words = _NO_KEYS if wording is KEYS else _NOT_YET
        elif said.over:
            words = _ENDED if login.access_key_id else _EXPIRED
        elif login.expires_at is None:
            words, tone = "Logged in.", "ok"
        else:
            what = "Keys until" if login.access_key_id else "Logged in until"
            words, tone = f"{what} {said.valid}.", "ok"
        self.words.setText(words)
        theme.mark(self.words, tone=tone)
        self.show()
        if said.next_change is not None and self.isVisible():
            self._tick.start(round(said.next_change * 1000))
