"""The signature is good; a policy of the caller denies the call."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    ACCESS_DENIED_PAGE,
    Cause,
    denial_evidence,
    denied,
    open_identity,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    denial = denied(case)
    if denial is None or denial.kind != "explicit" or not denial.by_identity_policy:
        return None
    return MEMBER.found(
        "certain",
        title=f"A policy of {denial.who} denies this call",
        detail="The signature is right and the caller is known. A Deny in an identity-based policy matches, and a Deny "
        "wins over every Allow.",
        evidence=denial_evidence(case, denial),
        remedy="Use another identity, or have the Deny statement changed or narrowed.",
        actions=(open_identity(case), show_page(ACCESS_DENIED_PAGE)),
    )


MEMBER = Cause(
    id="identity_policy_denies",
    title="An identity-based policy denies this call",
    explain=_explain,
    when="`User: … is not authorized to perform: … with an explicit deny in an identity-based policy`",
    action="open_identity",
    source=ACCESS_DENIED_PAGE,
)
