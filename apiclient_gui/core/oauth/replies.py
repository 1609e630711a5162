"""What a token endpoint's reply means: tokens, a refusal with what to do next, or nothing usable (RFC 6749 §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import HttpReply
from apiclient_gui.core.model import TokenKind, Tokens
from apiclient_gui.core.oauth.id_token import end_of
from apiclient_gui.core.secret import Secret

_SOURCE: Final = "RFC 6749 §5"
_LONGEST: Final = 300  # characters quoted of what a server says

# RFC 6749 §5.2, RFC 8628 §3.5, and what a person does next.
_NEXT: Final[Mapping[str, str]] = {
    "invalid_client": "Check client id and client secret, and whether the server wants them in the body.",
    "invalid_scope": "Ask for scopes that this client may have.",
    "unauthorized_client": "Allow this grant for the client at the identity provider.",
    "unsupported_grant_type": "The server does not offer this grant: check the token URL.",
    "invalid_request": "Check the fields of the identity against the provider's documentation.",
    "invalid_grant": "Log in again.",
    "access_denied": "Log in again and allow it on the page.",
    "expired_token": "Log in again, and confirm it before the code ends.",
}


def tokens(reply: HttpReply, now: datetime) -> Tokens:
    """Return the tokens of a token endpoint's reply (RFC 6749 §5.1). Raises Problem("login") for anything else."""
    document = reply.json()
    if reply.status != 200 or document is None or "error" in document:
        raise refused(reply)
    names = (("access", "access_token"), ("id", "id_token"), ("refresh", "refresh_token"))
    held: dict[Any, Secret] = {
        kind: Secret(document[name])
        for kind, name in names
        if isinstance(document.get(name), str) and document[name]
    }
    if "access" not in held and "id" not in held:
        raise _malformed(reply, "It holds no access_token.")
    kind = document.get("token_type", "Bearer")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise _malformed(
            reply, f"Its token_type is {str(kind)[:40]!r}, and only Bearer is sent here."
        )
    seconds = document.get("expires_in")
    if isinstance(seconds, str) and seconds.isdecimal() and len(seconds) < 10:
        seconds = int(seconds)  # some servers quote it
    ends = None
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds < 1e9:
        ends = now + timedelta(seconds=seconds)
    return Tokens(held, "access" if "access" in held else "id", now, ends)


def chosen(tokens: Tokens, send: str, refresh: Secret | None = None) -> Tokens:
    """Return tokens of which the one is sent that `send` names: "access", "id", or empty for what there is.

    `refresh` is the refresh token that brought them: it stays when no other came (RFC 6749 §6). They end when the first
    of those ends that are sent. Raises Problem("login") when the token to be sent is not among them.
    """
    held = dict(tokens.held)
    if refresh is not None:
        held.setdefault("refresh", refresh)
    wanted: dict[str, TokenKind] = {"access": "access", "id": "id"}
    default = wanted.get(send, tokens.default)
    if default not in held:
        raise _without(default)
    ends = tokens.expires_at
    own = end_of(held["id"]) if "id" in held else None
    if own is not None and (ends is None or own < ends):
        ends = own
    return replace(tokens, held=held, default=default, expires_at=ends)


def refused(reply: HttpReply) -> Problem:
    """Return the problem of an error reply (RFC 6749 §5.2), or of one that is nothing known."""
    document = reply.json()
    error = document.get("error") if document else None
    if not isinstance(error, str):
        return _malformed(reply, "It is no token and no error of OAuth 2.")
    words = document.get("error_description") if document else None
    return Problem(
        "login",
        Finding(
            id="login_refused",
            severity="error",
            title="The identity provider refused the login",
            detail=f"It said: {words[:_LONGEST]}" if isinstance(words, str) and words else "",
            evidence=(Evidence("Error", error[:_LONGEST]), Evidence("Status", str(reply.status))),
            source="RFC 6749 §5.2",
            remedy=_NEXT.get(error, "Check the identity, then log in again."),
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _malformed(reply: HttpReply, detail: str) -> Problem:
    kind = next((value for name, value in reply.headers if name.lower() == "content-type"), "none")
    return Problem(
        "login",
        Finding(
            id="token_reply_malformed",
            severity="error",
            title="The token endpoint gave no usable answer",
            detail=detail,
            evidence=(
                Evidence("Status", str(reply.status)),
                Evidence("Content-Type", kind[:_LONGEST]),
                Evidence("Length", f"{len(reply.body)} bytes"),
            ),
            source=_SOURCE,
            remedy="Check the token URL: it is often one path away from the page for logging in.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _without(kind: TokenKind) -> Problem:
    remedy = "Add openid to its scopes." if kind == "id" else "Send the id token instead."
    return Problem(
        "login",
        Finding(
            id="token_not_brought",
            severity="error",
            title=f"The login brought no {kind} token",
            detail="This identity sends that one.",
            source="OpenID Connect Core 1.0 §3.1.2.1",
            remedy=remedy,
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )
