"""The signature is good; no policy of the caller allows the call."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    IAM_METHOD_PAGE,
    Cause,
    denial_evidence,
    denied,
    open_identity,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    denial = denied(case)
    if denial is None or denial.kind != "implicit" or not denial.by_identity_policy:
        return None
    return MEMBER.found(
        "certain",
        title=f"No policy allows {denial.who} this call",
        detail="The signature is right and the caller is known. No identity-based policy allows "
        f"{denial.action} on this resource, and nothing is allowed that no policy allows.",
        evidence=denial_evidence(case, denial),
        remedy=f"Give the user or role a policy that allows {denial.action} on this resource, or use another identity.",
        actions=(open_identity(case), show_page(IAM_METHOD_PAGE)),
    )


MEMBER = Cause(
    id="identity_policy_silent",
    title="No identity-based policy allows this call",
    explain=_explain,
    when="`User: … is not authorized to perform: … because no identity-based policy allows …`",
    action="open_identity",
    source=IAM_METHOD_PAGE,
)
