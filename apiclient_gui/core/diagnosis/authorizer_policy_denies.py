"""The Lambda authorizer took the token, and the policy that it returned denies this call."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.token import token_sent
from apiclient_gui.core.diagnosis.base import (
    AUTHORIZER_PAGE,
    Cause,
    choose_identity,
    denied,
    error_type_row,
    gateway_words,
    log_in,
    row,
    show_page,
)
from apiclient_gui.core.finding import Action, Finding


def _explain(case: Case) -> Finding | None:
    denial = denied(case)
    if denial is None or denial.action or denial.kind != "explicit":
        return None
    token = token_sent(case)
    sent = case.prepared
    return MEMBER.found(
        "certain",
        detail="The token is good: with a bad one the answer would be 401. A Deny statement matches this method, and a Deny "
        "wins over every Allow. Mostly a scope, group or role is missing; the policy may also be a cached one.",
        evidence=(
            row("Sent", f"{sent.method} {sent.path}" if sent else ""),
            row("scope", " ".join(token.scopes) if token else ""),
            row("sub", str(token.claims.get("sub", "")) if token else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Use an identity, or a token with more scopes, for which the authorizer allows this method.",
        actions=(choose_identity(), *_renew(case), show_page(AUTHORIZER_PAGE)),
    )


def _renew(case: Case) -> tuple[Action, ...]:
    renewed = log_in(case)
    return (renewed,) if renewed.key == "log_in" else ()


MEMBER = Cause(
    id="authorizer_policy_denies",
    title="The Lambda authorizer's policy denies this call",
    explain=_explain,
    when="`User is not authorized to access this resource with an explicit deny …`",
    action="choose_identity",
    source=AUTHORIZER_PAGE,
)
