"""The body is larger than the gateway takes."""

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

_SENTENCES = ("content length exceeded", "Request Too Long")


def _explain(case: Case) -> Finding | None:
    said = case.named("RequestTooLarge") or any(case.says(stem) for stem in _SENTENCES)
    if case.status != 413 and not (said and case.fits("RequestTooLarge")):
        return None
    size = case.prepared.body.size if case.prepared else 0
    return MEMBER.found(
        "certain" if said else "likely",
        detail="API Gateway takes bodies of up to 10 MB (10,485,760 bytes). This limit cannot be raised."
        if said
        else "The status says it. API Gateway takes bodies of up to 10 MB; the application or a proxy may take less.",
        evidence=(
            row("Body sent", f"{size:,} bytes" if size else ""),
            row("Status", str(case.status)),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Send a smaller body, or upload to S3 with a presigned URL and send its key.",
        actions=(open_place("body", "Open the body"), show_page(GATEWAY_RESPONSES_PAGE)),
    )


MEMBER = Cause(
    id="payload_too_large",
    title="The body is too large",
    explain=_explain,
    when="413, or `HTTP content length exceeded 10485760 bytes`",
    action="open_place",
    source=GATEWAY_RESPONSES_PAGE,
)
