"""A program's own identity at an OAuth 2 server: client id and secret for an access token (RFC 6749 §4.4)."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from apiclient_gui.core import oauth
from apiclient_gui.core.flow import Flow, Given, HttpCall, HttpReply
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import Credentials, Field


def _log_in(given: Given) -> Flow:
    client = oauth.client_of(given)
    if not client.id:
        raise incomplete("client id", "The identity provider gave it out with the client secret.")
    if not client.secret and client.proof is None:
        raise incomplete("client secret", "The identity provider showed it with the client id.")
    if not given.fact("token_url") and not given.fact("issuer"):
        raise incomplete("token URL and no issuer", "One of them says where tokens come from.")
    return _get_token(given, client, oauth.extra_parameters(given.fact("extra")))


def _get_token(
    given: Given, client: oauth.Client, extra: tuple[tuple[str, str], ...]
) -> Generator[HttpCall, HttpReply, Credentials]:
    endpoints = yield from oauth.discovered(given, "token")
    call = oauth.client_credentials(endpoints.token, client, given.fact("scope"), extra)
    return oauth.tokens((yield call), given.now())


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
        Field("client_secret", "Client secret", "secret", fallback="a private key signs"),
        Field("scope", "Scopes", hint="pets:read pets:write", fallback="the client's own"),
        Field(
            "client_auth",
            "Client secret goes",
            "choice",
            "in the header",
            ("in the header", "in the body", "not at all: a private key signs"),
        ),
        Field("private_key", "Private key", "secret", hint="-----BEGIN PRIVATE KEY-----"),
        Field("key_id", "Key id", fallback="the server has one key of this client"),
        Field("extra", "Further parameters", "lines", hint="audience=https://api.example.com"),
    ),
    scheme="bearer",
    obtain=_log_in,
    summary=_summary,
    logs_in=True,
    hint="A program logs in for itself, without a user: client id and secret bring a token.",
)
