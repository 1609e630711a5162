"""The signature is good; the policy that the session was opened with denies the call."""

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
    if denial is None or denial.kind != "explicit" or not denial.by_session_policy:
        return None
    return MEMBER.found(
        "certain",
        detail="The signature is right and the caller is known. A Deny in the policy that the keys were asked for with matches, "
        "and a Deny wins over every Allow, the role's own among them.",
        evidence=(row("Role", denial.role), *denial_evidence(case, denial)),
        remedy="Change the Deny in the session policy. It stands in the identity when that is an AWS role, else where the keys "
        "came from.",
        actions=(open_identity(case), show_page(SESSION_POLICY_PAGE)),
    )


MEMBER = Cause(
    id="session_policy_denies",
    title="A session policy denies this call",
    explain=_explain,
    when="`User: … is not authorized to perform: … with an explicit deny in a session policy`",
    action="open_identity",
    source=SESSION_POLICY_PAGE,
)
