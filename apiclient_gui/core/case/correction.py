"""The clock correction of a run: whether it is the reason why a time stamp was refused."""

from __future__ import annotations

from datetime import timedelta

from apiclient_gui.core.case.known import Case

_CLOSE = timedelta(minutes=1)  # a clock that is off by less needs no correction


def blamed(case: Case, age: timedelta | None) -> str:
    """Return the correction in force as `+600 s` when the time stamp would be right without it; empty when it is not the reason.

    `age`: how old the time stamp was by the gateway's clock, negative for one of the future; None when not known.
    """
    own = None if case.clock_offset is None else timedelta(seconds=case.clock_offset)
    correction = timedelta(seconds=case.clock_correction)
    if own is None and age is not None:
        own = correction + age
    if own is None or abs(own) > _CLOSE or abs(correction - own) <= _CLOSE:
        return ""
    return f"{round(case.clock_correction):+d} s"
