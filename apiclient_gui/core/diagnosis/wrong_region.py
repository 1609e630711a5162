"""The request was signed for another region than the one that the host belongs to."""

from __future__ import annotations

import re

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

_NAMED = re.compile(r"valid region, not '?([a-z0-9-]{2,40})", re.IGNORECASE)


def _explain(case: Case) -> Finding | None:
    if not (case.says("scoped to a valid region") and case.fits(*SIGNATURE_TYPES)):
        return None
    signed = signed_as(case)
    named = _NAMED.search(case.words[:1000])
    wrong = (signed.region if signed else "") or (named[1] if named else "")
    right = case.region if case.region != wrong else ""
    choose = open_place("auth", "Set the region")
    correct = Action(
        "send_with_option", f"Sign for {right} and send", {"option": "region", "value": right}
    )
    return MEMBER.found(
        "certain",
        title=f"Signed for the region {wrong}, which is not this API's" if wrong else "",
        detail=_detail(case, right),
        evidence=(
            row("Region signed", wrong),
            row("Host", case.prepared.host if case.prepared else ""),
            row("Region of host or environment", case.region),
            row("Environment", case.environment),
            gateway_words(case),
        ),
        remedy=f"Sign for {right} and send again."
        if right
        else "Set the region that the API runs in.",
        actions=(correct, choose) if right else (choose,),
    )


def _detail(case: Case, right: str) -> str:
    if right:
        return f"Host or environment say {right}."
    if case.region:
        return "Host or environment name the same region: correct it in the environment."
    return "The host does not tell the region: with a custom domain or a proxy it has to be set."


MEMBER = Cause(
    id="wrong_region",
    title="Signed for a region that is not this API's",
    explain=_explain,
    when="`Credential should be scoped to a valid Region …`",
    action="send_with_option",
    source=SIGNATURE_PAGE,
)
