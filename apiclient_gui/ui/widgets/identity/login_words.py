"""What is said of a login: its state in a word or two, times local and relative, and when the words change next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apiclient_gui.core.model import Login, TokenKind
from apiclient_gui.core.tokens.lifetime import time_words
from apiclient_gui.ui.widgets.pill import PillTone

TOKEN_NAMES: Final[dict[TokenKind, str]] = {
    "id": "ID token",
    "access": "Access token",
    "refresh": "Refresh token",
}
EXPIRED: Final = "expired"
_AFTER: Final = 0.05  # a timer that fires early would find the words as they were
SOON: Final = 300  # seconds; from then on tokens are renewed before they are sent


@dataclass(frozen=True, slots=True)
class LoginWords:
    """`state` fits a list ("logged in until 14:05"), `pill` a head; the rest is empty without a login.

    `next_change` is in how many seconds any of the words are others; None when they stay.
    """

    state: str
    pill: str
    tone: PillTone
    obtained: str = ""
    valid: str = ""
    next_change: float | None = None


def login_words(login: Login | None, now: datetime) -> LoginWords:
    """Return what to say of a login at this moment."""
    if login is None:
        return LoginWords("not logged in", "Not logged in", "plain")
    age = (now - login.obtained_at).total_seconds()
    obtained = f"{clock(login.obtained_at, now)}, {time_words(login.obtained_at, now)}"
    if login.expires_at is None:
        return LoginWords(
            "logged in",
            "Logged in",
            "ok",
            obtained,
            "not known: the server did not say",
            _until_change(-age),
        )
    left = (login.expires_at - now).total_seconds()
    valid = f"{clock(login.expires_at, now)}, {time_words(login.expires_at, now)}"
    change = min(_until_change(left), _until_change(-age))
    if left <= 0:
        return LoginWords(EXPIRED, "Expired", "warn", obtained, valid, change)
    until = f"logged in until {clock(login.expires_at, now)}"
    tone: PillTone = "warn" if left < SOON else "ok"
    return LoginWords(until, "Logged in", tone, obtained, valid, change)


def clock(when: datetime, now: datetime) -> str:
    """Return a time of this computer's zone: `14:05`, with the date in front unless it is today."""
    try:
        local, today = when.astimezone(), now.astimezone().date()
    except (OverflowError, ValueError, OSError):
        return str(when)  # at the edge of the calendar no zone can be added
    words = f"{local:%H:%M}"
    return words if local.date() == today else f"{local.date()} {words}"


def _until_change(ahead: float) -> float:
    """Return in how many seconds the words for a time change; `ahead` is how far it is, negative for one that was."""
    step = 60 if abs(ahead) >= 60 else 1
    left = ahead % step if ahead > 0 else step - -ahead % step
    return left + _AFTER
