"""Who a command line sends a request as: credentials leave its headers and options, the scheme that they need stays."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import unquote

import msgspec

from apiclient_gui.core import hosts, redact, urls, variables
from apiclient_gui.core.finding import Evidence, Finding
from apiclient_gui.core.model import (
    Auth,
    AwsKeys,
    Credentials,
    OptionValue,
    Request,
    Row,
    Tokens,
    UserPassword,
)
from apiclient_gui.core.secret import Secret

_DEAD = re.compile(r"AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256)\b.*", re.DOTALL)
_SCOPE = re.compile(r"Credential=[^/,\s]+/\d{8}/(?:([A-Za-z0-9-]+)/)?([A-Za-z0-9-]+)/aws4_request")
_TOKEN = re.compile(
    r"[!-+\--~]{8,}"
)  # visible characters but the comma, which parameters of other schemes have
_OF_SIGNATURE: Final = frozenset({"x-amz-date", "x-amz-security-token", "x-amz-content-sha256"})
_API_KEY: Final = "x-api-key"
_PRESIGNED = re.compile(r"(?i)x-amz-(?:signature|security-token)$")
_SESSION: Final = "x-amz-security-token"


@dataclass(frozen=True, slots=True)
class Taken:
    """What is left of the headers, how the request is authorised, and the credentials that stood in the text."""

    headers: tuple[Row, ...]
    auth: Auth
    credentials: Credentials | None = None
    findings: tuple[Finding, ...] = ()


def signed(
    headers: Sequence[Row], url: str, target: tuple[str, str], keys: tuple[str, str, str]
) -> Taken:
    """Return a request that is to be signed: `target` is region and service, `keys` id, secret and session token.

    A session token among the headers is taken from there; keys that are variables, or missing, are no credentials.
    """
    key_id, secret, token = keys
    carried = [row.value for row in headers if row.name.lower() == _SESSION]
    token = token or next(iter(carried), "")
    left = tuple(row for row in headers if row.name.lower() not in {_SESSION, "authorization"})
    auth = Auth("sigv4", options=_options(url, *target))
    if not key_id or not secret or _variable(key_id + secret + token):
        return Taken(left, auth, None, (_nobody("AWS keys"),))
    found = AwsKeys(key_id, Secret(secret), Secret(token) if token else None)
    return Taken(left, auth, found)


def carried(headers: Sequence[Row], url: str, user: str | None) -> Taken:
    """Return a request whose headers, or `user` as name:password, say who sends it."""
    rows = [row for row in headers if row.name.lower() == "authorization"]
    value = rows[-1].value if rows else ""
    if _DEAD.fullmatch(value):
        return _dead(headers, url, value)
    found = _of_header(value) if value else None
    if found is not None:
        left = tuple(row for row in headers if row.name.lower() != "authorization")
        return Taken(left, found.auth, found.credentials, found.findings)
    if value:  # some other way, kept as it stands
        return Taken(tuple(headers), Auth())
    if user is None:
        return Taken(tuple(headers), Auth())
    name, _, password = user.partition(":")
    return _basic(tuple(headers), name, password)


def bearer(headers: tuple[Row, ...], token: str, *, bare: bool = False) -> Taken:
    """Return a request with a token; one that is a variable is no credential."""
    auth = Auth("bearer", options={"prefix": "none"} if bare else {})
    if _variable(token):
        return Taken(headers, auth, None, (_nobody("The token"),))
    return Taken(headers, auth, Tokens({"access": Secret(token)}, "access"))


def in_url(url: str) -> tuple[str, str | None]:
    """Return the URL without a user and password in it, and these as name:password; None when there are none."""
    parts = urls.split(url)
    before, at, host = parts.authority.rpartition("@")
    if not at:
        return url, None
    start = parts.path_start - len(parts.authority)
    name, colon, password = before.partition(":")
    return url[:start] + host + url[parts.path_start :], unquote(name) + colon + unquote(password)


def api_key(headers: tuple[Row, ...]) -> tuple[tuple[Row, ...], Secret | None]:
    """Return the headers without an API key, and the key; a variable, or one of several, stays."""
    keys = [row for row in headers if row.name.lower() == _API_KEY]
    if len(keys) != 1 or not keys[0].value or _variable(keys[0].value):
        return headers, None
    return tuple(row for row in headers if row is not keys[0]), Secret(keys[0].value)


def in_clear(request: Request) -> Iterator[Finding]:
    """Give the warnings for secrets that stand in the request as typed, and for a URL that is presigned."""
    query = [item.partition("=") for item in (urls.split(request.url).query or "").split("&")]
    facts = {unquote(name).lower(): unquote(value) for name, _, value in query}
    if "x-amz-signature" in facts:
        yield _presigned(facts)
    rows = [Row(unquote(name), value) for name, _, value in query if name]
    rows = [row for row in rows if "x-amz-signature" not in facts or not _PRESIGNED.match(row.name)]
    rows += [*request.body.rows, *(Row(part.name, part.value) for part in request.body.parts)]
    if request.body.kind == "text":
        pairs = (item.partition("=") for item in request.body.text.split("&"))
        rows += [Row(name, value) for name, _, value in pairs]
    typed = msgspec.structs.replace(request, params=(*request.params, *rows))
    if names := redact.typed_in_clear(typed):
        yield Finding(
            id="import_secret_in_request",
            severity="warning",
            title=f"{', '.join(names)} {'stand' if len(names) > 1 else 'stands'} in clear in the request's file",
            detail="What is typed into a request is saved as typed. Its value is masked in the history.",
            remedy="Use a secret variable instead, such as {{token}}: its value goes to the keyring.",
        )


def _presigned(facts: Mapping[str, str]) -> Finding:
    shown = {"Signed at": facts.get("x-amz-date"), "Seconds": facts.get("x-amz-expires")}
    until = "until it ends"
    try:
        signed_at = datetime.strptime(f"{shown['Signed at']}+0000", "%Y%m%dT%H%M%SZ%z")
        until = f"until {signed_at + timedelta(seconds=int(shown['Seconds'] or '')):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError):
        pass
    return Finding(
        id="import_presigned",
        severity="warning",
        title=f"The URL is presigned: whoever has it can call it {until}",
        detail="Its signature stands in clear in the request's file. The URL is sent as it is, and not signed anew.",
        evidence=tuple(Evidence(label, value[:40]) for label, value in shown.items() if value),
        remedy="To sign it anew, take the X-Amz parameters out of the URL and choose SigV4 in the query in Auth.",
    )


def _of_header(value: str) -> Taken | None:
    word, _, rest = value.strip().partition(" ")
    rest = rest.strip()
    if word.lower() == "bearer" and rest:
        return bearer((), rest) if _TOKEN.fullmatch(rest) or _variable(rest) else None
    if word.lower() == "basic" and rest:
        try:
            name, colon, password = base64.b64decode(rest, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        return _basic((), name, password) if colon else None
    # API Gateway's authorizers take a token without a word before it.
    if not rest and _TOKEN.fullmatch(word) and not _variable(word):
        return bearer((), word, bare=True)
    return None


def _basic(headers: tuple[Row, ...], name: str, password: str) -> Taken:
    if _variable(name + password) or not password:
        return Taken(headers, Auth("basic"), None, (_nobody("User and password"),))
    return Taken(headers, Auth("basic"), UserPassword(name, Secret(password)))


def _dead(headers: Sequence[Row], url: str, value: str) -> Taken:
    scope = _SCOPE.search(value)
    target = (scope[1] or "", scope[2]) if scope else ("", "")
    left = tuple(
        row
        for row in headers
        if row.name.lower() != "authorization" and row.name.lower() not in _OF_SIGNATURE
    )
    finding = Finding(
        id="import_signature_dropped",
        severity="note",
        title="The signature in the command is left out",
        detail="A signature holds for some minutes and for exactly one request; this one is signed anew when it is sent.",
        evidence=(Evidence("It was made for", " ".join(filter(None, target)) or "not readable"),),
        remedy="Choose an identity in Auth.",
    )
    scheme = "sigv4a" if "ECDSA" in value.partition(" ")[0] else "sigv4"
    return Taken(left, Auth(scheme, options=_options(url, *target)), None, (finding,))


def _options(url: str, region: str, service: str) -> dict[str, OptionValue]:
    """Return what the host does not tell by itself."""
    parts = urls.split(url)
    implied = hosts.signing_target(parts.authority)
    told = (implied.region, implied.service) if implied else ("", "")
    pairs = (("region", region, told[0]), ("service", service, told[1]))
    return {key: value for key, value, known in pairs if value and value != known}


def _variable(text: str) -> bool:
    return variables.PLACEHOLDER.search(text) is not None


def _nobody(what: str) -> Finding:
    return Finding(
        id="import_identity_missing",
        severity="note",
        title=f"{what} {'is' if what.startswith('The') else 'are'} not in the command",
        detail="Credentials are never variables of a request here: they belong to an identity.",
        remedy="Choose an identity in Auth.",
    )
