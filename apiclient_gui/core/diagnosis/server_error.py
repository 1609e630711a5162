"""A 5xx that no cause explains: the fault is on the other side. Asked last."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    GATEWAY_RESPONSES_PAGE,
    Cause,
    answered_by,
    reply_evidence,
    send_again,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    if case.status < 500:
        return None
    reason = case.response.reason if case.response else ""
    return MEMBER.found(
        "certain",
        title=f"The server failed with {case.status} {reason}".rstrip(),
        detail=f"The fault is on the other side, not in the request's form. {answered_by(case)}",
        evidence=reply_evidence(case),
        remedy="Send again later; if it stays, give the request id to the API's owner, who sees more in the logs.",
        actions=(send_again(), show_page(GATEWAY_RESPONSES_PAGE)),
    )


MEMBER = Cause(
    id="server_error",
    title="The server failed",
    explain=_explain,
    when="any other 5xx",
    action="send_again",
    source=GATEWAY_RESPONSES_PAGE,
)
