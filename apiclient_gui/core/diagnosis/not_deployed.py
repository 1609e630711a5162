"""The method may exist in the console and not on the stage: the API was not deployed since."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import looks_signed
from apiclient_gui.core.diagnosis.base import (
    DEPLOY_PAGE,
    Cause,
    gateway_words,
    nothing_to_authenticate,
    send_again,
    show_page,
)
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.gateway.routes import route


def _explain(case: Case) -> Finding | None:
    if not nothing_to_authenticate(case):
        return None
    reached = route(case.prepared, case.apis)
    iam = (
        reached is not None
        and reached.method is not None
        and reached.method.authorization == "AWS_IAM"
    )
    if iam and not looks_signed(case):
        return None
    return MEMBER.found(
        "possible",
        detail="A stage knows what was last deployed to it. A method or path that was added since does not exist there "
        "yet.",
        evidence=(gateway_words(case),),
        remedy="If the method is in the console, deploy the API to this stage and send again.",
        actions=(send_again(), show_page(DEPLOY_PAGE)),
    )


MEMBER = Cause(
    id="not_deployed",
    title="The API may not have been deployed since the method was added",
    explain=_explain,
    when="`Missing Authentication Token`, unless the method is known to be there",
    action="send_again",
    source=DEPLOY_PAGE,
)
