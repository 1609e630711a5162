"""The method wants a signature and none arrived."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import looks_signed
from apiclient_gui.core.diagnosis.base import (
    IAM_METHOD_PAGE,
    Cause,
    error_type_row,
    gateway_words,
    nothing_to_authenticate,
    open_place,
    row,
    send_again,
)
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.gateway.routes import route


def _explain(case: Case) -> Finding | None:
    if not nothing_to_authenticate(case):
        return None
    reached = route(case.prepared, case.apis)
    if reached and reached.method is None:
        return None
    signed = looks_signed(case)
    if signed and reached is None:
        return None
    iam = (
        reached is not None
        and reached.method is not None
        and reached.method.authorization == "AWS_IAM"
    )
    evidence = (
        row("Signature sent", ("yes" if signed else "no") if case.prepared else ""),
        row(
            "Authorization of the method",
            reached.method.authorization if reached and reached.method else "",
        ),
        error_type_row(case),
        gateway_words(case),
    )
    if signed:
        return MEMBER.found(
            "likely",
            title="The signature did not arrive",
            detail="The path exists and the request was signed, so a proxy or a CDN on the way most likely removed "
            "Authorization.",
            evidence=evidence,
            remedy="Let what stands in between forward Authorization, or send past it.",
            actions=(send_again(), open_place("url", "Check the host")),
        )
    return MEMBER.found(
        "certain" if iam else "possible",
        detail="The method uses AWS_IAM and the request carries no signature."
        if iam
        else "If the method uses AWS_IAM, it answers so to a request without a signature.",
        evidence=evidence,
        remedy="Choose an identity with AWS keys: the request is then signed with SigV4.",
        actions=(Action("choose_identity", "Choose an identity"),),
    )


MEMBER = Cause(
    id="unsigned_call_to_iam_method",
    title="This method wants a signature, and none was sent",
    explain=_explain,
    when="`Missing Authentication Token` to an unsigned request; certain when the method is known to use AWS_IAM",
    action="choose_identity",
    source=IAM_METHOD_PAGE,
)
