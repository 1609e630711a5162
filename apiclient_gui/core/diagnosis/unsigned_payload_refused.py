"""UNSIGNED-PAYLOAD was signed in place of the body's hash, and the service hashes the body."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.canonical import EMPTY_SHA256
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.differences import differences
from apiclient_gui.core.case.signature import payload_signed, signed_as
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_TYPES,
    SIGNED_REQUEST_PAGE,
    Cause,
    gateway_canonical,
    gateway_words,
    open_place,
    our_canonical,
    row,
)
from apiclient_gui.core.finding import Action, Confidence, Finding
from apiclient_gui.core.signing import services
from apiclient_gui.core.signing.payload import UNSIGNED


def _explain(case: Case) -> Finding | None:
    if not (case.says(refusal.MISMATCH) and case.fits(*SIGNATURE_TYPES)):
        return None
    signed = signed_as(case)
    if payload_signed(case) != UNSIGNED or (
        signed and signed.service in services.unsigned_taken_by()
    ):
        return None
    theirs = (gateway_canonical(case) or "").rpartition("\n")[2]
    if theirs == UNSIGNED:
        return None
    confidence: Confidence = "certain" if _only_difference(case) else "likely"
    return MEMBER.found(
        confidence,
        detail="Only S3 and VPC Lattice are known to take it; API Gateway and most services sign over the hash of the "
        "body.",
        evidence=(
            row("Signed for the body", UNSIGNED),
            row(
                "Gateway's hash of the body",
                f"{theirs} (empty body)" if theirs == EMPTY_SHA256 else theirs,
            ),
            row("Service signed", signed.service if signed else ""),
            gateway_words(case),
        ),
        remedy="Sign with the hash of the body and send again.",
        actions=(
            Action(
                "send_with_option",
                "Sign with the body's hash and send",
                {"option": "payload", "value": "hashed"},
            ),
            open_place("headers", "Open the headers"),
        ),
    )


def _only_difference(case: Case) -> bool:
    ours, theirs = our_canonical(case), gateway_canonical(case)
    found = differences(ours, theirs) if ours and theirs else ()
    return [one.part for one in found] == ["the payload hash"]


MEMBER = Cause(
    id="unsigned_payload_refused",
    title="The service hashes the body, and UNSIGNED-PAYLOAD was signed",
    explain=_explain,
    when="`The request signature we calculated does not match …` to a request signed with UNSIGNED-PAYLOAD, for a service "
    "that is not known to take it",
    action="send_with_option",
    source=SIGNED_REQUEST_PAGE,
)
