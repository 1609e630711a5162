"""A policy refused the call: who, what, which kind of policy, as far as the sentence says it."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.presigned import EXPIRED
from apiclient_gui.core.case.signature import looks_signed
from apiclient_gui.core.diagnosis.base import (
    ACCESS_DENIED_PAGE,
    Cause,
    by_resource_policy,
    denial_evidence,
    denied,
    error_type_row,
    gateway_words,
    open_identity,
    row,
    show_page,
)
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.refusal import Denial

_FUNCTION_URL = "For troubleshooting Function URL authorization issues"
_FUNCTION_URL_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
# The same type, another cause.
_EXPLAINED = ("security token included in the request", EXPIRED)


def _explain(case: Case) -> Finding | None:
    denial = denied(case)
    if denial is None and case.says(_FUNCTION_URL) and case.status == 403:
        return _function_url(case)
    if denial is None:
        explained = any(case.says(stem) for stem in _EXPLAINED)
        return _unsaid(case) if case.named("AccessDenied") and not explained else None
    named = denial.by_identity_policy or denial.by_session_policy or by_resource_policy(denial)
    if named or not denial.action:
        return None
    return MEMBER.found(
        "certain",
        title=_title(denial),
        detail=_detail(denial),
        evidence=denial_evidence(case, denial),
        remedy=_remedy(denial),
        actions=(_first(case, denial), show_page(ACCESS_DENIED_PAGE)),
    )


def _unsaid(case: Case) -> Finding:
    return MEMBER.found(
        "likely",
        detail="The gateway says that access is denied, and not by which policy: the API's owner may have replaced the "
        "text.",
        evidence=(error_type_row(case), gateway_words(case)),
        remedy="Ask the API's owner which policy or authorizer refuses, or use another identity.",
        actions=(open_identity(case), show_page(ACCESS_DENIED_PAGE)),
    )


def _function_url(case: Case) -> Finding:
    signed = looks_signed(case)
    return MEMBER.found(
        "likely" if case.prepared else "possible",
        title="This Lambda function URL did not let the caller in",
        detail="The request was signed, so the caller most likely lacks the permission."
        if signed
        else "Lambda says the same to a request without a signature, to a caller without permission, and when a public "
        "function has no policy that lets everybody in.",
        evidence=(
            row("Signature sent", ("yes" if signed else "no") if case.prepared else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Allow lambda:InvokeFunctionUrl and lambda:InvokeFunction for this caller on the function."
        if signed
        else "Sign it with AWS keys, for the service lambda; the caller needs lambda:InvokeFunctionUrl and "
        "lambda:InvokeFunction on the function.",
        actions=(open_identity(case), show_page(_FUNCTION_URL_PAGE)),
    )


def _title(denial: Denial) -> str:
    who = "an anonymous caller" if denial.anonymous else denial.who
    policy = denial.policy_type or "policy"
    if denial.kind == "explicit":
        return f"{_article(policy)} {policy} denies {who} this call"
    return f"No {policy} allows {who} this call"


def _article(noun: str) -> str:
    return "An" if noun[:1].lower() in "aeio" else "A"


def _detail(denial: Denial) -> str:
    what = (
        "A Deny statement matches, and a Deny wins over every Allow."
        if denial.kind == "explicit"
        else "No statement allows it, and nothing is allowed that no statement allows."
    )
    if denial.anonymous:
        return f"{what} Anonymous means that the gateway took no signature for this call."
    return what


def _remedy(denial: Denial) -> str:
    if denial.policy_type:
        return f"Ask who keeps the {denial.policy_type}, or use another identity."
    return "Look at the caller's policies and at the API's resource policy."


def _first(case: Case, denial: Denial) -> Action:
    if denial.anonymous:
        return Action("choose_identity", "Choose an identity")
    return open_identity(case)


MEMBER = Cause(
    id="access_denied",
    title="Access is denied",
    explain=_explain,
    when="`… is not authorized to …` with any other reason, or AccessDeniedException with another text",
    action="choose_identity",
    source=ACCESS_DENIED_PAGE,
)
