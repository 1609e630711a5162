"""The token holds from a later time on: a clock is wrong, that of the issuer or that of the gateway."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.token import begins_at, token_sent
from apiclient_gui.core.diagnosis.base import (
    Cause,
    fault_confidence,
    log_in,
    row,
    send_again,
    token_evidence,
    utc,
)
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.spans import in_words

_SOURCE = "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5"


def _explain(case: Case) -> Finding | None:
    confidence = fault_confidence(case, "early")
    token, now = token_sent(case), case.judged_at
    begins = begins_at(token) if token else None
    if confidence is None or token is None or now is None or begins is None:
        return None
    declared = token.lifetime.not_before == begins
    return MEMBER.found(
        # Some verifiers let a late `iat` pass; `nbf` none (RFC 7519 §4.1.5, §4.1.6).
        confidence if declared else "likely",
        title=f"The token is only valid in {in_words(begins - now)}" if declared else "",
        detail="By the gateway's clock the time in its claim nbf has not come yet."
        if declared
        else "By the gateway's clock the token was made in the future: the issuer's clock, or the gateway's, is wrong.",
        evidence=token_evidence(
            case,
            row("nbf", utc(token.lifetime.not_before)),
            row("iat", utc(token.lifetime.issued_at)),
            row("Gateway's clock", utc(now)),
        ),
        remedy="Wait until then and send again; if the issuer's clock is wrong, it has to be set right there.",
        actions=(send_again(), log_in(case)),
    )


MEMBER = Cause(
    id="token_not_yet_valid",
    title="The token comes from the future",
    explain=_explain,
    when="401, and the token's nbf or iat lies ahead of the gateway's clock",
    action="send_again",
    source=_SOURCE,
)
