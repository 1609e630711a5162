"""The request was signed with SigV4a, which this API does not take: HTTP and WebSocket APIs, and many services."""

from __future__ import annotations

from apiclient_gui.core.auth import sigv4, sigv4_query
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import algorithm, in_query
from apiclient_gui.core.diagnosis.base import (
    IAM_METHOD_PAGE,
    SIGV4A,
    Cause,
    error_type_row,
    gateway_words,
    row,
    sigv4a_unread,
)
from apiclient_gui.core.finding import Action, Confidence, Finding


def _explain(case: Case) -> Finding | None:
    if algorithm(case) != SIGV4A:
        return None
    said = sigv4a_unread(case)
    of_http_api = bool(case.reply_header("apigw-requestid")) and case.status in {401, 403}
    if not (said or of_http_api):
        return None
    confidence: Confidence = "certain" if said else "likely"
    return MEMBER.found(
        confidence,
        detail="SigV4a is taken by REST APIs and by some services of several regions. HTTP and WebSocket APIs take SigV4 "
        "only." + ("" if said else " An HTTP API answered, and its reply does not say more."),
        evidence=(
            row("Algorithm sent", SIGV4A),
            row("Regions sent", case.sent_header("x-amz-region-set")),
            row("Answered by", "an HTTP API (apigw-requestid)" if of_http_api else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Sign with SigV4 for the one region of this API.",
        actions=(_with_sigv4(case),),
    )


def _with_sigv4(case: Case) -> Action:
    scheme = sigv4_query if in_query(case) else sigv4
    return Action("send_with_scheme", "Sign with SigV4 and send", {"scheme": scheme.MEMBER.id})


MEMBER = Cause(
    id="sigv4a_not_taken",
    title="This API does not take SigV4a",
    explain=_explain,
    when="`Unsupported AWS 'algorithm'` to a request signed with SigV4a; likely for any refusal of it by an HTTP API",
    action="send_with_scheme",
    source=IAM_METHOD_PAGE,
)
