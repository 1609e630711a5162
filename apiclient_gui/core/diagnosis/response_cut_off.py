"""The response began and broke off: what is shown of it is not whole."""

from __future__ import annotations

from typing import Final

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import Cause, row, send_again
from apiclient_gui.core.finding import Finding

_CUT: Final = (
    (
        "The response ended before its length or its last chunk, or could not be decoded. The server or a proxy on the "
        "way closed the connection."
    ),
    "Send again; if it breaks at the same place, the server's owner has to look at it.",
)
_TOO_LARGE: Final = (
    "More came than this program takes, so it stopped reading; nothing of the body was kept.",
    "Ask for less of it, such as a page or a range.",
)


def _explain(case: Case) -> Finding | None:
    failure = case.failure
    if failure is None or refusal.broken_in(failure) != "response":
        return None
    reply = case.response
    detail, remedy = _TOO_LARGE if "larger than" in failure.message else _CUT
    return MEMBER.found(
        "certain",
        detail=detail,
        evidence=(
            row("Status", str(reply.status) if reply else ""),
            row("Content-Length", case.reply_header("content-length")),
            row("Bytes received", f"{reply.body.size:,}" if reply else ""),
            row("System's words", failure.message),
        ),
        remedy=remedy,
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
