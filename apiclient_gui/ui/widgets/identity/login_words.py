"""What is said of a login, or of keys that are got without one: the state, times local and relative, and when they change."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import Login, TokenKind
from apiclient_gui.core.spans import in_words
from apiclient_gui.core.tokens.lifetime import time_words
from apiclient_gui.ui.widgets.identity.kind_words import yields_keys
from apiclient_gui.ui.widgets.pill import PillTone

TOKEN_NAMES: Final[dict[TokenKind, str]] = {
    "id": "ID token",
    "access": "Access token",
    "refresh": "Refresh token",
}
_AFTER: Final = 0.05  # a timer that fires early would find the words as they were
SOON: Final = 300  # seconds; from then on tokens are renewed before they are sent


@dataclass(frozen=True, slots=True)
class Wording:
    """How a kind speaks of it: one logs in, or keys are got, which nobody calls a login."""

    title: str
    none: str
    held: str
    until: str
    ended: str
    get: str
    again: str
    forget: str
    forget_tip: str
    busy: str
    not_yet: str
    next_time: str
    until_in_pill: bool = False


LOGIN: Final = Wording(
    title="Login",
    none="Not logged in",
    held="Logged in",
    until="Logged in until",
    ended="Expired",
    get="Log in",
    again="Log in again",
    forget="Log out",
    forget_tip="Forget what the login brought, here and in the keyring",
    busy="Logging in",
    not_yet="Requests with this identity log in by themselves when they are sent.",
    next_time="The next request logs in again by itself.",
)
SESSION: Final = replace(
    LOGIN,
    until="Logged in, keys until",
    not_yet="Requests with this identity ask you to log in when they are sent.",
    next_time="The next request gets new keys by itself, as long as the login holds.",
)
KEYS: Final = Wording(
    title="Temporary keys",
    none="No keys yet",
    held="Keys",
    until="Keys until",
    ended="Ended",
    get="Get keys",
    again="Get new keys",
    forget="Forget keys",
    forget_tip="Forget these keys, here and in the keyring",
    busy="Getting keys",
    not_yet="Requests with this identity get keys by themselves when they are sent.",
    next_time="The next request gets new ones by itself.",
    until_in_pill=True,
)


def wording_of(kind: Kind) -> Wording:
    """Return how to speak of a kind that logs in."""
    if not yields_keys(kind):
        return LOGIN
    # What outlasts the keys is a login: that of IAM Identity Center.
    return SESSION if kind.refresh is not None else KEYS


@dataclass(frozen=True, slots=True)
class LoginWords:
    """`state` fits a list ("logged in until 14:05"), `pill` a head; the rest is empty without a login.

    `over`: it has ended.

    `next_change` is in how many seconds any of the words are others; None when they stay.
    """

    state: str
    pill: str
    tone: PillTone
    obtained: str = ""
    valid: str = ""
    next_change: float | None = None
    over: bool = False


def login_words(login: Login | None, now: datetime, wording: Wording = LOGIN) -> LoginWords:
    """Return what to say of a login at this moment."""
    if login is None:
        return LoginWords(_small(wording.none), wording.none, "plain")
    age = (now - login.obtained_at).total_seconds()
    obtained = f"{clock(login.obtained_at, now)}, {time_words(login.obtained_at, now)}"
    if login.expires_at is None:
        return LoginWords(
            _small(wording.held),
            wording.held,
            "ok",
            obtained,
            "not known: the server did not say",
            _until_change(-age),
        )
    left = (login.expires_at - now).total_seconds()
    when = clock(login.expires_at, now)
    valid = f"{when}, {_left_words(login.expires_at, now)}"
    change = min(_until_change(left, SOON), _until_change(-age))
    if left <= 0:
        ended = wording.ended
        return LoginWords(_small(ended), ended, "warn", obtained, valid, change, over=True)
    until = f"{wording.until} {when}"
    tone: PillTone = "warn" if left < SOON else "ok"
    pill = until if wording.until_in_pill else wording.held
    return LoginWords(_small(until), pill, tone, obtained, valid, change)


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _left_words(end: datetime, now: datetime) -> str:
    """Return how far the end is; near it, counted down in seconds."""
    left = (end - now).total_seconds()
    return f"in {in_words(math.floor(left))}" if 1 <= left < SOON else time_words(end, now)


def clock(when: datetime, now: datetime) -> str:
    """Return a time of this computer's zone: `14:05`, with the date in front unless it is today."""
    try:
        local, today = when.astimezone(), now.astimezone().date()
    except (OverflowError, ValueError, OSError):
        return str(when)  # at the edge of the calendar no zone can be added
    words = f"{local:%H:%M}"
    return words if local.date() == today else f"{local.date()} {words}"


def _until_change(ahead: float, near: float = 60) -> float:
    """Return in how many seconds the words for a time change; `ahead` is how far it is, negative for one that was.

    Nearer ahead than `near` they change each second.
    """
    step = 60 if ahead >= near or ahead <= -60 else 1
    left = ahead % step if ahead > 0 else step - -ahead % step
    return left + _AFTER
