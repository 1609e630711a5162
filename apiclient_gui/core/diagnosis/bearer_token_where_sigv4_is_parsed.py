"""A bearer token stands in Authorization where the gateway reads a signature: wrong route, or an IAM method."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.authorization_hash import compared
from apiclient_gui.core.case.signature import looks_signed
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    choose_identity,
    gateway_words,
    hash_evidence,
    open_place,
    row,
)
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.gateway.routes import Route, route
from apiclient_gui.core.model import Prepared

_READ_ANYWAY = "It reads Authorization even where there is no method that could use it."
_CHECKS = (
    "Check in this order: whether this route and method exist, whether the method uses AWS_IAM, and whether this is a "
    "private API behind an endpoint policy of its own."
)


def _explain(case: Case) -> Finding | None:
    sent = case.sent_header("authorization")
    bearer = (sent or "")[:6].title() == "Bearer"
    no_pair = refusal.is_no_pair(case.words)
    # A token that holds `=` is taken for a pair, and then all parameters are missing.
    if not (no_pair or (bearer and refusal.missing_parameters(case.words))) or not case.fits(
        *SIGNATURE_TYPES
    ):
        return None
    if looks_signed(case) or (sent and not bearer and " " in sent):
        return None
    reached = route(case.prepared, case.apis)
    header = compared(case.words, sent)
    said = f" {header.meaning}" if header and header.meaning else ""
    title, hint = _about(case.prepared, reached)
    return MEMBER.found(
        "certain",
        title=title,
        detail=f"The gateway tried to read Authorization as a SigV4 signature.{said} {hint}",
        evidence=(
            *hash_evidence(header),
            row("Methods of this API nearby", "\n".join(reached.nearest) if reached else ""),
            gateway_words(case),
        ),
        remedy=_remedy(reached),
        actions=_actions(reached),
    )


def _about(sent: Prepared | None, reached: Route | None) -> tuple[str, str]:
    if reached and reached.method is None:
        what = f"{sent.method} {reached.path}" if sent else "such method"
        return f"{reached.api.name} has no {what}", _READ_ANYWAY
    if reached and reached.method and _wants_signature(reached):
        method = f"{reached.method.method} {reached.method.path}"
        return "This method wants a signature, not a token", f"{method} uses AWS_IAM."
    return "", _CHECKS


def _remedy(reached: Route | None) -> str:
    if reached and reached.method is None:
        return "Check method, stage and path in the URL: capitals count, and the stage comes first."
    if _wants_signature(reached):
        return "Choose an identity with AWS keys: the request is then signed with SigV4."
    return "Send the token to a method that takes one: correct path and method, or sign for an AWS_IAM method."


def _actions(reached: Route | None) -> tuple[Action, ...]:
    place, sign = open_place("url", "Check path and method"), choose_identity("Sign with AWS keys")
    if reached and reached.method is None:
        return (place,)
    return (sign, place) if _wants_signature(reached) else (place, sign)


def _wants_signature(reached: Route | None) -> bool:
    return (
        reached is not None
        and reached.method is not None
        and reached.method.authorization == "AWS_IAM"
    )


MEMBER = Cause(
    id="bearer_token_where_sigv4_is_parsed",
    title="A bearer token was read as a signature",
    explain=_explain,
    when="`Invalid key=value pair (missing equal-sign) in Authorization header …`, older and newer form",
    action="open_place",
    source=SIGNATURE_PAGE,
)
