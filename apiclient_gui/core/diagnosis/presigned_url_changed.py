"""A presigned URL that was made elsewhere does not match its signature: it was changed or cut off on its way to us."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.presigned import is_broken, made_elsewhere
from apiclient_gui.core.case.signature import sent_item, signed_as
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    choose_identity,
    error_type_row,
    gateway_words,
    open_place,
    row,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    broken = is_broken(case)
    mismatch = case.says(refusal.MISMATCH) and case.fits(*SIGNATURE_TYPES)
    if not mismatch or not made_elsewhere(case):
        return None
    signed = signed_as(case)
    length = len(sent_item(case, "x-amz-signature"))
    return MEMBER.found(
        "certain" if broken else "likely",
        detail="X-Amz-Signature has to be 64 hexadecimal digits in lower case, and is not."
        if broken
        else "The signature holds for this very method, host, path and query alone: one other character, or another "
        "method than the one it was made for, and it does not match. A wrong secret key at its maker is possible, too.",
        evidence=(
            row("Method sent", case.prepared.method if case.prepared else ""),
            row(
                "Length of X-Amz-Signature", f"{length} characters, not 64" if length != 64 else ""
            ),
            row("Access key in the URL", signed.access_key_id if signed else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Copy the whole URL again from where it was made, and send it with the method it was made for.",
        actions=(open_place("url", "Check the URL"), choose_identity("Sign it here instead")),
    )


MEMBER = Cause(
    id="presigned_url_changed",
    title="The presigned URL was changed or cut off after it was signed",
    explain=_explain,
    when="`The request signature we calculated does not match …` to a presigned URL that was not signed here; certain when "
    "its signature is not 64 hex digits",
    action="open_place",
    source=SIGNATURE_PAGE,
)
