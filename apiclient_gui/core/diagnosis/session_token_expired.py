"""The temporary keys that signed are over: their session has ended."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import signed_as
from apiclient_gui.core.diagnosis.base import (
    TEMPORARY_KEYS_PAGE,
    Cause,
    error_type_row,
    gateway_words,
    renew_keys,
    row,
    send_again,
    show_page,
    utc,
)
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.spans import in_words

_SENTENCE = "security token included in the request is expired"
_TYPE = "ExpiredToken"


def _explain(case: Case) -> Finding | None:
    said = case.says(_SENTENCE) and case.fits(_TYPE, "AccessDenied", "UnrecognizedClient")
    if not (case.named(_TYPE) or said):
        return None
    signed = signed_as(case)
    renewed = renew_keys(case)
    return MEMBER.found(
        "certain",
        title=_title(case),
        detail="Temporary keys (ASIA…) hold for some minutes to some hours; then key, secret and session token are worth "
        f"nothing.{_too_early(case)}",
        evidence=(
            row("Access key sent", signed.access_key_id if signed else ""),
            row("End of the keys", utc(case.ends)),
            row("Gateway's clock", utc(case.judged_at) if case.ends else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Get new temporary keys for the identity, and send again."
        if renewed.key == "log_in"
        else "Get new temporary keys, put key, secret and session token into the identity, and send again.",
        actions=(renewed, show_page(TEMPORARY_KEYS_PAGE))
        if renewed.key == "log_in"
        else (renewed, send_again("Sign anew and send")),
    )


def _title(case: Case) -> str:
    now = case.judged_at
    if case.ends is None or now is None or now <= case.ends:
        return ""
    return f"The session of these temporary keys ended {in_words(now - case.ends)} before"


def _too_early(case: Case) -> str:
    now = case.judged_at
    if case.ends is None or now is None or now > case.ends:
        return ""
    return (
        " These should hold for longer by what was said when they were given: their session was revoked, or the end "
        "that the identity knows is not theirs."
    )


MEMBER = Cause(
    id="session_token_expired",
    title="The session of these temporary keys has ended",
    explain=_explain,
    when="`The security token included in the request is expired`, ExpiredTokenException",
    action="open_identity",
    source=TEMPORARY_KEYS_PAGE,
)
