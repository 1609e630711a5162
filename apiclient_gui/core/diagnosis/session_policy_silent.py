"""The signature is good; the policy that the session was opened with does not allow the call."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    SESSION_POLICY_PAGE,
    Cause,
    denial_evidence,
    denied,
    open_identity,
    row,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    denial = denied(case)
    if denial is None or denial.kind != "implicit" or not denial.by_session_policy:
        return None
    return MEMBER.found(
        "certain",
        detail="The signature is right and the caller is known. Keys that were asked for with a session policy may do what both "
        "that policy and the role's own allow, and no more.",
        evidence=(row("Role", denial.role), *denial_evidence(case, denial)),
        remedy=f"Allow {denial.action} on this resource in the session policy, or leave that empty. It stands in the identity "
        "when that is an AWS role, else where the keys came from.",
        actions=(open_identity(case), show_page(SESSION_POLICY_PAGE)),
    )


MEMBER = Cause(
    id="session_policy_silent",
    title="The session policy does not allow this call",
    explain=_explain,
    when="`User: … is not authorized to perform: … because no session policy allows …`",
    action="open_identity",
    source=SESSION_POLICY_PAGE,
)
