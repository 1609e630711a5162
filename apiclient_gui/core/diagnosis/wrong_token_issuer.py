"""The token was made by somebody else than the authorizer trusts."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.token import token_sent
from apiclient_gui.core.diagnosis.base import (
    AUTHORIZER_PAGE,
    Cause,
    choose_identity,
    fault_confidence,
    open_place,
    row,
    token_evidence,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    confidence = fault_confidence(case, "issuer")
    token, wanted = token_sent(case), case.authorizer
    if confidence is None or token is None or wanted is None:
        return None
    slash = token.issuer.rstrip("/") == wanted.issuer.rstrip("/")
    if slash:
        detail = "They differ in the slash at the end alone, and that counts."
    elif wanted.kind == "COGNITO_USER_POOLS":
        detail = (
            "The authorizer takes the tokens of one user pool, and this one is not that pool's."
        )
    else:
        detail = "The authorizer trusts one issuer, and checks tokens with that issuer's keys."
    return MEMBER.found(
        confidence,
        title="" if token.issuer else "The token names no issuer",
        detail=detail,
        evidence=token_evidence(
            case, row("iss", token.issuer or "none"), row("Wanted issuer", wanted.issuer)
        ),
        remedy="Choose an identity that logs in at the wanted issuer.",
        actions=(choose_identity(), open_place("auth", "Open Auth")),
    )


MEMBER = Cause(
    id="wrong_token_issuer",
    title="The token comes from an issuer that this authorizer does not trust",
    explain=_explain,
    when="401, and the token's iss is not the issuer of the known authorizer",
    action="choose_identity",
    source=AUTHORIZER_PAGE,
)
