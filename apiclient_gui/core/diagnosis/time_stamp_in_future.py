"""The signature's time stamp lies in the gateway's future: the clock that signed is fast."""

from __future__ import annotations

from datetime import timedelta

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.correction import blamed
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
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.spans import in_words

_CLOSE = timedelta(minutes=1)  # an offset below it cannot be the reason


def _explain(case: Case) -> Finding | None:
    if not (case.says("Signature not yet current") and case.fits(*SIGNATURE_TYPES)):
        return None
    window = refusal.time_window(case.words)
    age = stamp_age(case, window)
    if correction := blamed(case, age):
        return undo_correction(MEMBER, correction, time_evidence(case, window))
    ahead = -age if age and age < timedelta(0) else None
    offset = None if case.clock_offset is None else timedelta(seconds=case.clock_offset)
    if offset is None and ahead:
        offset = -ahead
        title = f"The signature's time stamp is {in_words(ahead)} ahead of the gateway's clock"
        detail = "The clock that signed is fast, or it was signed with a time of its own."
    elif offset is not None and offset < -_CLOSE:
        title = f"The clock of this computer is {in_words(offset)} ahead of the gateway"
        detail = (
            "The signature carries this computer's time, which the gateway has not reached yet."
        )
    else:
        title = ""
        detail = (
            "This computer's clock is not the reason: the signature was made with a time of its own or with a clock "
            "correction that does not fit."
            if offset is not None
            else "The clock that signed is fast, or it was signed with a time of its own."
        )
    clock = () if offset is None else (correct_clock(offset.total_seconds()),)
    return MEMBER.found(
        "certain",
        title=title,
        detail=detail,
        evidence=time_evidence(case, window),
        remedy="Correct the clock for this run and send again; better, set the clock of this computer right.",
        actions=(*clock, send_again("Sign anew and send")),
    )


MEMBER = Cause(
    id="time_stamp_in_future",
    title="The time stamp of the signature lies in the future",
    explain=_explain,
    when="`Signature not yet current: … is still later than …`",
    action="send_with_clock",
    source=SIGNATURE_PAGE,
)
