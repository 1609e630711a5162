"""The classic pitfall of Lambda authorizers: a policy that was cached for one method answers the call of another."""

from __future__ import annotations

from urllib.parse import urlsplit

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.cache import allowed_elsewhere, allowed_here, cache_life
from apiclient_gui.core.diagnosis.base import (
    Cause,
    denied,
    error_type_row,
    gateway_words,
    log_in,
    row,
    send_again,
    show_page,
)
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.spans import in_words

_SOURCE = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "configure-api-gateway-lambda-authorization.html"
)


def _explain(case: Case) -> Finding | None:
    denial, before = denied(case), allowed_elsewhere(case)
    if denial is None or denial.action or denial.kind == "explicit":
        return None
    if before is None or case.prepared is None or case.sent_at is None:
        return None
    ago, life = (case.sent_at - before.sent_at).total_seconds(), cache_life(case)
    when = f"{in_words(ago)} ago" if ago >= 1 else "a moment ago"
    call = f"{before.method} {urlsplit(before.url).path}"
    again = allowed_here(case)
    renewed = log_in(case)
    return MEMBER.found(
        "certain" if again else "likely",
        detail=f"The same token was allowed {call} {when}. The policy that the authorizer returned then is kept for the "
        "token, whatever the method, and it has no statement for this one."
        + (
            ""
            if again
            else " If a new token is refused as well, the authorizer does not allow this method at all."
        ),
        evidence=(
            row("Refused", f"{case.prepared.method} {case.prepared.path}"),
            row("Allowed before", f"{call}, {before.status}, {when}"),
            row("Policies are kept for", _life(case, life)),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy=f"Send with a new token, or wait: the policy is gone in {in_words(life - ago)} at the latest"
        f"{'' if case.authorizer else ' if the usual time is set'}. To mend it, let the authorizer return a policy for all "
        "methods of the stage (its ARN up to the stage, then /*), or switch its cache off.",
        actions=(renewed, send_again(), show_page(_SOURCE))
        if renewed.key == "log_in"
        else (send_again(), renewed, show_page(_SOURCE)),
    )


def _life(case: Case, life: int) -> str:
    return in_words(life) + ("" if case.authorizer else ", unless the API's owner set another time")


MEMBER = Cause(
    id="authorizer_policy_cached",
    title="A policy that was cached for another method answers this call",
    explain=_explain,
    when="`User is not authorized to access this resource`, and the same token was allowed elsewhere at this API within the "
    "life of the cache; certain when it was allowed here, too",
    action="log_in",
    source=_SOURCE,
)
