"""The request's time is too far from the service's, in the words of S3 and other services: which clock, and by how much."""

from __future__ import annotations

from datetime import datetime, timedelta

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.correction import blamed
from apiclient_gui.core.case.presigned import TOO_OLD, expired
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.diagnosis.base import (
    Cause,
    correct_clock,
    error_type_row,
    gateway_words,
    row,
    send_again,
    undo_correction,
    utc,
)
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.spans import in_words

_SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
_SENTENCE = "difference between the request time and the current time is too large"
_CLOSE = timedelta(minutes=1)  # an offset below it is no reason


def _explain(case: Case) -> Finding | None:
    if not (case.named("RequestTimeTooSkewed", "RequestExpired") or case.says(_SENTENCE)):
        return None
    if case.says(TOO_OLD) or expired(case):
        return None
    request, server = _times(case)
    offset = server - request if request and server else None
    evidence = (
        row("Time of the request", utc(request)),
        row("Time of the service", utc(server)),
        row("Service allows", _allowed(case)),
        error_type_row(case),
        gateway_words(case),
    )
    if correction := blamed(case, offset):
        return undo_correction(MEMBER, correction, evidence)
    own = timedelta(seconds=case.clock_offset) if case.clock_offset is not None else None
    if own is not None and abs(own) > _CLOSE:
        side = "behind" if own > timedelta(0) else "ahead of"
        title = f"The clock of this computer is {in_words(own)} {side} the service"
        detail = (
            "The signature carries this computer's time, and the service takes it for too far off."
        )
    elif offset:
        side = "behind" if offset > timedelta(0) else "ahead of"
        title = f"The request's time is {in_words(offset)} {side} the service's clock"
        detail = (
            "This computer's clock is not the reason: an old signature was sent again, or it was made with a time of "
            "its own."
            if own is not None
            else "The clock that signed is wrong, or an old signature was sent again; this reply does not tell."
        )
    else:
        title, detail = "", "The clock that signed is wrong, or an old signature was sent again."
    right = own if own is not None else offset
    again = send_again("Sign anew and send")
    clock = (correct_clock(right.total_seconds()),) if right else ()
    return MEMBER.found(
        "certain",
        title=title,
        detail=detail,
        evidence=evidence,
        remedy="Correct the clock for this run and send again; better, set the clock of this computer right."
        if right and abs(right) > _CLOSE
        else "Sign anew with the present time and send.",
        actions=(*clock, again) if right and abs(right) > _CLOSE else (again, *clock),
    )


def _times(case: Case) -> tuple[datetime | None, datetime | None]:
    words, signed = case.words[: refusal.LONGEST], signed_as(case)
    request = refusal.moment(refusal.xml_text(words, "RequestTime"))
    server = refusal.moment(refusal.xml_text(words, "ServerTime"))
    return request or (signed.signed_at if signed else None), server or case.judged_at


def _allowed(case: Case) -> str:
    text = refusal.xml_text(case.words[: refusal.LONGEST], "MaxAllowedSkewMilliseconds")
    return in_words(int(text[:12]) / 1000) if text.isascii() and text.isdecimal() else ""


MEMBER = Cause(
    id="request_time_too_skewed",
    title="The time of the request is too far from the service's",
    explain=_explain,
    when="RequestTimeTooSkewed (S3), or RequestExpired to a request that is no presigned URL",
    action="send_with_clock",
    source=_SOURCE,
)
