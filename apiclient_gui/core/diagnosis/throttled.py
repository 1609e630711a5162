"""Too many requests in too short a time, by this caller or by all."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    THROTTLING_PAGE,
    Cause,
    error_type_row,
    gateway_words,
    quota_used_up,
    row,
    send_again,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    named = case.named("TooManyRequests", "Throttling")
    if not (named or case.status == 429) or quota_used_up(case):
        return None
    return MEMBER.found(
        "certain",
        detail="A rate or a burst limit was exceeded. At API Gateway that may be a limit of the usage plan, of the method, of "
        "the stage, or of the account in this Region, so other callers may have used it up.",
        evidence=(
            row("Status", str(case.status)),
            row("Retry-After", case.reply_header("retry-after")),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Wait a little, longer after each refusal, and send again.",
        actions=(send_again(), show_page(THROTTLING_PAGE)),
    )


MEMBER = Cause(
    id="throttled",
    title="Too many requests at once",
    explain=_explain,
    when="429, or TooManyRequestsException",
    action="send_again",
    source=THROTTLING_PAGE,
)
