"""Host is not among the signed headers."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_TYPES,
    SIGNED_REQUEST_PAGE,
    Cause,
    gateway_words,
    row,
    send_again,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    if refusal.unsigned_header(case.words) != "host" or not case.fits(*SIGNATURE_TYPES):
        return None
    signed = signed_as(case)
    return MEMBER.found(
        "certain",
        detail="Every signature has to cover the host, so that nobody can send it elsewhere. This one does not, or "
        "the list of signed headers was changed on the way.",
        evidence=(
            row("Signed headers", ";".join(signed.signed_headers) if signed else ""),
            gateway_words(case),
        ),
        remedy="Sign anew with this program, which always signs Host.",
        actions=(send_again("Sign anew and send"),),
    )


MEMBER = Cause(
    id="host_not_signed",
    title="Host is not signed",
    explain=_explain,
    when="`'Host' or ':authority' must be a 'SignedHeader' …`",
    action="send_again",
    source=SIGNED_REQUEST_PAGE,
)
