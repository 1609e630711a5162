"""The JSON documents about requests and exchanges, as docs/cli.md promises them."""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Authorisation, Body, Exchange, Hop, Prepared, Response, Timings
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK


def request_document(
    prepared: Prepared, how: Authorisation, redactor: Redactor | None
) -> dict[str, Any]:
    """Return method, URL, headers, body hash and how it was authorised; in clear without a redactor."""
    headers = [(line.name, line.value) for line in prepared.lines()]
    if redactor is not None:
        # By place, and by value: a token or API key may go in a header of any name.
        headers = redactor.headers(headers)
    return {
        "method": prepared.method,
        "url": redactor.text(prepared.url) if redactor else prepared.url,
        "headers": headers,
        "body_sha256": _sha256(prepared),
        "auth": _auth(how, redactor),
    }


def exchange_document(exchange: Exchange, redactor: Redactor, saved: str = "") -> dict[str, Any]:
    """Return the document of `send --json`: masked, but for the body that came back.

    A body that was `saved` to a file is named instead of repeated. Nothing of the request's own secrets is in the
    rest, though a server may repeat them.
    """
    from apiclient_gui.core.history import masking

    redactor = redactor.knowing(masking.secret_values(exchange))
    return {
        "request": request_document(exchange.prepared, exchange.authorisation, redactor),
        "response": _response(exchange.response, redactor, saved) if exchange.response else None,
        "redirects": [_hop(hop, redactor) for hop in exchange.hops],
        "timings": _timings(exchange.timings),
        "clock_offset": exchange.clock_offset,
        "findings": [_finding(one, redactor) for one in exchange.findings],
    }


def _sha256(prepared: Prepared) -> str | None:
    # An unsigned body in a file is read for it now, and may have changed since it was sent.
    try:
        return prepared.body.sha256()
    except OSError:
        return None


def _hop(hop: Hop, redactor: Redactor) -> dict[str, Any]:
    return {
        "method": hop.method,
        "url": redactor.text(hop.url),
        "status": hop.status,
        "location": redactor.text(hop.location),
        "authorised": hop.authorised,
    }


def _auth(how: Authorisation, redactor: Redactor | None) -> dict[str, Any]:
    facts = how.signature
    if facts is None:
        return {"scheme": how.scheme, "headers": list(how.headers)}
    canonical = facts.canonical_request
    clear = redactor is None
    return {
        "scheme": how.scheme,
        "algorithm": facts.algorithm,
        "canonical_request": redactor.text(canonical) if redactor else canonical,
        "string_to_sign": facts.string_to_sign,
        "credential_scope": facts.credential_scope,
        "signed_headers": list(facts.signed_headers),
        "signature": facts.signature if clear else MASK,
        # Empty when the signature stands in the URL.
        "authorization": facts.authorization if clear or not facts.authorization else MASK,
        "expires": facts.expires,
    }


def _finding(finding: Finding, redactor: Redactor) -> Finding:
    # Where a redirect leads, the window has to know exactly.
    actions = (
        msgspec.structs.replace(
            one, parameters={key: redactor.text(text) for key, text in one.parameters.items()}
        )
        for one in finding.actions
    )
    return msgspec.structs.replace(redactor.finding(finding), actions=tuple(actions))


def _response(response: Response, redactor: Redactor, saved: str) -> dict[str, Any]:
    return {
        "status": response.status,
        "reason": redactor.text(response.reason),
        "headers": redactor.headers(response.headers),
        **({"body_file": saved} if saved else _content(response.body)),
        "size": response.body.size,
        "received": response.received,
    }


def _content(body: Body) -> dict[str, str]:
    content = b"".join(body.blocks())
    try:
        return {"body": content.decode()}
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(content).decode()}


def _timings(timings: Timings) -> dict[str, float | None]:
    names = ("dns", "connect", "tls", "first_byte", "download", "total")
    return {name: getattr(timings, name) for name in names}
