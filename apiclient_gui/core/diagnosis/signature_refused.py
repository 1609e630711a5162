"""The signature was refused for a reason that the reply does not say: honest, with what can be checked."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    amz_date,
    error_type_row,
    gateway_strings,
    gateway_words,
    open_identity,
    our_canonical,
    row,
    send_again,
    show_page,
)
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.spans import in_words

# Sentences that another cause explains.
_EXPLAINED = (
    "Signature expired",
    "Signature not yet current",
    "Date in Credential scope does not match",
    "scoped to a valid region",
    "scoped to correct service",
    "with a valid terminator",
    "security token included in the request",
    "must be a 'SignedHeader'",
    "Authorization header",
    "Unsupported AWS 'algorithm'",
    "Credential must have exactly",
    "Request has expired",
    "Date must be in ISO-8601",
    "X-Amz-Expires must be",
    "AWS query-string parameters must include",
    "User: ",
)


def _explain(case: Case) -> Finding | None:
    mismatch = (
        case.says(refusal.MISMATCH) and case.fits(*SIGNATURE_TYPES) and _only_string_differs(case)
    )
    unsaid = case.named(*SIGNATURE_TYPES) and not any(
        case.says(stem) for stem in (*_EXPLAINED, refusal.MISMATCH)
    )
    if not (mismatch or unsaid):
        return None
    signed = signed_as(case)
    offset = case.clock_offset
    return MEMBER.found(
        "possible",
        detail="The canonical request is the same on both sides and the string to sign is not: time stamp or credential "
        "scope were read differently."
        if mismatch
        else "The reply does not say more, perhaps because the API's owner replaced the text. Compare these values.",
        evidence=(
            row("Access key signed with", signed.access_key_id if signed else ""),
            row("Region signed", signed.region if signed else ""),
            row("Region of host or environment", case.region),
            row("Service signed", signed.service if signed else ""),
            row("Service of host or environment", case.service),
            row("x-amz-date you signed", amz_date(signed.signed_at) if signed else ""),
            row("Clock differs by", in_words(offset) if offset is not None else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Check region, service, clock and secret key in this order.",
        actions=(open_identity(case), send_again("Sign anew and send"), show_page(SIGNATURE_PAGE)),
    )


def _only_string_differs(case: Case) -> bool:
    theirs: refusal.GatewayStrings | None = gateway_strings(case)
    ours = case.authorisation.signature if case.authorisation else None
    if theirs is None or ours is None:
        return False
    return theirs.canonical_request == our_canonical(case) and theirs.string_to_sign not in {
        "",
        ours.string_to_sign,
    }


MEMBER = Cause(
    id="signature_refused",
    title="The signature was refused, and the reply does not say why",
    explain=_explain,
    when="InvalidSignatureException with a text that is not known",
    action="open_identity",
    source=SIGNATURE_PAGE,
)
