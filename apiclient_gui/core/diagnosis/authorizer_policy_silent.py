"""The Lambda authorizer took the token, and the policy that it returned has no statement for this call."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.cache import allowed_elsewhere, cache_life
from apiclient_gui.core.case.token import token_sent
from apiclient_gui.core.diagnosis.base import (
    AUTHORIZER_PAGE,
    Cause,
    choose_identity,
    denied,
    error_type_row,
    gateway_words,
    row,
    send_again,
    show_page,
)
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.spans import in_words


def _explain(case: Case) -> Finding | None:
    denial = denied(case)
    if denial is None or denial.action or denial.kind == "explicit" or allowed_elsewhere(case):
        return None
    token, sent, life = token_sent(case), case.prepared, cache_life(case)
    cached = (
        f" It may be one that was cached for another method: such a policy goes after {in_words(life)}"
        f"{'' if case.authorizer else ' unless the owner set another time'}."
        if life
        else ""
    )
    return MEMBER.found(
        "certain",
        detail="The token is good: with a bad one the answer would be 401. No statement of the returned policy allows this "
        f"method and path.{cached}",
        evidence=(
            row("Sent", f"{sent.method} {sent.path}" if sent else ""),
            row("scope", " ".join(token.scopes) if token else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Use another identity, or have the authorizer return a statement that allows this method.",
        actions=(choose_identity(), send_again(), show_page(AUTHORIZER_PAGE)),
    )


MEMBER = Cause(
    id="authorizer_policy_silent",
    title="The Lambda authorizer's policy does not allow this call",
    explain=_explain,
    when="`User is not authorized to access this resource`, alone or with `because no identity-based policy allows …`",
    action="choose_identity",
    source=AUTHORIZER_PAGE,
)
