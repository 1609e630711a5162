"""Where a provider's endpoints are: from its discovery document, checked, or from the identity's own facts.

Source: OpenID Connect Discovery 1.0 §4, RFC 8414 §3.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apiclient_gui.core import hosts, urls
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import Given, HttpCall, HttpReply

_WELL_KNOWN: Final = "/.well-known/openid-configuration"
_LONGEST: Final = 200

# Field of Endpoints -> the fact that gives it by hand, its name in the document, what a person calls it.
_NAMES: Final[Mapping[str, tuple[str, str, str]]] = {
    "authorize": ("authorize_url", "authorization_endpoint", "authorization endpoint"),
    "token": ("token_url", "token_endpoint", "token endpoint"),
    "revoke": ("revoke_url", "revocation_endpoint", "revocation endpoint"),
    "device": ("device_url", "device_authorization_endpoint", "device authorization endpoint"),
}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """A provider's endpoints, empty where it has none, and its issuer, empty when it is not known.

    `names_issuer` is whether its redirects carry `iss` (RFC 9207 §3).
    """

    issuer: str
    authorize: str = ""
    token: str = ""
    device: str = ""
    revoke: str = ""
    names_issuer: bool = False


def discovered(given: Given, *needed: str) -> Generator[HttpCall, HttpReply, Endpoints]:
    """Return the endpoints; those `needed` (fields of Endpoints) are there. Asks the issuer only for what no fact says.

    Raises Problem("login") for a document that does not fit: another issuer's, or an endpoint that is not https (on
    loopback http will do when the issuer is there, too).
    """
    issuer = given.fact("issuer")
    typed = {field: given.fact(fact) for field, (fact, _, _) in _NAMES.items()}
    if all(typed[field] for field in needed):
        return _made(issuer, typed)
    reply = yield HttpCall(
        "find the endpoints of the issuer", "GET", issuer.removesuffix("/") + _WELL_KNOWN
    )
    document = reply.json()
    if reply.status != 200 or document is None:
        raise _failed(reply, "There is no discovery document.", issuer)
    if document.get("issuer") != issuer:
        # Discovery §4.3: an issuer that another one may speak for is none.
        named = str(document.get("issuer"))[:_LONGEST]
        raise _failed(reply, f"Its document names another issuer: {named}", issuer)
    found = {field: typed[field] or _endpoint(document, field, reply, issuer) for field in _NAMES}
    for field in needed:
        if not found[field]:
            raise _failed(reply, f"Its document names no {_NAMES[field][2]}.", issuer)
    names_issuer = document.get("authorization_response_iss_parameter_supported") is True
    return _made(issuer, found, names_issuer=names_issuer)


def _made(issuer: str, found: Mapping[str, str], *, names_issuer: bool = False) -> Endpoints:
    return Endpoints(
        issuer,
        authorize=found["authorize"],
        token=found["token"],
        device=found["device"],
        revoke=found["revoke"],
        names_issuer=names_issuer,
    )


def _endpoint(document: Mapping[str, Any], field: str, reply: HttpReply, issuer: str) -> str:
    url = document.get(_NAMES[field][1])
    if not isinstance(url, str):
        return ""
    parts, home = urls.split(url), urls.split(issuer)
    local = hosts.is_loopback(parts.authority) and hosts.is_loopback(home.authority)
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        detail = f"Its {_NAMES[field][2]} is not https: {url[:_LONGEST]}"
        raise _failed(reply, detail, issuer)
    return url


def _failed(reply: HttpReply, detail: str, issuer: str) -> Problem:
    return Problem(
        "login",
        Finding(
            id="discovery_failed",
            severity="error",
            title="The issuer does not tell where to log in",
            detail=detail,
            evidence=(Evidence("Issuer", issuer[:_LONGEST]), Evidence("Status", str(reply.status))),
            source="OpenID Connect Discovery 1.0 §4",
            remedy="Check the issuer, to the slash at its end; or give the addresses themselves.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )
