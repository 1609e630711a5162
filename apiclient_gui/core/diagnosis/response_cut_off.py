"""The response began and broke off: what is shown of it is not whole."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.diagnosis.base import Case, Cause, row, send_again
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    failure = case.failure
    if failure is None or refusal.broken_in(failure) != "response":
        return None
    reply = case.response
    return MEMBER.found(
        "certain",
        detail="The response ended before its length or its last chunk, or could not be decoded. The server or a proxy "
        "on the way closed the connection.",
        evidence=(
            row("Status", str(reply.status) if reply else ""),
            row("Content-Length", case.reply_header("content-length")),
            row("Bytes received", f"{reply.body.size:,}" if reply else ""),
            row("System's words", failure.message),
        ),
        remedy="Send again; if it breaks at the same place, the server's owner has to look at it.",
        actions=(send_again(),),
    )


MEMBER = Cause(
    id="response_cut_off",
    title="The response broke off",
    explain=_explain,
    when="the response began and did not end as it should",
    action="send_again",
    source="https://www.rfc-editor.org/rfc/rfc9112#section-8",
)
