"""A program's own identity at an OAuth 2 server: client id and secret for an access token (RFC 6749 §4.4)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from apiclient_gui.core import oauth
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import Flow, Given, HttpCall, HttpReply
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import Credentials, Field
from apiclient_gui.core.secret import Secret

_WELL_KNOWN = "/.well-known/openid-configuration"


def _log_in(given: Given) -> Flow:
    client_id = given.fact("client_id")
    secret = Secret(given.secrets.get("client_secret", Secret("")).reveal().strip())
    if not client_id:
        raise incomplete("client id", "The identity provider gave it out with the client secret.")
    if not secret:
        raise incomplete("client secret", "The identity provider showed it with the client id.")
    if not given.fact("token_url") and not given.fact("issuer"):
        raise incomplete("token URL and no issuer", "One of them says where tokens come from.")
    return _get_token(given, client_id, secret)


def _get_token(
    given: Given, client_id: str, secret: Secret
) -> Generator[HttpCall, HttpReply, Credentials]:
    token_url = given.fact("token_url")
    if not token_url:
        issuer = given.fact("issuer").removesuffix("/")
        reply = yield HttpCall("find the token endpoint", "GET", issuer + _WELL_KNOWN)
        token_url = _token_endpoint(reply, given.fact("issuer"))
    in_body = given.fact("client_auth") == "in the body"
    reply = yield oauth.client_credentials(
        token_url, client_id, secret, given.fact("scope"), in_body=in_body
    )
    return oauth.tokens(reply, given.now())


def _token_endpoint(reply: HttpReply, issuer: str) -> str:
    # OpenID Connect Discovery 1.0 §4.3: the issuer named must be the one asked for.
    document: Mapping[str, Any] = reply.json() or {}
    named, url = document.get("issuer"), document.get("token_endpoint")
    if reply.status != 200 or not isinstance(url, str) or not url:
        raise _no_discovery(reply, "There is no discovery document with a token endpoint.", issuer)
    if named != issuer:
        raise _no_discovery(reply, f"Its document names another issuer: {str(named)[:200]}", issuer)
    return url


def _no_discovery(reply: HttpReply, detail: str, issuer: str) -> Problem:
    return Problem(
        "login",
        Finding(
            id="discovery_failed",
            severity="error",
            title="The issuer does not tell where its token endpoint is",
            detail=detail,
            evidence=(Evidence("Issuer", issuer), Evidence("Status", str(reply.status))),
            source="OpenID Connect Discovery 1.0 §4",
            remedy="Check the issuer, to the slash at its end; or give the token URL itself.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _summary(facts: Mapping[str, str]) -> str:
    where = facts.get("token_url", "") or facts.get("issuer", "")
    return " · ".join(filter(None, (facts.get("client_id", ""), where)))


MEMBER = Kind(
    id="client_credentials",
    title="OAuth 2 client credentials",
    fields=(
        Field(
            "issuer", "Issuer", hint="https://login.example.com", fallback="the token URL says it"
        ),
        Field("token_url", "Token URL", fallback="discovered from the issuer"),
        Field("client_id", "Client id", required=True),
        Field("client_secret", "Client secret", "secret", required=True),
        Field("scope", "Scopes", hint="pets:read pets:write", fallback="the client's own"),
        Field(
            "client_auth",
            "Client secret goes",
            "choice",
            "in the header",
            ("in the header", "in the body"),
        ),
    ),
    scheme="bearer",
    obtain=_log_in,
    summary=_summary,
    logs_in=True,
    hint="A program logs in for itself, without a user: client id and secret bring a token.",
)
