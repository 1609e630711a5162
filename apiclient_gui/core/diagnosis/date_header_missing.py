"""The time stamp is missing: the signature arrived without X-Amz-Date and without Date."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    gateway_words,
    open_place,
    row,
    send_again,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    # With Credential missing as well it is no signature at all, and the date the smallest of its faults.
    if not (
        case.says(refusal.NO_DATE) and case.fits(*SIGNATURE_TYPES)
    ) or refusal.missing_parameters(case.words):
        return None
    sent = case.sent_header("x-amz-date") or case.sent_header("date")
    removed = bool(case.prepared and sent)
    return MEMBER.found(
        "certain",
        title="The time stamp did not arrive" if removed else "",
        detail="X-Amz-Date was sent and did not arrive: a proxy or a CDN on the way removed it."
        if removed
        else "A signature is valid only together with the X-Amz-Date (or Date) header that was signed with it.",
        evidence=(
            row("X-Amz-Date sent", (sent or "no") if case.prepared else ""),
            gateway_words(case),
        ),
        remedy="Let what stands in between forward the header, or send past it."
        if removed
        else "Sign anew: the program adds the header. Do not switch it off or take it out.",
        actions=(send_again("Sign anew and send"), open_place("headers", "Open the headers")),
    )


MEMBER = Cause(
    id="date_header_missing",
    title="The signature arrived without its time stamp",
    explain=_explain,
    when="`Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.` alone",
    action="send_again",
    source=SIGNATURE_PAGE,
)
