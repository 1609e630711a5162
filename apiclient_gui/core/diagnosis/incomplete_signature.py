"""What stands in Authorization is no whole SigV4 signature: parts are missing or it is something else."""

from __future__ import annotations

import re

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.authorization_hash import compared
from apiclient_gui.core.case.signature import looks_signed
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    gateway_words,
    hash_evidence,
    open_identity,
    row,
    send_again,
    sigv4a_unread,
)
from apiclient_gui.core.finding import Finding

_MISSING_ITEM = re.compile(r"query-string parameters must include '(X-Amz-[\w-]{1,40})'")
_EMPTY = "Authorization header cannot be empty"
_UNREADABLE = (
    "Unsupported AWS 'algorithm'",
    "with a valid terminator",
    "Credential must have exactly",
    "Date must be in ISO-8601",
    "X-Amz-Expires must be",
)
_KINDS = ("Basic", "Bearer", "Digest", "Negotiate")


def _explain(case: Case) -> Finding | None:
    # The empty header is refused with either type (aws-facts §1.4).
    if not case.fits(*SIGNATURE_TYPES, "MissingAuthenticationToken") or sigv4a_unread(case):
        return None
    missing = [
        *refusal.missing_parameters(case.words),
        *_MISSING_ITEM.findall(case.words[: refusal.LONGEST]),
    ]
    empty = case.says(_EMPTY)
    garbled = refusal.is_no_pair(case.words)
    kind = (case.sent_header("authorization") or "").partition(" ")[0]
    other = kind if kind in _KINDS and not looks_signed(case) else ""
    if other == "Bearer" or (garbled and not (looks_signed(case) or other)):
        return None
    unreadable = any(case.says(stem) for stem in _UNREADABLE)
    if case.says("requires existence of a 'X-Amz-Region-Set' header"):
        missing.append("X-Amz-Region-Set")
    if not (missing or empty or garbled or unreadable):
        return None
    if case.says(refusal.NO_DATE):
        missing.append("X-Amz-Date")
    if empty:
        title, detail = (
            "The Authorization header is empty",
            "The gateway expects a signature in it.",
        )
    elif other:
        title = f"Authorization holds {other}, where a signature is expected"
        detail = "The method uses AWS_IAM, or this path and method do not exist: then the header is read the same way."
    elif unreadable:
        title = "A part of the signature cannot be read"
        detail = "The gateway names the part that has another form than SigV4 gives it."
    else:
        title = ""
        detail = (
            "It came without parts that every signature has. Something on the way cut or rewrote it, or it was written by "
            "hand."
        )
    header = compared(case.words, case.sent_header("authorization"))
    return MEMBER.found(
        "certain",
        title=title,
        detail=f"{detail} {header.meaning if header else ''}".rstrip(),
        evidence=(
            row("Missing", ", ".join(missing)),
            row("Authorization sent", kind if case.prepared else ""),
            *hash_evidence(header),
            gateway_words(case),
        ),
        remedy="Choose an identity with AWS keys and let the program sign."
        if other or empty
        else "Sign anew with this program, and take out an Authorization header of your own.",
        actions=(send_again("Sign anew and send"), open_identity(case)),
    )


MEMBER = Cause(
    id="incomplete_signature",
    title="The signature is not complete",
    explain=_explain,
    when="`Authorization header requires '…' parameter.`, `AWS query-string parameters must include '…'.`, "
    "`Authorization header cannot be empty.` and the like",
    action="send_again",
    source=SIGNATURE_PAGE,
)
