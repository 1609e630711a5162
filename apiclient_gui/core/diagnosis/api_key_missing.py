"""The method wants an API key, and none was sent."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    API_KEY_PAGE,
    Cause,
    api_key_name,
    error_type_row,
    forbidden,
    gateway_words,
    key_wanted,
    open_place,
    row,
)
from apiclient_gui.core.finding import Action, Finding

_WANTED = "x-api-key"


def _explain(case: Case) -> Finding | None:
    name, wanted = api_key_name(case), key_wanted(case)
    if not forbidden(case) or case.prepared is None or name == _WANTED or wanted is False:
        return None
    return MEMBER.found(
        "certain" if wanted else "likely",
        title=f"The API key was sent as {name}, and the gateway reads {_WANTED}" if name else "",
        detail="A method that requires an API key refuses a call without one in this way."
        if wanted
        else "Nothing but Forbidden is said. Most often that is a method that requires an API key. AWS WAF, a disabled "
        "default endpoint, and a public API called through a private endpoint answer the same.",
        evidence=(
            row("API key sent", name or "no"),
            row("API key required", "yes" if wanted else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy=f"Choose the API key in Auth; it goes along in {_WANTED}, besides whatever else authorises.",
        actions=(
            Action("choose_api_key", "Choose the API key"),
            open_place("url", "Check the host"),
        ),
    )


MEMBER = Cause(
    id="api_key_missing",
    title="This method wants an API key, and none was sent",
    explain=_explain,
    when="403 `Forbidden` to a request without x-api-key; certain when the method is known to require a key",
    action="choose_api_key",
    source=API_KEY_PAGE,
)
