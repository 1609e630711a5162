"""The token that was sent is over: the reply says so, or its `exp` had passed by the gateway's clock."""

from __future__ import annotations

from datetime import datetime

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.token import token_sent
from apiclient_gui.core.diagnosis.base import (
    Cause,
    fault_confidence,
    log_in,
    open_place,
    row,
    token_evidence,
    utc,
)
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.spans import in_words

_SOURCE = "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4"


def _explain(case: Case) -> Finding | None:
    confidence = fault_confidence(case, "expired")
    if confidence is None:
        return None
    token, now = token_sent(case), case.judged_at
    expires = token.lifetime.expires_at if token else None
    passed = now - expires if now and expires and expires <= now else None
    return MEMBER.found(
        confidence,
        title=f"The token expired {in_words(passed)} before it was sent" if passed else "",
        detail=f"A token holds until the time in its claim exp.{_clock(case, expires)}",
        evidence=token_evidence(
            case,
            row("exp", utc(expires)),
            row("Gateway's clock", utc(now)),
            row("iss", token.issuer if token else ""),
        ),
        remedy="Log in again, or let the identity refresh its tokens, and send again.",
        actions=(log_in(case), open_place("auth", "Open Auth")),
    )


def _clock(case: Case, expires: datetime | None) -> str:
    if not (expires and case.sent_at and case.sent_at < expires and case.clock_offset):
        return ""
    return (
        " By this computer's clock it was still good when it was sent: the gateway's clock is "
        f"{in_words(case.clock_offset)} ahead of it."
    )


MEMBER = Cause(
    id="token_expired",
    title="The token has expired",
    explain=_explain,
    when="`The incoming token has expired`, `the token has expired`, or 401 and the token's exp has passed",
    action="log_in",
    source=_SOURCE,
)
