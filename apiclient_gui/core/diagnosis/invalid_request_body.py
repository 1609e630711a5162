"""The gateway's request validator refused the body: it does not fit the method's model."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    GATEWAY_RESPONSES_PAGE,
    Cause,
    error_type_row,
    gateway_words,
    open_place,
    row,
    show_page,
)
from apiclient_gui.core.finding import Finding

_SENTENCE = "Invalid request body"


def _explain(case: Case) -> Finding | None:
    # The whole message, not a stem: an application may well begin a sentence of its own with these words.
    if case.message.strip(" .").lower() != _SENTENCE.lower() or not case.fits("BadRequest"):
        return None
    by_gateway = case.named("BadRequest")
    sent = case.prepared
    return MEMBER.found(
        "certain" if by_gateway else "likely",
        detail="The gateway compared the body with the method's model before calling anything. The default reply does "
        "not say which part does not fit.",
        evidence=(
            row("Content-Type sent", (case.sent_header("content-type") or "none") if sent else ""),
            row("Body sent", f"{sent.body.size:,} bytes" if sent else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Compare the body with the model: required fields, types, and that it is valid JSON.",
        actions=(open_place("body", "Open the body"), show_page(GATEWAY_RESPONSES_PAGE)),
    )


MEMBER = Cause(
    id="invalid_request_body",
    title="The body does not fit the method's model",
    explain=_explain,
    when="`Invalid request body`",
    action="open_place",
    source=GATEWAY_RESPONSES_PAGE,
)
