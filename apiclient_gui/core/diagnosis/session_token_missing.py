"""Temporary keys were sent without the session token that they are only valid with."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.keys import (
    are_temporary,
    are_unknown,
    is_placeholder,
    session_token,
)
from apiclient_gui.core.case.signature import in_query, signed_as
from apiclient_gui.core.diagnosis.base import (
    TEMPORARY_KEYS_PAGE,
    Cause,
    error_type_row,
    gateway_words,
    renew_keys,
    row,
    show_page,
)
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    token = session_token(case)
    placeholder = is_placeholder(token)
    if not (are_temporary(case) and are_unknown(case)) or (token and not placeholder):
        return None
    signed = signed_as(case)
    where = "query as X-Amz-Security-Token" if in_query(case) else "header X-Amz-Security-Token"
    sent = "What was sent is a word for a missing value." if placeholder else "None was sent."
    return MEMBER.found(
        "certain",
        title="The session token is a placeholder, not a token" if placeholder else "",
        detail="A key that begins with ASIA is temporary and only valid together with its session token, which goes in "
        f"the {where}. {sent}",
        evidence=(
            row("Access key sent", signed.access_key_id if signed else ""),
            row("Kind of key", "temporary"),
            row("Session token sent", "a placeholder" if placeholder else "no"),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Get the keys of the identity anew."
        if case.logs_in
        else "Add the session token to the identity. If it is lost, get new temporary keys: key, secret and token come "
        "and go together.",
        actions=(renew_keys(case), show_page(TEMPORARY_KEYS_PAGE)),
    )


MEMBER = Cause(
    id="session_token_missing",
    title="Temporary keys were sent without their session token",
    explain=_explain,
    when="the words or types of `unknown_access_key`, to a key that begins with ASIA and was sent without a session token",
    action="open_identity",
    source=TEMPORARY_KEYS_PAGE,
)
