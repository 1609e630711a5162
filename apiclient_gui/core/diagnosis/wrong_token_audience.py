"""The token was made for another client or API than the authorizer takes."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.token import token_sent
from apiclient_gui.core.diagnosis.base import (
    Cause,
    choose_identity,
    fault_confidence,
    open_identity,
    row,
    token_evidence,
)
from apiclient_gui.core.finding import Finding

_SOURCE = "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3"


def _explain(case: Case) -> Finding | None:
    confidence = fault_confidence(case, "audience")
    if confidence is None:
        return None
    token, wanted = token_sent(case), case.authorizer
    audience = ", ".join(token.audience) if token else ""
    client_id = token.client_id if token else ""
    return MEMBER.found(
        confidence,
        detail="The signature and the issuer may be right: a token also says for whom it is, in its claim aud (or "
        "client_id), and the authorizer takes those made for its own client or API only.",
        evidence=token_evidence(
            case,
            row("aud", audience or ("none" if token else "")),
            row("client_id", client_id),
            row("Wanted audience", wanted.audience if wanted else ""),
        ),
        remedy="Log in with the client that the authorizer names, or ask for a token for that audience.",
        actions=(choose_identity(), *((open_identity(case),) if case.identity else ())),
    )


MEMBER = Cause(
    id="wrong_token_audience",
    title="The token was made for another audience",
    explain=_explain,
    when="401, and the token's aud is not the known authorizer's; `does not have a valid audience` in WWW-Authenticate",
    action="choose_identity",
    source=_SOURCE,
)
