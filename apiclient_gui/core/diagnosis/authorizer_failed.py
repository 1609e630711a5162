"""The authorizer itself failed: it broke down, could not be called, or returned what the gateway cannot use."""

from __future__ import annotations

import re

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    Cause,
    error_type_row,
    gateway_words,
    row,
    send_again,
    show_page,
)
from apiclient_gui.core.finding import Finding

_SOURCE = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "api-gateway-lambda-authorizer-output.html"
)
_REQUEST_ID = "x-amzn-RequestId"
_NULL = re.compile(r"\s*\{\s*\"message\"\s*:\s*null\s*\}\s*")


def _explain(case: Case) -> Finding | None:
    misfit, broken = case.named("AuthorizerConfiguration"), case.named("AuthorizerFailure")
    empty = case.status == 500 and not case.error_type and _NULL.fullmatch(case.words[:100])
    if not (misfit or broken or empty):
        return None
    if misfit:
        title = "The gateway could not use its authorizer"
        detail = (
            "Either it may not call the function, or the function returned no principalId, no valid policy, or a context "
            "with an object or array in it."
        )
    else:
        title = ""
        detail = "The function ended with an error of its own or took too long; only the error Unauthorized becomes a 401."
    return MEMBER.found(
        "certain" if misfit or broken else "likely",
        title=title,
        detail=f"{detail} The request may be in order.",
        evidence=(
            row("Status", str(case.status)),
            row(_REQUEST_ID, case.reply_header(_REQUEST_ID)),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Give the request id to the API's owner, who finds the reason in the authorizer's log; send again later.",
        actions=(send_again(), show_page(_SOURCE)),
    )


MEMBER = Cause(
    id="authorizer_failed",
    title="The authorizer failed",
    explain=_explain,
    when='AuthorizerConfigurationException or AuthorizerFailureException; likely for 500 with `{"message":null}`',
    action="send_again",
    source=_SOURCE,
)
