"""The access key is not known to the gateway, or its session token is missing."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import sent_item, signed_as
from apiclient_gui.core.diagnosis.base import (
    IDENTIFIERS_PAGE,
    Cause,
    error_type_row,
    gateway_words,
    open_identity,
    row,
)
from apiclient_gui.core.finding import Finding

_TYPES = ("UnrecognizedClient", "InvalidClientTokenId", "InvalidAccessKeyId")  # the last: S3
_SENTENCE = "security token included in the request is invalid"
_NOT_VALUES = ("undefined", "null", "none")  # a client that wrote a missing value as a word


def _explain(case: Case) -> Finding | None:
    said = case.says(_SENTENCE)
    if not (
        case.named(*_TYPES) or (said and case.fits(*_TYPES, "AccessDenied", "InvalidSignature"))
    ):
        return None
    signed = signed_as(case)
    key_id = signed.access_key_id if signed else ""
    token = case.sent_header("x-amz-security-token") or sent_item(case, "x-amz-security-token")
    temporary = key_id.startswith("ASIA")
    if token and token.lower() in _NOT_VALUES:
        title = "The session token is a placeholder, not a token"
        detail = "The value sent is a word that stands for a missing value."
        remedy = "Set the session token of the identity, or take it out for a long-term key."
    elif temporary and not token and case.prepared:
        title = "The session token of a temporary key is missing"
        detail = "A key that begins with ASIA is temporary and is only valid together with its session token."
        remedy = (
            "Set the session token in the identity; key, secret and token come and go together."
        )
    elif key_id.startswith("AKIA") and token:
        title = "A long-term key was sent with a session token"
        detail = "A key that begins with AKIA is long-term and has no session token; the token sent is another key's."
        remedy = "Take the session token out of the identity, or set the key that it belongs to."
    else:
        title = ""
        detail = (
            "The key was deleted or deactivated, is mistyped, belongs to another AWS partition, or its session token is "
            "not its own. A temporary key (ASIA…) needs its session token."
        )
        remedy = "Check the access key in the identity, and in IAM that it is active."
    return MEMBER.found(
        "certain",
        title=title,
        detail=detail,
        evidence=(
            row("Access key sent", key_id),
            row("Kind of key", _kind(key_id)),
            row("Session token sent", ("yes" if token else "no") if case.prepared else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy=remedy,
        actions=(open_identity(case),),
    )


def _kind(key_id: str) -> str:
    return {"AKIA": "long-term", "ASIA": "temporary"}.get(key_id[:4], "")


MEMBER = Cause(
    id="unknown_access_key",
    title="The gateway does not know this access key",
    explain=_explain,
    when="`The security token included in the request is invalid.` or UnrecognizedClientException",
    action="open_identity",
    source=IDENTIFIERS_PAGE,
)
