"""The temporary keys that signed are over: their session has ended."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.diagnosis.base import (
    Cause,
    error_type_row,
    gateway_words,
    open_identity,
    row,
    send_again,
)
from apiclient_gui.core.finding import Finding

_SOURCE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html"
_SENTENCE = "security token included in the request is expired"
_TYPE = "ExpiredToken"


def _explain(case: Case) -> Finding | None:
    said = case.says(_SENTENCE) and case.fits(_TYPE, "AccessDenied", "UnrecognizedClient")
    if not (case.named(_TYPE) or said):
        return None
    signed = signed_as(case)
    return MEMBER.found(
        "certain",
        detail="Temporary keys (ASIA…) hold for some minutes to some hours; then key, secret and session token are worth "
        "nothing.",
        evidence=(
            row("Access key sent", signed.access_key_id if signed else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Get new temporary keys, put key, secret and session token into the identity, and send again.",
        actions=(open_identity(case), send_again("Sign anew and send")),
    )


MEMBER = Cause(
    id="session_token_expired",
    title="The session of these temporary keys has ended",
    explain=_explain,
    when="`The security token included in the request is expired`, ExpiredTokenException",
    action="open_identity",
    source=_SOURCE,
)
