"""A Deny in the API's resource policy applies to this call: mostly one that looks at the caller's address."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.resource_policy import addresses, statements
from apiclient_gui.core.diagnosis.base import (
    RESOURCE_POLICY_PAGE,
    Cause,
    by_resource_policy,
    denial_evidence,
    denied,
    row,
    send_again,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    denial = denied(case)
    if denial is None or denial.kind != "explicit" or not by_resource_policy(denial):
        return None
    denying, where = statements(case, "Deny"), addresses(case, "Deny")
    who = "an anonymous caller" if denial.anonymous else denial.who
    return MEMBER.found(
        "certain" if denial.policy_type or denying else "likely",
        title=f"The API's resource policy denies {who} this call",
        detail="A Deny statement of it applies, and a Deny wins over every Allow."
        + (f" It denies calls from addresses {where}." if where else "")
        + (
            " Anonymous means that the gateway took no signature for this call."
            if denial.anonymous
            else ""
        ),
        evidence=(
            *(row("Deny statement", text) for text in denying[:3]),
            *denial_evidence(case, denial),
        ),
        remedy="Call from an address that the policy lets in: the gateway sees the public address of your network."
        if where
        else "Look at the Deny statements of the resource policy: principal, address and method. A change holds after the "
        "API was deployed again.",
        actions=(send_again(), show_page(RESOURCE_POLICY_PAGE)),
    )


MEMBER = Cause(
    id="resource_policy_denies",
    title="The API's resource policy denies this call",
    explain=_explain,
    when="`User: … is not authorized to perform: … with an explicit deny in a resource-based policy`; likely when no policy "
    "is named and the user is anonymous",
    action="send_again",
    source=RESOURCE_POLICY_PAGE,
)
