"""A user pool's access token was sent where its ID token is wanted, or the other way round."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.token import TOKEN_WORDS, token_sent
from apiclient_gui.core.diagnosis.base import (
    COGNITO_AUTHORIZER_PAGE,
    Cause,
    choose_identity,
    fault_confidence,
    open_place,
    row,
    token_evidence,
)
from apiclient_gui.core.finding import Action, Finding


def _explain(case: Case) -> Finding | None:
    confidence = fault_confidence(case, "kind")
    token = token_sent(case)
    if confidence is None or token is None:
        return None
    known = case.authorizer
    wanted = known.token_use if known else "id"
    sent, other = TOKEN_WORDS.get(token.token_use, "token"), TOKEN_WORDS.get(wanted, wanted)
    return MEMBER.found(
        confidence if known else "likely",
        title=f"The {sent} was sent, and the authorizer wants the {other}",
        detail="A user pool gives both; they are signed alike and differ in the claim token_use."
        if known
        else "An authorizer of user pools on a REST API wants the ID token, unless the method names OAuth scopes; then it "
        "wants an access token with one of them.",
        evidence=token_evidence(
            case,
            row("token_use", token.token_use),
            row("Wanted", wanted if known else ""),
            row("iss", token.issuer),
            row("scope", " ".join(token.scopes)),
        ),
        remedy=f"Send the {other} of the same login.",
        actions=(_send(case, wanted, other), open_place("auth", "Open Auth")),
    )


def _send(case: Case, kind: str, words: str) -> Action:
    if case.authorisation and case.authorisation.token_kind:
        return Action("send_with_token_kind", f"Send the {words}", {"kind": kind})
    return choose_identity()  # typed by hand: there is no login that has the other one


MEMBER = Cause(
    id="wrong_token_kind",
    title="The user pool's other token is wanted",
    explain=_explain,
    when="401, and token_use is not what the authorizer wants; likely for an access token at a REST API that is not known",
    action="send_with_token_kind",
    source=COGNITO_AUTHORIZER_PAGE,
)
