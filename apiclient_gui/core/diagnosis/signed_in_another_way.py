"""The request arrived as it was sent, and was not signed here: its signer may canonicalise in another way."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.presigned import is_broken
from apiclient_gui.core.case.sent_canonical import canonical_of_sent
from apiclient_gui.core.case.signature import in_query, signed_as
from apiclient_gui.core.case.signer import Signer, signer
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_TYPES,
    SIGNED_REQUEST_PAGE,
    Cause,
    choose_identity,
    gateway_canonical,
    gateway_words,
    our_canonical,
    row,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    if not (case.says(refusal.MISMATCH) and case.fits(*SIGNATURE_TYPES)) or our_canonical(case):
        return None
    sent, theirs = canonical_of_sent(case), gateway_canonical(case)
    if sent is None or sent != theirs or is_broken(case):
        return None
    by, signed = signer(case), signed_as(case)
    known = by is not None and bool(by.faults)
    return MEMBER.found(
        "likely" if known else "possible",
        title=f"{by.name} signed another canonical request than its own bytes give"
        if by and known
        else "",
        detail="The gateway read the request exactly as it was sent, so nothing on the way changed it. "
        + _about(by),
        evidence=(
            row("Signed by", _name(case, by)),
            row("Known to go wrong", "\n".join(by.faults) if by else ""),
            row("Gateway's canonical request", "that of the request as it was sent"),
            row("Access key sent", signed.access_key_id if signed else ""),
            gateway_words(case),
        ),
        remedy="Sign this request with this program; or write it so that both ways give the same: sorted and strictly "
        "encoded query, plain path, no repeated headers."
        if known
        else "Sign this request with this program: if it is accepted, the other signer is at fault; if not, the key.",
        actions=(choose_identity("Sign it here"), show_page(SIGNED_REQUEST_PAGE)),
    )


def _name(case: Case, by: Signer | None) -> str:
    if in_query(case):
        return ""  # who sends a presigned URL is not who signed it
    return by.name if by else case.sent_header("user-agent") or ""


def _about(by: Signer | None) -> str:
    if by and by.faults:
        return f"This request has what {by.name} is known to sign wrongly."
    if by:
        return f"{by.name} is not known to sign such a request wrongly: a wrong secret key is more likely."
    return "Either the program that signed it canonicalises in another way, or the secret access key is wrong."


MEMBER = Cause(
    id="signed_in_another_way",
    title="The program that signed this request canonicalises it in another way",
    explain=_explain,
    when="`The request signature we calculated does not match …` to a request that was not signed here, and the gateway's "
    "canonical request is that of the bytes sent",
    action="choose_identity",
    source=SIGNED_REQUEST_PAGE,
)
