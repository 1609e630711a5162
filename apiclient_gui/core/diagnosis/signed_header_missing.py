"""A header that has to be signed is not among the signed ones."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_TYPES,
    SIGNED_REQUEST_PAGE,
    Cause,
    gateway_words,
    open_place,
    row,
    send_again,
)
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.signing.fields import OMIT_SESSION_TOKEN


def _explain(case: Case) -> Finding | None:
    name = refusal.unsigned_header(case.words)
    if name in {"", "host"} or not case.fits(*SIGNATURE_TYPES):
        return None
    signed = signed_as(case)
    evidence = (
        row("Signed headers", ";".join(signed.signed_headers) if signed else ""),
        row("Sent by this program", _sent(case, name)),
        gateway_words(case),
    )
    if case.token_unsigned and name == "x-amz-security-token":
        return MEMBER.found(
            "certain",
            title="The session token was added after signing, as the request asks for",
            detail=f"The option “{OMIT_SESSION_TOKEN.label}” is on, and this gateway wants the token signed.",
            evidence=evidence,
            remedy="Switch that option off in Auth; in a terminal, leave --omit-session-token out.",
            actions=(open_place("auth", "Show Auth"),),
        )
    return MEMBER.found(
        "certain",
        title=f"The header {name} arrived and is not signed",
        detail="Every x-amz-* header of the request has to be signed. This one was added after signing, by a proxy or "
        "by hand.",
        evidence=evidence,
        remedy="Sign anew; if it was not sent from here, stop what adds it.",
        actions=(send_again("Sign anew and send"), open_place("headers", "Open the headers")),
    )


def _sent(case: Case, name: str) -> str:
    if case.prepared is None:
        return ""
    return "no" if case.sent_header(name) is None else "yes"


MEMBER = Cause(
    id="signed_header_missing",
    title="A header that has to be signed is not",
    explain=_explain,
    when="`'…' must be a 'SignedHeader' in the AWS Authorization`, for another header than Host",
    action="send_again",
    source=SIGNED_REQUEST_PAGE,
)
