"""A user of an OAuth 2 server that still takes user name and password (RFC 6749 §4.3); RFC 9700 §2.4 advises against it."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from apiclient_gui.core import oauth
from apiclient_gui.core.flow import Flow, Given, HttpCall, HttpReply
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import Credentials, Field
from apiclient_gui.core.secret import Secret


def _log_in(given: Given) -> Flow:
    client = oauth.client_of(given)
    username, password = given.fact("username"), given.secrets.get("password", Secret(""))
    if not client.id:
        raise incomplete("client id", "The identity provider gave it out for this program.")
    if not username or not password:
        raise incomplete("user name" if not username else "password", "The login needs both.")
    if not given.fact("token_url") and not given.fact("issuer"):
        raise incomplete("token URL and no issuer", "One of them says where tokens come from.")
    return _get_tokens(given, client, username, password)


def _get_tokens(
    given: Given, client: oauth.Client, username: str, password: Secret
) -> Generator[HttpCall, HttpReply, Credentials]:
    extra = oauth.extra_parameters(given.fact("extra"))
    endpoints = yield from oauth.discovered(given, "token")
    scope = given.fact("scope")
    call = oauth.password(endpoints.token, client, username, password, scope, extra)
    brought = oauth.tokens((yield call), given.now())
    oauth.check_id_token(brought.held.get("id"), issuer=endpoints.issuer, client_id=client.id)
    return oauth.chosen(brought, given.fact("token"))


def _summary(facts: Mapping[str, str]) -> str:
    where = facts.get("token_url", "") or facts.get("issuer", "")
    return " · ".join(filter(None, (facts.get("username", ""), where)))


MEMBER = Kind(
    id="oauth_password",
    title="OAuth 2 user name and password",
    fields=(
        Field("issuer", "Issuer", hint="https://login.example.com", fallback="the token URL says"),
        Field("token_url", "Token URL", fallback="discovered from the issuer"),
        Field("client_id", "Client id", required=True),
        Field("client_secret", "Client secret", "secret", fallback="a public client has none"),
        Field("username", "User name", required=True),
        Field("password", "Password", "secret", required=True),
        Field("scope", "Scopes", hint="openid offline_access", fallback="the client's own"),
        Field("token", "Token to send", "choice", "access", ("access", "id")),
        Field("extra", "Further parameters", "lines", hint="audience=https://api.example.com"),
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
    refresh=oauth.renewed,
    revoke=oauth.revoked,
    hint="User name and password for tokens, without a browser. Few providers offer it any more.",
)
