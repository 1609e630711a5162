"""A user of any OAuth 2 provider, logged in on a page in any browser, with a code to type or compare there.

Source: RFC 8628. For computers without a browser, and for clients that may not be sent back to.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from apiclient_gui.core import oauth
from apiclient_gui.core.finding import Action, Finding, Problem
from apiclient_gui.core.flow import Flow, Given, HttpCall, HttpReply, Show, Wait
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import Credentials, Field, Tokens
from apiclient_gui.core.secret import Secret

_USUAL: Final = 5.0  # seconds between two questions, when the server names none (RFC 8628 §3.2)
_SLOWER: Final = 5.0  # so much longer after each slow_down (§3.5)
_SLOWEST: Final = 60.0
_LONGEST: Final = 1800.0  # seconds that a code is asked about, whatever the server says


@dataclass(frozen=True, slots=True)
class _Begun:
    """A login that waits for a person (RFC 8628 §3.2); seconds."""

    code: Secret
    user_code: str
    url: str
    interval: float
    lasts: float


def _log_in(given: Given) -> Flow:
    client = oauth.client_of(given)
    if not client.id:
        raise incomplete("client id", "The identity provider gave it out for this program.")
    if not given.fact("issuer") and not (given.fact("device_url") and given.fact("token_url")):
        hint = "Without one it needs device authorization URL and token URL."
        raise incomplete("issuer", hint)
    return _confirm(given, client)


def _confirm(given: Given, client: oauth.Client) -> Generator[Any, Any, Credentials]:
    extra = oauth.extra_parameters(given.fact("extra"))
    endpoints = yield from oauth.discovered(given, "device", "token")
    scope = given.fact("scope")
    reply = yield oauth.device_authorization(endpoints.device, client, scope, extra)
    begun = _begun(reply)
    yield Show("Confirm the login in the browser", begun.url, begun.user_code)
    brought = yield from _wait(
        given, oauth.device_token(endpoints.token, client, begun.code), begun
    )
    oauth.check_id_token(brought.held.get("id"), issuer=endpoints.issuer, client_id=client.id)
    return oauth.chosen(brought, given.fact("token"))


def _wait(given: Given, call: HttpCall, begun: _Begun) -> Generator[Any, Any, Tokens]:
    pause, ends = begun.interval, given.now() + timedelta(seconds=begun.lasts)
    while given.now() < ends:
        yield Wait(pause, "until the login is confirmed")
        reply: HttpReply = yield call
        error = (reply.json() or {}).get("error")
        if error == "slow_down":
            pause = min(pause + _SLOWER, _SLOWEST)
        elif error != "authorization_pending":
            return oauth.tokens(reply, given.now())
    raise _expired()


def _begun(reply: HttpReply) -> _Begun:
    document = reply.json() or {}
    code, user_code, page = (
        document.get(name) for name in ("device_code", "user_code", "verification_uri")
    )
    texts = [one for one in (code, user_code, page) if isinstance(one, str) and one]
    if reply.status != 200 or "error" in document or len(texts) < 3:
        raise oauth.refused(reply)
    whole = document.get("verification_uri_complete")
    url = whole if isinstance(whole, str) and whole else texts[2]
    interval = min(_seconds(document.get("interval"), _USUAL), _SLOWEST)
    lasts = min(_seconds(document.get("expires_in"), _LONGEST), _LONGEST)
    return _Begun(Secret(texts[0]), texts[1], url, interval, lasts)


def _seconds(value: Any, usual: float) -> float:
    right = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return float(value) if right else usual


def _expired() -> Problem:
    return Problem(
        "login",
        Finding(
            id="device_code_expired",
            severity="error",
            title="Nobody confirmed the login in time",
            detail="The code that was shown has ended.",
            source="RFC 8628 §3.5",
            remedy="Log in again, and confirm it before the code ends.",
            actions=(Action("log_in", "Log in again"),),
        ),
    )


def _summary(facts: Mapping[str, str]) -> str:
    where = facts.get("issuer", "") or facts.get("token_url", "")
    return " · ".join(filter(None, (facts.get("client_id", ""), where)))


MEMBER = Kind(
    id="oidc_device",
    title="OAuth 2 login with a device code",
    fields=(
        Field("issuer", "Issuer", hint="https://login.example.com", fallback="the URLs say it"),
        Field("client_id", "Client id", required=True),
        Field("client_secret", "Client secret", "secret", fallback="a public client has none"),
        Field("scope", "Scopes", hint="openid profile offline_access", fallback="the client's own"),
        Field("token", "Token to send", "choice", "access", ("access", "id")),
        Field("extra", "Further parameters", "lines", hint="audience=https://api.example.com"),
        Field(
            "client_auth",
            "Client secret goes",
            "choice",
            "in the header",
            ("in the header", "in the body"),
        ),
        Field("device_url", "Device authorization URL", fallback="discovered from the issuer"),
        Field("token_url", "Token URL", fallback="discovered from the issuer"),
    ),
    scheme="bearer",
    obtain=_log_in,
    summary=_summary,
    logs_in=True,
    refresh=oauth.renewed,
    revoke=oauth.revoked,
    hint="You confirm a code on the provider's page, in any browser: for computers without one.",
)
