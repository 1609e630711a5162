"""The access key is not known to the gateway, or the session token that was sent is not that of the key."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.keys import (
    TEMPORARY,
    are_temporary,
    are_unknown,
    is_placeholder,
    session_token,
)
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.diagnosis.base import (
    IDENTIFIERS_PAGE,
    Cause,
    error_type_row,
    gateway_words,
    open_identity,
    renew_keys,
    row,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    if not are_unknown(case):
        return None
    signed = signed_as(case)
    key_id = signed.access_key_id if signed else ""
    token = session_token(case)
    temporary = are_temporary(case)
    if temporary and (not token or is_placeholder(token)):
        return None  # session_token_missing
    action = open_identity(case)
    if is_placeholder(token):
        title = "The session token is a placeholder, not a token"
        detail = "The value sent is a word that stands for a missing value."
        remedy = "Set the session token of the identity, or take it out for a long-term key."
    elif temporary and token:
        title = "These temporary keys are not known, or the session token is another key's"
        detail = (
            "Key, secret and session token of one issue belong together. Or the keys are of another AWS partition, or "
            "the token was cut off or changed."
        )
        remedy = "Get new temporary keys, and put all three of them into the identity."
        if case.logs_in:
            remedy = "Get new temporary keys for the identity."
        action = renew_keys(case)
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
    if case.prepared is None:
        detail += " What was sent is not known here."
        remedy += (
            " With the request (--request or --sent in a terminal) the answer is more certain."
        )
    return MEMBER.found(
        "certain" if case.prepared else "likely",
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
        actions=(action,),
    )


def _kind(key_id: str) -> str:
    return {"AKIA": "long-term", TEMPORARY: "temporary"}.get(key_id[:4], "")


MEMBER = Cause(
    id="unknown_access_key",
    title="The gateway does not know this access key",
    explain=_explain,
    when="`The security token included in the request is invalid.` or UnrecognizedClientException",
    action="open_identity",
    source=IDENTIFIERS_PAGE,
)
