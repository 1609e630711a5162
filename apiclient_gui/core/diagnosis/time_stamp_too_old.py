"""The signature's time stamp is too old: the clock is slow, or an old signature was sent again."""

from __future__ import annotations

from datetime import timedelta

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.correction import blamed
from apiclient_gui.core.case.presigned import TOO_OLD, expired
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    correct_clock,
    send_again,
    stamp_age,
    time_evidence,
    undo_correction,
)
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.spans import in_words

_CLOSE = timedelta(
    minutes=1
)  # as near as an offset must come to the age to explain it: a request takes seconds
_DAY = timedelta(days=1)


def _explain(case: Case) -> Finding | None:
    if not (case.says(TOO_OLD) and case.fits(*SIGNATURE_TYPES, "RequestExpired")) or expired(case):
        return None
    window = refusal.time_window(case.words)
    age = stamp_age(case, window)
    if correction := blamed(case, age):
        return undo_correction(MEMBER, correction, time_evidence(case, window))
    age = age if age and age > timedelta(0) else None
    offset = None if case.clock_offset is None else timedelta(seconds=case.clock_offset)
    again = send_again("Sign anew and send")
    if offset is not None and (abs(offset - age) <= _CLOSE if age else offset > _CLOSE):
        title = f"The clock of this computer is {in_words(offset)} behind the gateway"
        detail = (
            "The signature carries this computer's time, and the gateway takes it for an old one."
        )
        remedy = "Correct the clock for this run and send again; better, set the clock of this computer right."
        actions: tuple[Action, ...] = (correct_clock(offset.total_seconds()), again)
    elif offset is not None:
        old = f"{in_words(age)} old" if age else "too old"
        title = f"The signature was {old} when it arrived"
        detail = (
            f"This computer's clock is not the reason: it differs from the gateway's by {in_words(offset)}. "
            "An old signature was sent again, or it was made with a time of its own or a clock correction."
        )
        remedy = "Sign anew with the present time and send."
        actions = (again, correct_clock(offset.total_seconds()))
    else:
        title = (
            f"The signature's time stamp is {in_words(age)} behind the gateway's clock"
            if age
            else ""
        )
        detail = "Either the clock that signed is slow, or an old signature was sent again; this reply does not tell."
        remedy = "Sign anew and send. If it is refused again, correct the clock."
        clock = (correct_clock(age.total_seconds()),) if age else ()
        # More than a day is hardly a slow clock.
        actions = (*clock, again) if age and age < _DAY else (again, *clock)
    return MEMBER.found(
        "certain",
        title=title,
        detail=detail,
        evidence=time_evidence(case, window),
        remedy=remedy,
        actions=actions,
    )


MEMBER = Cause(
    id="time_stamp_too_old",
    title="The time stamp of the signature is too old",
    explain=_explain,
    when="`Signature expired: … is now earlier than …`",
    action="send_with_clock",
    source=SIGNATURE_PAGE,
)
