"""The person cancelled the request: a note, so that history says why there is no response."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import Cause, send_again
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    if case.failure is None or case.failure.stage != "cancelled":
        return None
    return MEMBER.found(
        "certain",
        severity="note",
        detail="The connection was closed at once. Whether the server had received and acted on the request by then "
        "is not known.",
        remedy="Send again when you want the result.",
        actions=(send_again(),),
    )


MEMBER = Cause(
    id="cancelled_by_user",
    title="You cancelled this request",
    explain=_explain,
    when="no response: cancelled",
    action="send_again",
    source="https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2",
)
