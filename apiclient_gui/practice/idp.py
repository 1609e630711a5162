"""The practice identity provider: discovery, keys, and a token endpoint for clients (RFC 6749 §4.4, RFC 9068)."""

from __future__ import annotations

import base64
import binascii
import hmac
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

import msgspec

from apiclient_gui.practice import judgement
from apiclient_gui.practice.deployment import AUDIENCE, DISCOVERY_PATH, JWKS_PATH, Deployment
from apiclient_gui.practice.description import Client
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.tokens import issuer
from apiclient_gui.practice.verdict import Verdict, not_found
from apiclient_gui.practice.wire import JSON, Received, Reply

API_ID: Final = judgement.IDP
_KEY: Final = "idp"
_FORM: Final = b"application/x-www-form-urlencoded"
_UNCACHED: Final = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))


class _Error(Exception):
    """An error of the token endpoint: RFC 6749 §5.2."""

    def __init__(self, code: str, description: str, *, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.description = description
        self.status = status


@dataclass(frozen=True, slots=True)
class Idp:
    """Answers below `/idp`."""

    kept: Kept
    deployment: Deployment

    def key_set(self) -> Sequence[Mapping[str, str]]:
        """Return the public keys that it publishes."""
        return [self.kept.key(_KEY).jwk]

    def answer(self, request: Received, path: Sequence[str], now: datetime) -> Verdict:
        """Return the verdict on a request; `path` are the decoded segments below its own."""
        place = "/" + "/".join(path)
        if place == "/token":
            return self._token(request, now)
        if request.method in ("GET", "HEAD"):
            if place == DISCOVERY_PATH:
                return _document(self._discovery(), "The discovery document.")
            if place == JWKS_PATH:
                return _document({"keys": self.key_set()}, "The key set.")
        return not_found(API_ID)

    def _discovery(self) -> Mapping[str, object]:
        scopes = sorted(
            {scope for client in self.deployment.state.clients() for scope in client.scopes}
        )
        return {
            "issuer": self.deployment.idp_issuer,
            "token_endpoint": self.deployment.token_url,
            "jwks_uri": self.deployment.idp_issuer + JWKS_PATH,
            "response_types_supported": [],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "scopes_supported": scopes,
        }

    def _token(self, request: Received, now: datetime) -> Verdict:
        try:
            client, scopes = self._granted(request)
        except _Error as error:
            return _refused(error, basic=bool(request.values("authorization")))
        content = {
            "access_token": self._issue(client, scopes, now),
            "token_type": "Bearer",
            "expires_in": issuer.LIFE,
            "scope": scopes,
        }
        reply = Reply(200, (JSON, *_UNCACHED), msgspec.json.encode(content))
        detail = f"A token for {client.client_id} with the scope {scopes}."
        return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=detail)

    def _granted(self, request: Received) -> tuple[Client, str]:
        if request.method != "POST":
            raise _Error("invalid_request", "The token endpoint wants POST.", status=405)
        form = _form(request)
        client = self._client(request, form)
        grant = form.get("grant_type")
        if not grant:
            raise _Error("invalid_request", "There is no grant_type.")
        if grant != "client_credentials":
            raise _Error("unsupported_grant_type", "grant_type has to be client_credentials.")
        return client, _scopes(form.get("scope", ""), client)

    def _issue(self, client: Client, scopes: str, now: datetime) -> str:
        issued = int(now.timestamp())
        claims = {
            "iss": self.deployment.idp_issuer,
            "sub": client.client_id,
            "client_id": client.client_id,
            "aud": AUDIENCE,
            "scope": scopes,
            "iat": issued,
            "exp": issued + issuer.LIFE,
            "jti": str(uuid.uuid4()),
        }
        return issuer.issue(claims, self.kept.key(_KEY), typ="at+jwt")

    def _client(self, request: Received, form: Mapping[str, str]) -> Client:
        headers = request.values("authorization")
        if headers and "client_secret" in form:
            # §2.3: not more than one method in a request.
            raise _Error("invalid_request", "Credentials stand in the header and in the body.")
        client_id, secret = (
            _basic(b",".join(headers))
            if headers
            else (form.get("client_id", ""), form.get("client_secret", ""))
        )
        for client in self.deployment.state.clients():
            right = hmac.compare_digest(client.client_secret.encode(), secret.encode())
            if client.client_id == client_id and right:
                return client
        raise _Error("invalid_client", "The client or its secret is not known.", status=401)


def _form(request: Received) -> dict[str, str]:
    kinds = request.values("content-type")
    if [kind.partition(b";")[0].strip().lower() for kind in kinds] != [_FORM]:
        raise _Error("invalid_request", f"The body has to be {_FORM.decode()}.")
    try:
        pairs = parse_qsl(request.body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise _Error("invalid_request", "The body cannot be read as a form.") from None
    form = dict(pairs)
    if len(form) < len(pairs):
        raise _Error("invalid_request", "A parameter stands twice in the body.")  # §3.2
    return form


def _basic(header: bytes) -> tuple[str, str]:
    scheme, _, coded = header.partition(b" ")
    try:
        text = base64.b64decode(coded, validate=True).decode("utf-8")
    except (ValueError, binascii.Error):
        text = ""
    if scheme.lower() != b"basic" or not text:
        detail = "The Authorization header is not one of the kind Basic."
        raise _Error("invalid_client", detail, status=401)
    name, _, secret = text.partition(":")
    return unquote_plus(name), unquote_plus(secret)  # §2.3.1: both are encoded as in a form


def _scopes(asked: str, client: Client) -> str:
    wanted = asked.split()
    if not set(wanted) <= set(client.scopes):
        raise _Error("invalid_scope", "The client may not have one of the scopes.")
    return " ".join(dict.fromkeys(wanted) or client.scopes)


def _document(content: object, detail: str) -> Verdict:
    reply = Reply(200, (JSON,), msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=detail)


def _refused(error: _Error, *, basic: bool) -> Verdict:
    headers: tuple[tuple[str, str], ...] = (JSON, *_UNCACHED)
    if error.status == 405:
        headers = (*headers, ("Allow", "POST"))
    if error.code == "invalid_client" and basic:
        headers = (*headers, ("WWW-Authenticate", 'Basic realm="practice"'))
    content = {"error": error.code, "error_description": error.description}
    reply = Reply(error.status, headers, msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=False, reason=error.code, detail=error.description)
