"""Who may ask the practice identity provider: clients with a secret, programs without one, and where each is sent back to."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from apiclient_gui.practice.directory import APPS, READ, App
from apiclient_gui.practice.oidc.messages import OAuthError
from apiclient_gui.practice.state import State
from apiclient_gui.practice.wire import Received

_LOOPBACK: Final = re.compile(r"(http://127\.0\.0\.1):([1-9][0-9]{0,4})(/[^?#]*)")
_ORIGIN: Final = re.compile(r"http://[^/]*")
_GRANTS: Final = frozenset({"client_credentials", *(grant for app in APPS for grant in app.grants)})


@dataclass(frozen=True, slots=True)
class Asking:
    """A client that is known, with its grants and scopes; `usual` is what it gets when it asks for no scope."""

    client_id: str
    grants: tuple[str, ...]
    scopes: tuple[str, ...]
    usual: tuple[str, ...]

    def check_grant(self, grant: str) -> None:
        """Raise OAuthError when it may not use the grant, or there is none of that name."""
        if not grant:
            raise OAuthError("invalid_request", "There is no grant_type.")
        if grant not in _GRANTS:
            raise OAuthError("unsupported_grant_type", "There is no grant of that type here.")
        if grant not in self.grants:
            words = f"{self.client_id} may not use this grant."
            raise OAuthError("unauthorized_client", words)

    def scope(self, asked: str) -> str:
        """Return the scopes that it gets; raise OAuthError when it may not have one of them."""
        wanted = asked.split()
        if not set(wanted) <= set(self.scopes):
            raise OAuthError("invalid_scope", "The client may not have one of the scopes.")
        return " ".join(dict.fromkeys(wanted) or self.usual)


def program(client_id: str) -> App | None:
    """Return the program of that client id."""
    return next((app for app in APPS if app.client_id == client_id), None)


def asking(app: App) -> Asking:
    """Return a program as one that asks."""
    return Asking(app.client_id, app.grants, app.scopes, (READ,))


def authenticate(state: State, request: Received, form: Mapping[str, str]) -> Asking:
    """Return who sent a request to an endpoint for programs; raise OAuthError for one not known (RFC 6749 §2.3)."""
    headers = request.values("authorization")
    if headers and "client_secret" in form:
        # §2.3: not more than one method in a request.
        raise OAuthError("invalid_request", "Credentials stand in the header and in the body.")
    if headers:
        client_id, secret = _basic(b",".join(headers))
    else:
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    for client in state.clients():
        right = hmac.compare_digest(client.client_secret.encode(), secret.encode())
        if client.client_id == client_id and right:
            return Asking(client_id, ("client_credentials",), client.scopes, client.scopes)
    app = program(client_id)
    if app and not headers and not secret:
        return asking(app)
    raise OAuthError("invalid_client", "The client or its secret is not known.", status=401)


def may_return(app: App, uri: str) -> bool:
    """Tell whether a redirect URI is one of a program's: equal, but for the port of 127.0.0.1 (RFC 8252 §7.3)."""
    if uri in app.redirect_uris:
        return True
    found = _LOOPBACK.fullmatch(uri)
    return bool(found and int(found[2]) < 65_536 and found[1] + found[3] in app.redirect_uris)


def origin(uri: str) -> str:
    """Return the origin of a redirect URI that may be returned to."""
    found = _ORIGIN.match(uri)
    assert found, uri
    return found[0]


def _basic(header: bytes) -> tuple[str, str]:
    scheme, _, coded = header.partition(b" ")
    try:
        text = base64.b64decode(coded, validate=True).decode("utf-8")
    except (ValueError, binascii.Error):
        text = ""
    if scheme.lower() != b"basic" or not text:
        detail = "The Authorization header is not one of the kind Basic."
        raise OAuthError("invalid_client", detail, status=401)
    name, _, secret = text.partition(":")
    return unquote_plus(name), unquote_plus(secret)  # §2.3.1: both are encoded as in a form
