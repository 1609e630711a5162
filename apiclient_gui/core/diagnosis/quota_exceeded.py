"""The API key's quota for this day, week or month is used up."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    Cause,
    api_key_name,
    error_type_row,
    gateway_words,
    quota_used_up,
    row,
    show_page,
)
from apiclient_gui.core.finding import Action, Finding

_SOURCE = "https://repost.aws/knowledge-center/api-gateway-429-limit"


def _explain(case: Case) -> Finding | None:
    if not quota_used_up(case):
        return None
    return MEMBER.found(
        "certain",
        detail="The usage plan of the API key allows so many requests a day, week or month, and they were all made. Sending "
        "again soon does not help.",
        evidence=(
            row("API key sent", api_key_name(case)),
            row("Retry-After", case.reply_header("retry-after")),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Wait for the next period of the quota, use another API key, or have the owner raise the quota.",
        actions=(Action("choose_api_key", "Choose another API key"), show_page(_SOURCE)),
    )


MEMBER = Cause(
    id="quota_exceeded",
    title="The quota of the usage plan is used up",
    explain=_explain,
    when="429 `Limit Exceeded`, LimitExceededException",
    action="choose_api_key",
    source=_SOURCE,
)
