"""The verdict on a token: what it is, whether anybody checked its signature, until when it holds."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from apiclient_gui.core.tokens import Token, Verification
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.card import sole_card
from apiclient_gui.ui.widgets.label import ElideLabel
from apiclient_gui.ui.widgets.pill import Pill, PillTone
from apiclient_gui.ui.widgets.token.lifetime_bar import LifetimeBar
from apiclient_gui.ui.widgets.token.token_words import (
    at_sending,
    expiry,
    headline,
    is_signed,
    origin,
)

_UNCHECKED: Final = (
    "Nobody has checked the signature here: anybody could have written what it says."
)
_HELD: Final = "It was signed with the key it was checked with, and not changed since."
_UNTOLD: Final = {
    "jwe": "Only its header can be read. What it says can be read by whoever has the key.",
    "opaque": "It holds nothing that can be read: only its issuer knows what it stands for.",
    "invalid": "No reader takes it as it stands. What can be made out of it is shown.",
}


class TokenSummary(QWidget):
    """A card. Until `show_check` it says that the signature was not checked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = sole_card(self).body
        self._token: Token | None = None
        self._sent: datetime | None = None
        self._now: datetime | None = None
        self.headline = ElideLabel()
        self.headline.setFont(theme.font(theme.TITLE, bold=True))
        self.signature = Pill()
        self.expiry = Pill()
        self.origin = label.text("", "muted", theme.NOTE)
        self.trust = label.text("", size=theme.NOTE)
        self.bar = LifetimeBar()
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(self.headline)
        head.addSpacing(theme.XS)
        head.addWidget(self.signature)
        head.addWidget(self.expiry)
        head.addStretch(1)
        body.setSpacing(theme.XS)
        body.addLayout(head)
        body.addWidget(self.trust)
        body.addWidget(self.origin)
        body.addSpacing(theme.XS)
        body.addWidget(self.bar)

    def show_token(self, token: Token, now: datetime, sent: datetime | None = None) -> None:
        """Show another token, unchecked; `sent` is when it was sent, if it was."""
        self._token, self._sent = token, sent
        # Of what is no token at all, the finding says all there is to say.
        self.setVisible(token.kind != "invalid" or bool(token.header_rows))
        words = headline(token)
        self.headline.setText(words)
        self.setAccessibleName(words)
        self.origin.setText(origin(token))
        self.origin.setVisible(bool(self.origin.text()))
        self.show_check(None)
        self._now = None
        self.tick(now)

    def show_check(self, check: Verification | None) -> None:
        """Say what came of a check of the signature; None when there was none."""
        token = self._token
        if token is None:
            return
        words, tone, said = _signature(token, check)
        if self._sent is not None:
            said = " ".join(filter(None, (said, at_sending(token.lifetime, self._sent))))
        self.signature.show_state(words, tone, sign=True)
        self.trust.setText(said)
        theme.mark(self.trust, tone="bad" if tone == "bad" else "text")

    def tick(self, now: datetime) -> None:
        """Go on with the time; costs nothing while no word changes."""
        if self._token is None:
            return
        ending = expiry(self._token, now)
        if self.expiry.text() != ending.words or self._now is None:
            self.expiry.show_state(ending.words, ending.tone)
        if self._now is None or int(now.timestamp()) != int(self._now.timestamp()):
            self._now = now
            self.bar.show_life(self._token.lifetime, now, self._sent)


def _signature(token: Token, check: Verification | None) -> tuple[str, PillTone, str]:
    """Return pill and sentence. Without a check that held, nothing here says that a token is right."""
    if token.kind != "jws":
        return "", "plain", _UNTOLD[token.kind]
    if not is_signed(token):
        return "✕ Not signed", "bad", "Anybody could have written it: it carries no signature."
    if check is None or check.verified is None:
        reason = f"{check.reason} " if check else ""
        return "Signature not checked", "warn", f"{reason}{_UNCHECKED}"
    if check.verified:
        return "Signature verified", "ok", _HELD
    return "✕ Signature refused", "bad", check.reason
