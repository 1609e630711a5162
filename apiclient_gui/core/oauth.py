"""OAuth 2 messages: what is sent to a token endpoint and what its reply means. No I/O; oauthlib knows the grants.

oauthlib's own parser is not used: it raises bare warnings for changed scopes and TypeErrors for odd JSON. Its builders
for bodies need no switch, those for URLs refuse http even on loopback.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, quote_plus

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import HttpCall, HttpReply
from apiclient_gui.core.model import Tokens
from apiclient_gui.core.secret import Secret

_SOURCE: Final = "RFC 6749 §5"
_LONGEST: Final = 300  # characters quoted of what a server says

# RFC 6749 §5.2, and what a person does next.
_NEXT: Final[Mapping[str, str]] = {
    "invalid_client": "Check client id and client secret, and whether the server wants them in the body.",
    "invalid_scope": "Ask for scopes that this client may have.",
    "unauthorized_client": "Allow this grant for the client at the identity provider.",
    "unsupported_grant_type": "The server does not offer this grant: check the token URL.",
    "invalid_request": "Check the fields of the identity against the provider's documentation.",
    "invalid_grant": "Log in again.",
}


def client_credentials(
    token_url: str, client_id: str, secret: Secret, scope: str, *, in_body: bool
) -> HttpCall:
    """Return the request of the client-credentials grant (RFC 6749 §4.4.2).

    The client authenticates in the Authorization header, with id and secret form-encoded first (§2.3.1), or in the body.
    """
    from oauthlib.oauth2 import BackendApplicationClient  # noqa: PLC0415  # start-up time

    client = BackendApplicationClient(client_id)
    body = client.prepare_request_body(
        scope=" ".join(scope.split()) or None, include_client_id=False
    )
    form: tuple[tuple[str, str | Secret], ...] = tuple(parse_qsl(body, keep_blank_values=True))
    if in_body:
        form += (("client_id", client_id), ("client_secret", secret))
        return HttpCall("get a token", "POST", token_url, (), form)
    pair = f"{quote_plus(client_id)}:{quote_plus(secret.reveal())}"
    basic = Secret("Basic " + base64.b64encode(pair.encode()).decode())
    return HttpCall("get a token", "POST", token_url, (("Authorization", basic),), form)


def tokens(reply: HttpReply, now: datetime) -> Tokens:
    """Return the tokens of a token endpoint's reply (RFC 6749 §5.1). Raises Problem("login") for anything else."""
    document = reply.json()
    if reply.status != 200 or document is None or "error" in document:
        raise _refused(reply, document)
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


def _refused(reply: HttpReply, document: Mapping[str, Any] | None) -> Problem:
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
