"""No statement of the API's resource policy allows this call, and none means no."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.resource_policy import addresses, statements
from apiclient_gui.core.diagnosis.base import (
    RESOURCE_POLICY_PAGE,
    Cause,
    by_resource_policy,
    choose_identity,
    denial_evidence,
    denied,
    row,
    send_again,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    denial = denied(case)
    if denial is None or denial.kind == "explicit" or not by_resource_policy(denial):
        return None
    allowing, where = statements(case, "Allow"), addresses(case, "Allow")
    who = "an anonymous caller" if denial.anonymous else denial.who
    detail = (
        "The API has a resource policy, and a call that none of its statements allows is refused."
    )
    if where:
        detail += f" It allows calls from addresses {where}."
    if denial.anonymous:
        detail += " A policy that names AWS principals never fits a caller who did not sign for an AWS_IAM method."
    # Signing helps where the method reads a signature, and nowhere else.
    signing = (choose_identity("Sign with AWS keys"),) if case.authorization == "AWS_IAM" else ()
    return MEMBER.found(
        "certain" if denial.policy_type or allowing else "likely",
        title=f"The API's resource policy does not allow {who} this call",
        detail=detail,
        evidence=(
            *(row("Allow statement", text) for text in allowing[:3]),
            *denial_evidence(case, denial),
        ),
        remedy="Look at the Allow statements of the resource policy: principal, address and method. A change holds after "
        "the API was deployed again.",
        actions=(send_again(), *signing, show_page(RESOURCE_POLICY_PAGE)),
    )


MEMBER = Cause(
    id="resource_policy_silent",
    title="The API's resource policy does not allow this call",
    explain=_explain,
    when="`User: … is not authorized to perform: … because no resource-based policy allows …`; likely when no reason is "
    "given and the user is anonymous",
    action="send_again",
    source=RESOURCE_POLICY_PAGE,
)
