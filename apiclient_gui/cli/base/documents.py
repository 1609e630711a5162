"""The JSON documents about requests and exchanges, as docs/cli.md promises them."""

from __future__ import annotations

import base64
from typing import Any

from apiclient_gui.core import redact
from apiclient_gui.core.model import Authorisation, Exchange, Prepared, Response, Timings
from apiclient_gui.core.secret import MASK


def request_document(prepared: Prepared, how: Authorisation, *, clear: bool) -> dict[str, Any]:
    """Return method, URL, headers, body hash and how it was authorised; masked unless `clear`."""
    headers = [(line.name, line.value) for line in prepared.lines()]
    return {
        "method": prepared.method,
        "url": prepared.url if clear else redact.url(prepared.url),
        "headers": headers if clear else redact.headers(headers),
        "body_sha256": prepared.body.sha256(),
        "auth": _auth(how, clear=clear),
    }


def exchange_document(exchange: Exchange) -> dict[str, Any]:
    """Return the document of `send --json`: masked, but for the body that came back."""
    return {
        "request": request_document(exchange.prepared, exchange.authorisation, clear=False),
        "response": _response(exchange.response) if exchange.response else None,
        "timings": _timings(exchange.timings),
        "clock_offset": exchange.clock_offset,
        "findings": exchange.findings,
    }


def _auth(how: Authorisation, *, clear: bool) -> dict[str, Any]:
    facts = how.signature
    if facts is None:
        return {"scheme": how.scheme, "headers": list(how.headers)}
    canonical = facts.canonical_request
    return {
        "scheme": how.scheme,
        "canonical_request": canonical if clear else redact.canonical(canonical),
        "string_to_sign": facts.string_to_sign,
        "credential_scope": facts.credential_scope,
        "signed_headers": list(facts.signed_headers),
        "signature": facts.signature if clear else MASK,
        "authorization": facts.authorization if clear else MASK,
    }


def _response(response: Response) -> dict[str, Any]:
    content = response.body.content
    try:
        body = {"body": content.decode()}
    except UnicodeDecodeError:
        body = {"body_base64": base64.b64encode(content).decode()}
    return {
        "status": response.status,
        "reason": response.reason,
        "headers": redact.headers(response.headers),
        **body,
        "size": len(content),
    }


def _timings(timings: Timings) -> dict[str, float | None]:
    names = ("dns", "connect", "tls", "first_byte", "download", "total")
    return {name: getattr(timings, name) for name in names}
