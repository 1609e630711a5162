"""The signature differs though the request arrived as it was signed: the secret key is not the right one."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.presigned import is_broken, made_elsewhere
from apiclient_gui.core.case.sent_canonical import canonical_of_sent
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.case.signer import signer
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    gateway_strings,
    gateway_words,
    open_identity,
    our_canonical,
    row,
    send_again,
)
from apiclient_gui.core.finding import Confidence, Finding


def _explain(case: Case) -> Finding | None:
    if not (case.says(refusal.MISMATCH) and case.fits(*SIGNATURE_TYPES)) or is_broken(case):
        return None
    theirs = gateway_strings(case)
    ours = case.authorisation.signature if case.authorisation else None
    confidence: Confidence
    if theirs and ours:
        same_string = theirs.string_to_sign in {"", ours.string_to_sign}
        if theirs.canonical_request != our_canonical(case) or not same_string:
            return None
        confidence, compared = "certain", "the same as ours"
        detail = (
            "The gateway read the request exactly as it was signed, and still computes another signature: only the "
            "secret access key can differ."
        )
    elif theirs and canonical_of_sent(case) == theirs.canonical_request:
        by = signer(case)
        confidence = "possible" if (by and by.faults) or made_elsewhere(case) else "likely"
        compared = "that of the request as it was sent"
        detail = (
            "The gateway read the request exactly as it was sent. Either the secret access key is wrong, or the program "
            "that signed it canonicalises in another way."
        )
    elif theirs:
        confidence, compared = "possible", "in the reply; what was signed is not known here"
        detail = (
            "Compare the gateway's canonical request with the one that was signed: if they are equal, the secret access "
            "key is wrong."
        )
    else:
        confidence = "possible" if made_elsewhere(case) else "likely"
        compared = "not in the reply"
        detail = (
            "The secret access key most likely does not belong to this access key. This reply does not say how the "
            "gateway read the request, so a change on the way cannot be ruled out."
        )
    signed = signed_as(case)
    return MEMBER.found(
        confidence,
        detail=detail,
        evidence=(
            row("Access key sent", signed.access_key_id if signed else ""),
            row("Identity", case.identity),
            row("Gateway's canonical request", compared),
            gateway_words(case),
        ),
        remedy="Enter the secret access key again: a blank or a line break at its end is enough to break it. "
        "One that AWS made has 40 characters.",
        actions=(open_identity(case), send_again()),
    )


MEMBER = Cause(
    id="secret_key_wrong",
    title="The secret access key does not belong to this access key",
    explain=_explain,
    when="`The request signature we calculated does not match …`, and the gateway's canonical request is ours, that "
    "of the bytes sent, or missing",
    action="open_identity",
    source=SIGNATURE_PAGE,
)
