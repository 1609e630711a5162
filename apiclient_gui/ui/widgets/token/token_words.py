"""What is said of a token in a line: what it is and of whom, from whom and for whom, and how long it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.tokens import Lifetime, Token, local_text, time_words
from apiclient_gui.core.tokens.lifetime import span_words
from apiclient_gui.ui.widgets.pill import PillTone

SOON: Final = 300  # seconds; from then on tokens are renewed before they are sent
_LONGEST: Final = 60
_KINDS: Final = {"id": "ID token", "access": "Access token"}
_WHO: Final = (
    *("cognito:username", "username", "preferred_username", "email", "name", "sub", "client_id"),
)


@dataclass(frozen=True, slots=True)
class Expiry:
    """Words for a pill and its tone; empty where there is nothing to say."""

    words: str
    tone: PillTone = "plain"


def headline(token: Token) -> str:
    """Return what it is, and of whom: "ID token of carol". Nothing of it is proved."""
    match token.kind:
        case "jwe":
            return "Encrypted token (JWE)"
        case "opaque":
            return "Opaque token"
        case "invalid":
            return "Damaged token" if token.header_rows else "No token"
    # RFC 9068 §2.1 gives access tokens a type of their own.
    by_type = "Access token" if str(token.header.get("typ", "")).lower() == "at+jwt" else ""
    plain = "Token (JWT)" if is_signed(token) else "Unsigned token (JWT)"
    what = _KINDS.get(token.token_use) or by_type or plain
    who = next((one for name in _WHO if (one := _said(token, name))), "")
    return f"{what} of {who}" if who else what


def origin(token: Token) -> str:
    """Return from whom and for whom it says it is, and how it says it was signed."""
    whom = ", ".join(token.audience) or token.client_id
    signed = token.algorithm if is_signed(token) else ""
    if signed and token.key_id:
        signed = f"{signed} with key {token.key_id}"
    parts = (
        f"From {printable(token.issuer, 200)}" if token.issuer else "",
        f"for {printable(whom, 200)}" if whom else "",
        printable(signed, 120),
    )
    words = ", ".join(filter(None, parts))
    return f"{words[:1].upper()}{words[1:]}"


def expiry(token: Token, now: datetime) -> Expiry:
    """Return what to say of its end at this moment. It tells the clock, not whether the token is to be believed."""
    life = token.lifetime
    left = life.seconds_left(now)
    if left is not None and left <= 0:
        return Expiry(f"Expired {past(-left)}", "bad")
    if life.not_before is not None and life.not_before > now:
        wait = (life.not_before - now).total_seconds()
        return Expiry(f"Begins in {countdown(int(wait) + 1)}", "bad")
    if left is None:
        return Expiry("No expiry" if token.kind == "jws" and "exp" not in token.claims else "")
    return Expiry(f"{countdown(left)} left", "warn" if left < SOON else "plain")


def is_signed(token: Token) -> bool:
    """Return whether there is a signature that could be checked."""
    return token.kind == "jws" and token.signed and token.algorithm.lower() != "none"


def countdown(seconds: int) -> str:
    """Return a length of time to the second below an hour: "14 min 56 s"."""
    if 60 <= seconds < 3600:
        minutes, rest = divmod(seconds, 60)
        return f"{minutes} min {rest} s"
    return span_words(seconds) or "0 s"


def past(seconds: int) -> str:
    """Return how long ago something was: "3 min ago"."""
    words = span_words(seconds)
    return f"{words} ago" if words else "just now"


def at_sending(life: Lifetime, sent: datetime) -> str:
    """Return how long the token still held when it was sent; empty when it does not say."""
    left = life.seconds_left(sent)
    if left is None:
        return ""
    if left <= 0:
        return f"When it was sent, it had expired {past(-left)}."
    return f"When it was sent, {countdown(left)} were left."


def spoken(life: Lifetime, now: datetime) -> str:
    """Return a lifetime for a screen reader."""
    return ", ".join(
        f"{name} {local_text(when)}, {time_words(when, now)}"
        for name, when in (
            ("issued", life.issued_at),
            ("not before", life.not_before),
            ("expires", life.expires_at),
        )
        if when is not None
    )


def _said(token: Token, name: str) -> str:
    value = token.claims.get(name)
    return printable(value, _LONGEST) if isinstance(value, str) else ""
