"""A user of any OpenID Connect or OAuth 2 provider, logged in on its own page in the browser: authorization code with PKCE.

Source: RFC 6749 §4.1, RFC 7636, RFC 8252, OpenID Connect Core 1.0 §3.1.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, Final

from apiclient_gui.core import oauth
from apiclient_gui.core.flow import Browse, Flow, Given, Redirect
from apiclient_gui.core.identity.base import Kind, Preset, incomplete
from apiclient_gui.core.model import Credentials, Field

_PORT_HINT: Final = "The provider takes the redirect URI that is registered alone: "

PRESETS: Final = (
    Preset(
        "Google",
        {
            "issuer": "https://accounts.google.com",
            "scope": "openid email profile",
            "client_auth": "in the body",
            "token": "id",
            "extra": "access_type=offline\nprompt=consent",
        },
        "An OAuth client of the type “Desktop app”; its secret is no secret there, but it is asked for. Access tokens are "
        "opaque, so APIs take the id token.",
    ),
    Preset(
        "Microsoft Entra ID",
        {"scope": "openid profile offline_access"},
        "Issuer: https://login.microsoftonline.com/TENANT-ID/v2.0 (with “common” nobody can tell who issued a token). "
        "Register http://localhost under “Mobile and desktop applications” and choose localhost as host. For an API of "
        "your own add its scope: api://CLIENT-ID/name.",
    ),
    Preset(
        "Okta",
        {"scope": "openid profile offline_access", "redirect_port": "8765"},
        "Issuer: https://YOUR-ORG.okta.com/oauth2/default. An app of the type “Native”. "
        + _PORT_HINT
        + "http://127.0.0.1:8765/callback.",
    ),
    Preset(
        "Auth0",
        {"scope": "openid profile offline_access", "redirect_port": "8765"},
        "Issuer: https://YOUR-TENANT.eu.auth0.com/ with the slash at its end. Without audience=IDENTIFIER-OF-THE-API "
        "among the further parameters its access tokens are opaque. An application of the type “Native”. "
        + _PORT_HINT
        + "http://127.0.0.1:8765/callback.",
    ),
    Preset(
        "Keycloak",
        {"scope": "openid profile"},
        "Issuer: https://HOST/realms/REALM. A public client with “Standard flow”; valid redirect URI: "
        "http://127.0.0.1/callback takes any port.",
    ),
    Preset(
        "Cognito managed login",
        {"scope": "openid", "redirect_port": "8765", "redirect_host": "localhost"},
        "Issuer: https://cognito-idp.REGION.amazonaws.com/POOL-ID. The user pool needs a domain, the app client "
        "“Authorization code grant” and the callback URL http://localhost:8765/callback. Send the id token to a REST "
        "API without scopes.",
    ),
)


def _log_in(given: Given) -> Flow:
    client = oauth.client_of(given)
    if not client.id:
        raise incomplete("client id", "The identity provider gave it out for this program.")
    if not given.fact("issuer") and not (given.fact("authorize_url") and given.fact("token_url")):
        raise incomplete("issuer", "Without one it needs authorization URL and token URL.")
    return _ask_for_code(given, client, _redirect(given))


def _ask_for_code(
    given: Given, client: oauth.Client, redirect: Redirect
) -> Generator[Any, Any, Credentials]:
    extra = oauth.extra_parameters(given.fact("extra"))
    endpoints = yield from oauth.discovered(given, "authorize", "token")
    url = yield redirect
    attempt = oauth.begin(endpoints, client, given.fact("scope"), url, extra)
    answer = yield Browse("Log in with your browser", attempt.url, attempt.state)
    code = oauth.code_of(answer, attempt, endpoints)
    reply = yield oauth.exchange(endpoints.token, client, code, attempt.redirect, attempt.verifier)
    brought = oauth.tokens(reply, given.now())
    oauth.check_id_token(
        brought.held.get("id"),
        issuer=endpoints.issuer,
        client_id=client.id,
        nonce=attempt.nonce,
    )
    return oauth.chosen(brought, given.fact("token"))


def _redirect(given: Given) -> Redirect:
    text = given.fact("redirect_port") or "0"
    path = given.fact("redirect_path") or "/callback"
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) < 65536):
        raise incomplete("valid redirect port", "It is a number up to 65535; 0 is any free one.")
    plain = path.startswith("/") and all("!" <= char <= "~" and char not in "?#" for char in path)
    if not plain:
        raise incomplete("valid redirect path", "It begins with a slash, as /callback.")
    return Redirect(int(text), path, given.fact("redirect_host") or "127.0.0.1")


def _summary(facts: Mapping[str, str]) -> str:
    where = facts.get("issuer", "") or facts.get("authorize_url", "")
    return " · ".join(filter(None, (facts.get("client_id", ""), where)))


MEMBER = Kind(
    id="oidc_code",
    title="OpenID Connect login in the browser",
    fields=(
        Field("issuer", "Issuer", hint="https://login.example.com", fallback="the URLs say it"),
        Field("client_id", "Client id", required=True),
        Field("client_secret", "Client secret", "secret", fallback="a public client has none"),
        Field("scope", "Scopes", hint="openid profile offline_access", fallback="the client's own"),
        Field("token", "Token to send", "choice", "access", ("access", "id")),
        Field("redirect_port", "Redirect port", hint="8765", fallback="any that is free"),
        Field("redirect_host", "Redirect host", "choice", "127.0.0.1", ("127.0.0.1", "localhost")),
        Field("redirect_path", "Redirect path", fallback="/callback"),
        Field("extra", "Further parameters", "lines", hint="audience=https://api.example.com"),
        Field(
            "client_auth",
            "Client secret goes",
            "choice",
            "in the header",
            ("in the header", "in the body"),
        ),
        Field("authorize_url", "Authorization URL", fallback="discovered from the issuer"),
        Field("token_url", "Token URL", fallback="discovered from the issuer"),
    ),
    scheme="bearer",
    obtain=_log_in,
    summary=_summary,
    logs_in=True,
    refresh=oauth.renewed,
    revoke=oauth.revoked,
    hint="You log in on the provider's own page. Google, Entra, Okta, Auth0, Keycloak, Cognito managed login and others.",
    presets=PRESETS,
)
