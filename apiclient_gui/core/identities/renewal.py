"""When what a login brought is renewed, and until when it is sent: the two windows before its end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.core.identities.logins import Held
from apiclient_gui.core.model import Tokens

# Renewed from here on, while the old ones still hold: a failure then is nobody's trouble.
ADVISORY: Final = timedelta(minutes=5)
# From here on they may end on the way: they are no longer sent.
MANDATORY: Final = timedelta(seconds=30)
# Between two attempts while the old ones hold: one that fails may take as long as a time-out.
PAUSE: Final = timedelta(minutes=1)
# A clock that was set back by more makes a login look younger than it is: then nobody knows when it ends.
_SET_BACK: Final = timedelta(minutes=5)


def is_due(held: Held, now: datetime) -> bool:
    """Return whether it is time to renew what is held: five minutes before the end, or a fifth of its lifetime."""
    if held.expires_at is None:
        return False
    window = max(MANDATORY, min(ADVISORY, _lifetime(held, now) / 5))
    return held.expires_at - now < window or not holds(held, now)


def holds(held: Held, now: datetime) -> bool:
    """Return whether what is held may still be sent. Nothing lasts longer than it was made for, whatever the clock."""
    if held.expires_at is None:
        return True
    return MANDATORY < held.expires_at - now <= _lifetime(held, now) + _SET_BACK


def renews(held: Held) -> bool:
    """Return whether something is held that brings the next without a person."""
    return "refresh" in held.held if isinstance(held, Tokens) else held.renewal is not None


def _lifetime(held: Held, now: datetime) -> timedelta:
    assert held.expires_at is not None
    return held.expires_at - (held.obtained_at or now)
