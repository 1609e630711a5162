"""Times in a token: NumericDates (RFC 7519 §2) read with suspicion, and said in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence, Finding

TIMES: Final = frozenset({"iat", "nbf", "exp", "auth_time", "updated_at"})
"""Claims that hold a NumericDate."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS: Final = ((86_400 * 365, "year"), (86_400, "day"), (3600, "h"), (60, "min"), (1, "s"))


@dataclass(frozen=True, slots=True)
class Lifetime:
    """When a token was made and holds, aware UTC; None where it does not say, or says nothing that is a time."""

    issued_at: datetime | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None

    def seconds_left(self, now: datetime) -> int | None:
        """Return whole seconds until it expires, zero or less when it has; None when it does not say."""
        if self.expires_at is None:
            return None
        return math.floor((self.expires_at - now).total_seconds())


def read(claims: Mapping[str, Any]) -> tuple[Lifetime, tuple[Finding, ...]]:
    """Return the lifetime that claims tell, and one finding for each time that is none."""
    findings = tuple(
        _no_time(name, claims[name])
        for name in ("iat", "nbf", "exp")
        if name in claims and moment(claims[name]) is None
    )
    issued, begins, ends = (moment(claims.get(name)) for name in ("iat", "nbf", "exp"))
    return Lifetime(issued, begins, ends), findings


def moment(value: Any) -> datetime | None:
    """Return a NumericDate, seconds since 1970 UTC, as aware UTC; None for what is none or beyond the year 9999."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return _EPOCH + timedelta(seconds=value)
    except (OverflowError, ValueError):
        return None


def utc_text(when: datetime) -> str:
    """Return a time as `2026-11-22 09:41:03 UTC`."""
    return f"{when.astimezone(UTC).replace(microsecond=0, tzinfo=None)} UTC"


def local_text(when: datetime) -> str:
    """Return a time in this computer's zone, such as `2026-11-22 10:41:03 +01:00`; at the calendar's edge in UTC."""
    try:
        text = when.astimezone().replace(microsecond=0).isoformat(" ")
    except (OverflowError, ValueError, OSError):
        return utc_text(when)
    return f"{text[:19]} {text[19:]}"


def time_words(when: datetime, now: datetime) -> str:
    """Return how far a time is from now: "in 41 min", "3 days ago", "now". Rounded down to the two largest units."""
    seconds = (when - now).total_seconds()
    words = span_words(abs(seconds))
    if not words:
        return "now"
    return f"in {words}" if seconds > 0 else f"{words} ago"


def span_words(seconds: float) -> str:
    """Return a length of time in its largest unit, from a day on; below in two: "2 h 5 min". Empty below a second."""
    left = int(seconds)
    words: list[str] = []
    for size, unit in _UNITS:
        count, left = divmod(left, size)
        if count:
            words.append(f"{count} {unit}{'s' if size >= 86_400 and count > 1 else ''}")
            if size >= 86_400 or len(words) == 2 or unit == "min":
                break
        elif words:
            break
    return " ".join(words)


def _no_time(name: str, value: Any) -> Finding:
    if isinstance(value, int | float) and not isinstance(value, bool):
        detail = "It lies beyond the year 9999."
        if moment(value / 1000) is not None:
            detail += f" Read as milliseconds it would be {utc_text(_EPOCH + timedelta(seconds=value / 1000))}; a token has seconds."
    else:
        detail = "A number of seconds since 1970 is wanted."
        if isinstance(value, str):
            detail += " This is a text, and a strict reader refuses it."
    return Finding(
        id="time_claim_invalid",
        severity="error",
        title=f"{name} is no time",
        detail=detail,
        evidence=(Evidence(name, printable(repr(value), 80)),),
        source="RFC 7519 §2, §4.1",
        remedy="Correct it where the token is made.",
    )
