"""An API key was sent, and it does not open this method."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    API_KEY_PAGE,
    REFUSED_403_ARTICLE,
    Cause,
    api_key_name,
    error_type_row,
    forbidden,
    gateway_words,
    key_wanted,
    row,
    show_page,
)
from apiclient_gui.core.finding import Action, Finding


def _explain(case: Case) -> Finding | None:
    name, wanted = api_key_name(case), key_wanted(case)
    if not forbidden(case) or name != "x-api-key" or wanted is False:
        return None
    return MEMBER.found(
        "likely" if wanted else "possible",
        detail="The key is unknown or disabled, or its usage plan does not hold this API's stage. AWS WAF and a disabled "
        "default endpoint answer the same."
        if wanted
        else "The key is unknown or disabled, or its usage plan does not hold this API's stage, if the method requires one. "
        "AWS WAF, a disabled default endpoint, and a public API called through a private endpoint answer the same.",
        evidence=(
            row("API key sent", name),
            row("API key required", "yes" if wanted else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Choose another API key, or have the owner look at the key, its usage plan, and the stages in it.",
        actions=(
            Action("choose_api_key", "Choose another API key"),
            show_page(REFUSED_403_ARTICLE),
        ),
    )


MEMBER = Cause(
    id="api_key_refused",
    title="The API key does not open this method",
    explain=_explain,
    when="403 `Forbidden` to a request with x-api-key; likely when the method is known to require a key, else possible",
    action="choose_api_key",
    source=API_KEY_PAGE,
)
