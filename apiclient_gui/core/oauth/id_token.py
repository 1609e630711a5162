"""The id token of a token reply: whether it was made for this login. It came from the token endpoint over TLS.

So its signature need not be checked (OpenID Connect Core 1.0 §3.1.3.7, 6); whoever wants to, does on the Tokens page.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import Final

from apiclient_gui.core import tokens
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.secret import Secret

_SOURCE: Final = "OpenID Connect Core 1.0 §3.1.3.7"
_LONGEST: Final = 200


def check_id_token(
    token: Secret | None,
    *,
    issuer: str,
    client_id: str,
    nonce: str = "",
    before: Secret | None = None,
) -> None:
    """Raise Problem("login") when the id token is another issuer's, client's, login's or user's.

    An empty `issuer` or `nonce` is not compared; `before` is the id token that this one replaces (§12.2). None passes:
    a login without the scope `openid` brings none.
    """
    if token is None:
        return
    read = tokens.decode(token.reveal())
    if read.kind != "jws":
        raise _foreign("It cannot be read as a signed token.")
    if issuer and read.issuer != issuer:
        raise _foreign("Another issuer made it.", ("Its issuer", read.issuer), ("Expected", issuer))
    if client_id not in read.audience:
        shown = ", ".join(read.audience)
        raise _foreign(
            "It is for another client.", ("Its audience", shown), ("Expected", client_id)
        )
    party = read.claims.get("azp")
    if party is not None and party != client_id:
        raise _foreign("Another client asked for it.", ("Its azp", str(party)))
    said = read.claims.get("nonce")
    if nonce and not (isinstance(said, str) and _same(said, nonce)):
        raise _foreign("It was made for another login: its nonce is not the one that was sent.")
    if before is not None:
        subject = tokens.decode(before.reveal()).claims.get("sub")
        if read.claims.get("sub") != subject:
            raise _foreign("It is another user's than the one before.")


def end_of(token: Secret) -> datetime | None:
    """Return when a token says that it ends; None when it does not say so."""
    seconds = tokens.decode(token.reveal()).claims.get("exp")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 < seconds < 1e11:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _foreign(detail: str, *evidence: tuple[str, str]) -> Problem:
    return Problem(
        "login",
        Finding(
            id="id_token_not_ours",
            severity="error",
            title="The login brought an id token that was not made for it",
            detail=f"{detail} None of the tokens was kept.",
            evidence=tuple(Evidence(label, value[:_LONGEST]) for label, value in evidence),
            source=_SOURCE,
            remedy="Check issuer, client id and token URL: they have to be those of one provider.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )
