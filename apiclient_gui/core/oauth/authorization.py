"""The authorization request that a browser is sent with, and the answer that it comes back with.

Source: RFC 6749 §4.1, RFC 7636 (PKCE), RFC 9207 (`iss`), OpenID Connect Core 1.0 §3.1.2, RFC 9700 §2.1.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.oauth.client import Client
from apiclient_gui.core.oauth.discovery import Endpoints
from apiclient_gui.core.secret import Secret

_LONGEST: Final = 300  # characters quoted of what a server says
_OURS: Final = frozenset(
    {"client_id", "redirect_uri", "response_type", "state", "nonce", "scope"}
    | {"code_challenge", "code_challenge_method", "client_secret"}
)

# RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6.
_NEXT: Final[Mapping[str, str]] = {
    "access_denied": "Log in again and allow it, or ask for what this user and client may have.",
    "invalid_scope": "Ask for scopes that this client may have.",
    "unauthorized_client": "Allow the authorization code grant for the client at the identity provider.",
    "login_required": "Take prompt=none out of the further parameters.",
    "interaction_required": "Take prompt=none out of the further parameters.",
    "consent_required": "Take prompt=none out of the further parameters.",
    "server_error": "Try again later.",
    "temporarily_unavailable": "Try again later.",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One authorization request: the URL to open, and what its answer has to fit."""

    url: str
    redirect: str
    state: str
    nonce: str
    verifier: Secret


def begin(
    endpoints: Endpoints,
    client: Client,
    scope: str,
    redirect: str,
    extra: tuple[tuple[str, str], ...] = (),
) -> Attempt:
    """Return a new attempt, with state, nonce and verifier of 256 bits and more. The nonce is sent with `openid` alone."""
    state, nonce, verifier = (secrets.token_urlsafe(size) for size in (32, 32, 48))
    digest = hashlib.sha256(verifier.encode()).digest()
    scopes = scope.split()
    parameters = [
        ("response_type", "code"),
        ("client_id", client.id),
        ("redirect_uri", redirect),
        ("state", state),
        ("code_challenge", base64.urlsafe_b64encode(digest).decode().rstrip("=")),
        ("code_challenge_method", "S256"),
    ]
    if scopes:
        parameters.append(("scope", " ".join(scopes)))
    if "openid" in scopes:
        parameters.append(("nonce", nonce))
    query = urlencode([*parameters, *extra], quote_via=quote)
    # An authorization endpoint may have a query of its own (RFC 6749 §3.1).
    url = endpoints.authorize.partition("#")[0]
    url += ("&" if "?" in url else "?") + query
    return Attempt(url, redirect, state, nonce if "openid" in scopes else "", Secret(verifier))


def code_of(answer: Mapping[str, str], attempt: Attempt, endpoints: Endpoints) -> Secret:
    """Return the code of what a browser was sent back with. Raises Problem("login") for all that is none."""
    state = answer.get("state", "")
    if not hmac.compare_digest(state.encode("utf-8", "replace"), attempt.state.encode()):
        raise _odd("It is the answer to another login.", "RFC 6749 §10.12")
    issuer = answer.get("iss")
    if endpoints.issuer and issuer is not None and issuer != endpoints.issuer:
        raise _odd(f"It comes from another issuer: {issuer[:_LONGEST]}", "RFC 9207 §2.4")
    if endpoints.names_issuer and issuer is None:
        raise _odd(
            "It does not say from which issuer it comes, and this one does.", "RFC 9207 §2.4"
        )
    if "error" in answer:
        raise _refused(answer)
    code = answer.get("code", "")
    if not code:
        raise _odd("It holds neither a code nor an error.", "RFC 6749 §4.1.2")
    return Secret(code)


def extra_parameters(text: str) -> tuple[tuple[str, str], ...]:
    """Return further parameters, one `name=value` a line. Raises Problem("refused") for one that is ours to set."""
    found: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name:
            raise _unfit(line, "Write each on a line of its own, as audience=https://api.example.")
        if name in _OURS:
            raise _unfit(name, "The program sets it itself, for each login anew or from its field.")
        if name == "response_mode" and value != "query":
            raise _unfit(name, "Only answers in the query reach the program.")
        found.append((name, value))
    return tuple(found)


def _unfit(what: str, detail: str) -> Problem:
    return Problem(
        "refused",
        Finding(
            id="extra_parameter_unfit",
            severity="error",
            title="A further parameter of this identity cannot be sent",
            detail=f"Nothing was sent. {detail}",
            evidence=(Evidence("Parameter", what.partition("=")[0][:_LONGEST]),),
            remedy="Open the identity and change its further parameters.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _refused(answer: Mapping[str, str]) -> Problem:
    error, words = answer["error"], answer.get("error_description", "")
    return Problem(
        "login",
        Finding(
            id="login_refused",
            severity="error",
            title="The identity provider refused the login",
            detail=f"It said: {words[:_LONGEST]}" if words else "",
            evidence=(Evidence("Error", error[:_LONGEST]),),
            source="RFC 6749 §4.1.2.1",
            remedy=_NEXT.get(error, "Check the identity, then log in again."),
            actions=(
                Action("log_in", "Log in again"),
                Action("open_identity", "Open the identity"),
            ),
        ),
    )


def _odd(detail: str, source: str) -> Problem:
    return Problem(
        "login",
        Finding(
            id="redirect_not_trusted",
            severity="error",
            title="The browser came back with an answer that cannot be trusted",
            detail=f"{detail} Its code was not used.",
            source=source,
            remedy="Log in again; check the issuer in the identity if it happens once more.",
            actions=(
                Action("log_in", "Log in again"),
                Action("open_identity", "Open the identity"),
            ),
        ),
    )
