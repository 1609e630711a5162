"""The calls before, as far as they explain this one: an authorizer keeps its policy for a token, whatever the method."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from apiclient_gui.core.case.known import Case
from apiclient_gui.core.model import Earlier, Prepared, credential_digest

_USUAL_TTL: Final = (
    300  # seconds; what API Gateway sets unless the owner says another (aws-facts §4.5)
)


def cache_life(case: Case) -> int:
    """Return for how long the authorizer's policies are kept, in seconds; API Gateway's default when it is not known."""
    return case.authorizer.ttl if case.authorizer else _USUAL_TTL


def allowed_elsewhere(case: Case) -> Earlier | None:
    """Return the latest other call at this API that the same Authorization was allowed, within the cache's life.

    Its policy may have answered for this call as well: the cache knows the token and not the method.
    """
    sent, at = case.prepared, case.sent_at
    if sent is None or at is None:
        return None
    here, life = _address(sent), timedelta(seconds=cache_life(case))
    return next(
        (
            one
            for one in reversed(_allowed(case))
            if (one.method, one.url) != (sent.method, here)
            and timedelta(0) <= at - one.sent_at < life
        ),
        None,
    )


def allowed_here(case: Case) -> bool:
    """Whether this very call was allowed before with the same Authorization: then its policy can allow it."""
    sent = case.prepared
    return sent is not None and any(
        (one.method, one.url) == (sent.method, _address(sent)) for one in _allowed(case)
    )


def _allowed(case: Case) -> list[Earlier]:
    sent = case.prepared
    digest = credential_digest(sent, case.authorisation) if sent else ""
    if sent is None or not digest:
        return []
    base = case.reached.api.url if case.reached else _stage(sent)
    return [
        one
        for one in case.earlier
        if one.authorization == digest and 0 < one.status < 400 and _is_below(one.url, base)
    ]


def _address(sent: Prepared) -> str:
    return sent.url.partition("?")[0]


def _stage(sent: Prepared) -> str:
    return f"{sent.scheme}://{sent.host}/{sent.path.split('/')[1]}"


def _is_below(url: str, base: str) -> bool:
    return url == base or url.startswith(base.rstrip("/") + "/")
