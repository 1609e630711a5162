"""The authorizer refused the token, and neither the reply nor the token's claims tell why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.token import token_faults, token_sent, unauthorized
from apiclient_gui.core.diagnosis.base import (
    AUTHORIZER_PAGE,
    Cause,
    choose_identity,
    log_in,
    open_place,
    row,
    token_evidence,
    utc,
)
from apiclient_gui.core.finding import Evidence, Finding

if TYPE_CHECKING:
    from apiclient_gui.core.tokens import Token

_LEFT = (
    "What remains: a signature that was not made with a key of the issuer, a missing scope, or a rule that the "
    "authorizer has of its own."
)


def _explain(case: Case) -> Finding | None:
    if not unauthorized(case) or token_faults(case):
        return None
    token = token_sent(case)
    if case.prepared is None:
        title, detail = (
            "No token came, or the authorizer refused it",
            "The reply does not tell which.",
        )
    elif token is None:
        return None
    else:
        title, detail = _about(token, gateway=bool(case.error_type or case.authorizer))
    return MEMBER.found(
        "certain" if case.authorizer else "likely",
        title=title,
        detail=detail,
        evidence=token_evidence(case, *(_claims(token) if token else ())),
        remedy="Log in again; if the new token is refused as well, the API's owner sees the reason in the authorizer's log.",
        actions=(
            log_in(case),
            choose_identity("Choose another identity"),
            open_place("auth", "Open Auth"),
        )
        if log_in(case).key == "log_in"
        else (choose_identity(), open_place("auth", "Open Auth")),
    )


def _about(token: Token, *, gateway: bool) -> tuple[str, str]:
    whose = "" if gateway else "The server refused this token"
    if token.kind == "opaque":
        return whose, (
            "What was sent is no JWT, so it cannot be read here. An authorizer that takes JWTs only refuses it; others ask "
            "the issuer, for whom it may have expired or been revoked."
        )
    if token.kind == "invalid":
        return "What was sent as a token cannot be read as one", (
            "It looks like a JWT and is none: a part of it is missing, or it was cut when it was copied."
        )
    if token.kind == "jws" and not token.signed:
        return "The token is not signed", "An authorizer takes signed tokens only."
    return whose, f"It has not expired, and nothing in its claims is known to be wrong. {_LEFT}"


def _claims(token: Token) -> tuple[Evidence | None, ...]:
    return (
        row("Kind of token", token.kind),
        row("iss", token.issuer),
        row("aud", ", ".join(token.audience)),
        row("exp", utc(token.lifetime.expires_at)),
        row("Algorithm", token.algorithm),
        row("Key ID", token.key_id),
    )


MEMBER = Cause(
    id="token_refused_by_authorizer",
    title="The authorizer refused this token",
    explain=_explain,
    when="any other 401 to a request with a token; certain when the authorizer is known",
    action="log_in",
    source=AUTHORIZER_PAGE,
)
