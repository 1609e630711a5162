"""The day in the credential scope is not the day of the time stamp."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    amz_date,
    gateway_words,
    row,
    send_again,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    if not (case.says("Date in Credential scope does not match") and case.fits(*SIGNATURE_TYPES)):
        return None
    signed = signed_as(case)
    return MEMBER.found(
        "certain",
        detail="Both must come from one moment in UTC. They differ when a signer uses local time, when it signs around "
        "midnight with two readings of the clock, or when a header of your own replaces the time stamp.",
        evidence=(
            row("Day in the credential scope", signed.date if signed else ""),
            row("x-amz-date sent", amz_date(signed.signed_at) if signed else ""),
            gateway_words(case),
        ),
        remedy="Take out a Date or X-Amz-Date header of your own, then sign anew and send.",
        actions=(send_again("Sign anew and send"),),
    )


MEMBER = Cause(
    id="scope_date_mismatch",
    title="The day in the credential scope and the time stamp differ",
    explain=_explain,
    when="`Date in Credential scope does not match YYYYMMDD …`",
    action="send_again",
    source=SIGNATURE_PAGE,
)
