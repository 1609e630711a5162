"""What is sent to a token endpoint: one function a grant."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from apiclient_gui.core.flow import HttpCall, Text
from apiclient_gui.core.oauth.client import Client
from apiclient_gui.core.secret import Secret

_SECRET: Final = frozenset({"code", "code_verifier", "refresh_token", "password", "device_code"})
_GET: Final = "get a token"

Extra = tuple[tuple[str, str], ...]


def client_credentials(token_url: str, client: Client, scope: str, extra: Extra = ()) -> HttpCall:
    """Return the request of the client-credentials grant (RFC 6749 §4.4.2)."""
    from oauthlib.oauth2 import BackendApplicationClient  # noqa: PLC0415  # start-up time

    body = BackendApplicationClient(client.id).prepare_request_body(
        scope=_scope(scope), include_client_id=False
    )
    return client.call(_GET, token_url, (*_form(body), *extra))


def exchange(
    token_url: str, client: Client, code: Secret, redirect: str, verifier: Secret
) -> HttpCall:
    """Return the request that turns a code into tokens (RFC 6749 §4.1.3, RFC 7636 §4.5)."""
    from oauthlib.oauth2 import WebApplicationClient  # noqa: PLC0415  # start-up time

    body = WebApplicationClient(client.id).prepare_request_body(
        code=code.reveal(),
        redirect_uri=redirect,
        code_verifier=verifier.reveal(),
        include_client_id=False,
    )
    return client.call("exchange the code for tokens", token_url, _form(body))


def refresh(token_url: str, client: Client, token: Secret) -> HttpCall:
    """Return the request for new tokens (RFC 6749 §6); no scope means those of the login."""
    from oauthlib.oauth2 import WebApplicationClient  # noqa: PLC0415  # start-up time

    body = WebApplicationClient(client.id).prepare_refresh_body(refresh_token=token.reveal())
    return client.call("refresh the tokens", token_url, _form(body))


def password(
    token_url: str, client: Client, username: str, word: Secret, scope: str, extra: Extra = ()
) -> HttpCall:
    """Return the request of the password grant (RFC 6749 §4.3.2)."""
    from oauthlib.oauth2 import LegacyApplicationClient  # noqa: PLC0415  # start-up time

    body = LegacyApplicationClient(client.id).prepare_request_body(
        username, word.reveal(), scope=_scope(scope), include_client_id=False
    )
    return client.call(_GET, token_url, (*_form(body), *extra))


def device_authorization(url: str, client: Client, scope: str, extra: Extra = ()) -> HttpCall:
    """Return the request for a code that a person confirms on another page (RFC 8628 §3.1)."""
    asked = _scope(scope)
    form = (("scope", asked),) if asked else ()
    return client.call("begin the login", url, (*form, *extra))


def device_token(token_url: str, client: Client, code: Secret) -> HttpCall:
    """Return the request that asks whether the person has confirmed (RFC 8628 §3.4)."""
    from oauthlib.oauth2 import DeviceClient  # noqa: PLC0415  # start-up time

    body = DeviceClient(client.id).prepare_request_body(code.reveal(), include_client_id=False)
    return client.call("ask whether the login was confirmed", token_url, _form(body))


def take_back(url: str, client: Client, token: Secret, hint: str) -> HttpCall:
    """Return the request to take a token back (RFC 7009 §2.1); `hint` is which it is, such as "refresh_token"."""
    form = (("token", token), ("token_type_hint", hint))
    return client.call("take the tokens back", url, form)


def _scope(text: str) -> str | None:
    return " ".join(text.split()) or None


def _form(body: str) -> tuple[tuple[str, Text], ...]:
    pairs = parse_qsl(body, keep_blank_values=True)
    return tuple((name, Secret(value) if name in _SECRET else value) for name, value in pairs)
