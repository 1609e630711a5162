"""The request was signed for another region than the one that the host belongs to."""

from __future__ import annotations

import re

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import sent_item, signed_as
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
# S3: `The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'`.
_EXPECTING = re.compile(r"the region '([a-z0-9-]{2,40})' is wrong; expecting '([a-z0-9-]{2,40})'")


def _explain(case: Case) -> Finding | None:
    expecting = _EXPECTING.search(case.words[: refusal.LONGEST])
    said = case.says("scoped to a valid region") and case.fits(*SIGNATURE_TYPES)
    if not (said or expecting):
        return None
    signed = signed_as(case)
    named = _NAMED.search(case.words[:1000])
    wrong = (
        case.sent_header("x-amz-region-set")
        or sent_item(case, "x-amz-region-set")
        or (signed.region if signed else "")
        or (expecting[1] if expecting else named[1] if named else "")
    )
    known = expecting[2] if expecting else case.region
    right = known if known != wrong else ""
    choose = open_place("auth", "Set the region")
    correct = Action(
        "send_with_option", f"Sign for {right} and send", {"option": "region", "value": right}
    )
    return MEMBER.found(
        "certain",
        title=f"Signed for the region {wrong}, which is not this API's" if wrong else "",
        detail="The reply names the region." if expecting else _detail(case, right),
        evidence=(
            row("Region signed", wrong),
            row("Host", case.prepared.host if case.prepared else ""),
            row("Region the service expects", expecting[2] if expecting else ""),
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
    when="`Credential should be scoped to a valid Region …`; S3: `the region '…' is wrong; expecting '…'`",
    action="send_with_option",
    source=SIGNATURE_PAGE,
)
