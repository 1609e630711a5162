"""The request was signed for another service than the one that answers."""

from __future__ import annotations

import html
import re

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    gateway_words,
    open_place,
    row,
)
from apiclient_gui.core.finding import Action, Finding

_NAMED = re.compile(r"correct service:\s*'?([A-Za-z0-9_-]{1,64})")
# S3: `The authorization header is malformed; incorrect service "execute-api". This endpoint belongs to "s3".`
_BELONGS = re.compile(
    r"incorrect service \"[^\"]*\"\. This endpoint belongs to \"([A-Za-z0-9_-]{1,64})\""
)


def _explain(case: Case) -> Finding | None:
    belongs = _BELONGS.search(html.unescape(case.words[: refusal.LONGEST]))
    said = case.says("scoped to correct service") and case.fits(*SIGNATURE_TYPES)
    if not (said or belongs):
        return None
    signed = signed_as(case)
    wrong = signed.service if signed else ""
    named = belongs or _NAMED.search(case.words[:1000])
    right = named[1] if named else case.service
    choose = open_place("auth", "Set the service")
    correct = Action(
        "send_with_option", f"Sign for {right} and send", {"option": "service", "value": right}
    )
    return MEMBER.found(
        "certain",
        title=f"Signed for the service {wrong}, which is not the one that answers" if wrong else "",
        detail="The name in the credential scope must be the one that the service checks. For calls of an API Gateway "
        "API that is execute-api; apigateway is the name for managing APIs.",
        evidence=(
            row("Service signed", wrong),
            row("Service the gateway expects", right),
            gateway_words(case),
        ),
        remedy=f"Sign for {right} and send again." if right else "Set the service's signing name.",
        actions=(correct, choose) if right else (choose,),
    )


MEMBER = Cause(
    id="wrong_service",
    title="Signed for a service that is not the one that answers",
    explain=_explain,
    when="`Credential should be scoped to correct service: '…'`; S3: `incorrect service \"…\". This endpoint belongs to …`",
    action="send_with_option",
    source=SIGNATURE_PAGE,
)
