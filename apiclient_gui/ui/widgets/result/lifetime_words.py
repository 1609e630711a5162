"""Until when a presigned URL holds, in words that change with the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.core.model import Signature
from apiclient_gui.core.tokens.lifetime import time_words
from apiclient_gui.ui.widgets.identity.login_words import clock
from apiclient_gui.ui.widgets.pill import PillTone

_SOON: Final = 60  # seconds; then it is hardly worth handing on
_AFTER: Final = 0.05  # a timer that fires early would find the words as they were


@dataclass(frozen=True, slots=True)
class LifetimeWords:
    """`words` such as `holds until 09:41 (in 58 min)`; `next_change` in seconds, None when they stay."""

    words: str
    tone: PillTone
    next_change: float | None


def ends_at(signature: Signature) -> datetime | None:
    """Return when a signature in the query ends (aware UTC); None for one in a header, and beyond the calendar."""
    if signature.expires is None:
        return None
    try:
        return signature.signed_at + timedelta(seconds=signature.expires)
    except OverflowError:
        return None


def lifetime_words(end: datetime, now: datetime) -> LifetimeWords:
    """Return what to say at this moment of a URL that ends then, in this computer's zone."""
    left = (end - now).total_seconds()
    when = clock(end, now)
    if left <= 0:
        return LifetimeWords(f"ended {when} ({time_words(end, now)})", "bad", None)
    step = 60 if left >= 120 else 1
    tone: PillTone = "warn" if left < _SOON else "ok"
    words = f"holds until {when} ({time_words(end, now)})"
    return LifetimeWords(words, tone, left % step + _AFTER)
