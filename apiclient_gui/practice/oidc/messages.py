"""Messages of OAuth 2 on the server's side: forms read strictly, answers and refusals as RFC 6749 §5 has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

import msgspec

from apiclient_gui.practice import judgement, pages
from apiclient_gui.practice.verdict import Verdict
from apiclient_gui.practice.wire import JSON, Received, Reply

API_ID: Final = judgement.IDP
_UNCACHED: Final = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))


class OAuthError(Exception):
    """An error with its word and a sentence: RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5, OIDC Core §3.1.2.6."""

    def __init__(self, code: str, description: str, *, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.description = description
        self.status = status


def parameters(text: bytes) -> dict[str, str]:
    """Return the parameters of a query or form; raise OAuthError when it cannot be read, or one stands there twice."""
    try:
        pairs = parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise OAuthError("invalid_request", "The parameters cannot be read as a form.") from None
    found = dict(pairs)
    if len(found) < len(pairs):
        raise OAuthError("invalid_request", "A parameter stands there twice.")  # §3.1, §3.2
    return found


def form(request: Received) -> dict[str, str]:
    """Return the form of a request to an endpoint for programs; raise OAuthError when it is none."""
    if request.method != "POST":
        raise OAuthError("invalid_request", "This endpoint wants POST.", status=405)
    kinds = request.values("content-type")
    if [kind.partition(b";")[0].strip().lower() for kind in kinds] != [pages.FORM]:
        raise OAuthError("invalid_request", f"The body has to be {pages.FORM.decode()}.")
    return parameters(request.body)


def document(content: object, detail: str) -> Verdict:
    """Return the verdict with a public document."""
    reply = Reply(200, (JSON,), msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=detail)


def granted(content: Mapping[str, object], detail: str) -> Verdict:
    """Return the verdict with an answer for one client, which nobody may keep."""
    reply = Reply(200, (JSON, *_UNCACHED), msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=detail)


def refused(error: OAuthError, request: Received) -> Verdict:
    """Return the verdict with an error for a client."""
    headers: tuple[tuple[str, str], ...] = (JSON, *_UNCACHED)
    if error.status == 405:
        headers = (*headers, ("Allow", "POST"))
    if error.code == "invalid_client" and request.values("authorization"):
        headers = (*headers, ("WWW-Authenticate", 'Basic realm="practice"'))
    content = {"error": error.code, "error_description": error.description}
    reply = Reply(error.status, headers, msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=False, reason=error.code, detail=error.description)


def sent_back(
    uri: str, answer: Mapping[str, str], detail: str, cookie: str = "", *, reason: str = "allowed"
) -> Verdict:
    """Return the verdict that sends a browser to a redirect URI with an answer; empty values are left out."""
    query = urlencode({name: value for name, value in answer.items() if value})
    headers = [
        ("Location", uri + ("?" + query if query else "")),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
    ]
    if cookie:
        headers.append(("Set-Cookie", cookie))
    good = reason == "allowed"
    return Verdict(Reply(303, tuple(headers)), API_ID, allowed=good, reason=reason, detail=detail)


def page(status: int, content: str, reason: str, detail: str, *targets: str) -> Verdict:
    """Return the verdict with a page; `targets` are origins that its form may lead to."""
    reply = Reply(status, pages.headers(*targets), content.encode("utf-8", "replace"))
    return Verdict(reply, API_ID, allowed=status == 200, reason=reason, detail=detail)
