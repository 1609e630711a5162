"""A bearer token stands in Authorization where the gateway reads a signature: wrong route, or an IAM method."""

from __future__ import annotations

import base64
import hashlib
import re

from apiclient_gui.core import refusal
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Case,
    Cause,
    gateway_words,
    looks_signed,
    open_place,
    row,
)
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.gateway.routes import Route, route

_HASH = re.compile(
    r"encoded with Base64\)(?::\s*'| Authorization=)([A-Za-z0-9+/_-]{43}=?)", re.IGNORECASE
)
_QUOTED = re.compile(r"in Authorization header:\s*'([^']*)'", re.IGNORECASE)
_CHECKS = (
    "Check in this order: whether this route and method exist, whether the method uses AWS_IAM, and whether this is a "
    "private API behind an endpoint policy of its own."
)


def _explain(case: Case) -> Finding | None:
    sent = case.sent_header("authorization")
    bearer = (sent or "").lower().startswith("bearer")
    no_pair = refusal.is_no_pair(case.words)
    # A token that holds `=` is taken for a pair, and then all parameters are missing.
    if not (no_pair or (bearer and refusal.missing_parameters(case.words))) or not case.fits(
        *SIGNATURE_TYPES
    ):
        return None
    if looks_signed(case) or (sent and not bearer and " " in sent):
        return None
    reached = route(case.prepared, case.apis)
    arrived = _arrived_unchanged(case.words[:8192], sent)
    changed = " It did not arrive as it was sent: a proxy changed it." if arrived == "no" else ""
    title, hint = _about(reached)
    return MEMBER.found(
        "certain",
        title=title,
        detail=f"The gateway tried to read Authorization as a SigV4 signature.{changed} {hint}",
        evidence=(
            row("Header arrived unchanged", arrived),
            row("Methods of this API nearby", "\n".join(reached.nearest) if reached else ""),
            gateway_words(case),
        ),
        remedy="Send the token to a method that takes one: correct path and method, or sign for an AWS_IAM method.",
        actions=(
            open_place("url", "Check path and method"),
            Action("choose_identity", "Sign with AWS keys"),
        ),
    )


def _about(reached: Route | None) -> tuple[str, str]:
    if reached and reached.method is None:
        return "This path or method does not exist", f"{reached.api.name} has no such method."
    if reached and reached.method and reached.method.authorization == "AWS_IAM":
        method = f"{reached.method.method} {reached.method.path}"
        return "This method wants a signature, not a token", f"{method} uses AWS_IAM."
    return "", _CHECKS


def _arrived_unchanged(words: str, sent: str | None) -> str:
    """Return yes or no when both the header sent and what the gateway saw of it are known, else nothing."""
    if sent is None:
        return ""
    digest = _HASH.search(words)
    if digest:
        raw = hashlib.sha256(sent.encode("latin-1", "replace")).digest()
        expected = base64.b64encode(raw).decode().rstrip("=")
        theirs = digest[1].replace("-", "+").replace("_", "/").rstrip("=")
        return "yes" if theirs == expected else "no"
    quoted = _QUOTED.search(words)
    return ("yes" if quoted[1] == sent else "no") if quoted else ""


MEMBER = Cause(
    id="bearer_token_where_sigv4_is_parsed",
    title="A bearer token was read as a signature",
    explain=_explain,
    when="`Invalid key=value pair (missing equal-sign) in Authorization header …`, older and newer form",
    action="open_place",
    source=SIGNATURE_PAGE,
)
