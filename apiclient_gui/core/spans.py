"""Lengths of time in words, as a person says them."""

from __future__ import annotations

from datetime import timedelta


def in_words(span: timedelta | float) -> str:
    """Return a length of time as a person says it: `6 min 12 s`, `2 h 3 min`, `4 days`."""
    seconds = abs(round(span.total_seconds() if isinstance(span, timedelta) else span))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s" if seconds % 60 else f"{seconds // 60} min"
    if seconds < 172_800:
        minutes = seconds % 3600 // 60
        return f"{seconds // 3600} h {minutes} min" if minutes else f"{seconds // 3600} h"
    return f"{seconds // 86_400} days"
