"""A refusal that no cause explains: what is known of it, and who probably gave it. Asked last."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    GATEWAY_RESPONSES_PAGE,
    REFUSED_403_ARTICLE,
    Cause,
    answered_by,
    reply_evidence,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    if not 400 <= case.status < 500:
        return None
    reason = case.response.reason if case.response else ""
    page = REFUSED_403_ARTICLE if case.status == 403 else GATEWAY_RESPONSES_PAGE
    return MEMBER.found(
        "possible",
        title=f"Refused with {case.status} {reason}".rstrip() + "; the reason is not known",
        detail=answered_by(case),
        evidence=reply_evidence(case),
        remedy="Read the body, and give the request id to the API's owner if it does not help."
        if case.error_type
        else "Read the body: it is the application's own answer if it is not the gateway's.",
        actions=(show_page(page),),
    )


MEMBER = Cause(
    id="refused_for_unknown_reason",
    title="Refused; the reason is not known",
    explain=_explain,
    when="any other 4xx",
    action="show_url",
    source=GATEWAY_RESPONSES_PAGE,
)
