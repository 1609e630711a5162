"""The gateway read another request than the one that was signed: which lines differ, and why they may."""

from __future__ import annotations

from apiclient_gui.core import redact, refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.differences import Difference, differences
from apiclient_gui.core.case.sent_canonical import canonical_of_sent
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    choose_identity,
    gateway_canonical,
    open_place,
    our_canonical,
    row,
    send_again,
)
from apiclient_gui.core.finding import Action, Evidence, Finding
from apiclient_gui.core.signing.payload import UNSIGNED

_MOST_ROWS = 8
_NOT_THERE = "(not there)"


def _explain(case: Case) -> Finding | None:
    if not (case.says(refusal.MISMATCH) and case.fits(*SIGNATURE_TYPES)):
        return None
    made, theirs = our_canonical(case), gateway_canonical(case)
    ours = made or canonical_of_sent(case)
    if ours is None or theirs is None:
        return None
    found = differences(ours, theirs)
    if not found or (len(found) == 1 and found[0].ours == UNSIGNED):
        return None
    first, more = found[0], len(found) - 1
    others = f" {more} more {'line differs' if more == 1 else 'lines differ'}." if more else ""
    what = "signed" if made else "sent"
    place = open_place(first.place, "Open that part of the request")
    return MEMBER.found(
        "certain" if made else "likely",
        title=f"The gateway read another request than the one {what}: {first.part} differs",
        detail=first.reason + others,
        evidence=[_row(difference, what) for difference in found[:_MOST_ROWS]],
        remedy="Compare the two versions; then sign what really arrives, or stop what changes it on the way.",
        actions=(Action("compare_signatures", "Compare the signatures"), place, send_again())
        if made
        else (place, choose_identity("Sign it here")),
    )


def _row(difference: Difference, what: str) -> Evidence | None:
    ours, theirs = redact.canonical(difference.ours), redact.canonical(difference.theirs)
    # A secret's two versions look alike once they are masked.
    value = (
        f"{ours} (the values differ)"
        if ours == theirs
        else f"{what}: {ours or _NOT_THERE}\ngateway: {theirs or _NOT_THERE}"
    )
    return row(difference.part.removeprefix("the ").capitalize(), value)


MEMBER = Cause(
    id="request_changed_on_the_way",
    title="The gateway read another request than the one signed",
    explain=_explain,
    when="`The request signature we calculated does not match …`, and the gateway's canonical request differs from ours; likely when it "
    "differs from that of the bytes sent, which were not signed here",
    action="compare_signatures",
    source=SIGNATURE_PAGE,
)
