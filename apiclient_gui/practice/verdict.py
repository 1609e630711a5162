"""A verdict: what is answered to a request, whether that was what it asked for, and why."""

from __future__ import annotations

import base64
import secrets
import uuid
from dataclasses import dataclass

import msgspec

from apiclient_gui.practice.refusals import Refusal
from apiclient_gui.practice.wire import JSON, Reply


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is a stable word (`allowed` for what was), `detail` a sentence; neither goes into the reply.

    `api_id` is an API's, `idp`, `user_pool`, or empty when the request reached none of these.
    """

    reply: Reply
    api_id: str
    allowed: bool
    reason: str
    detail: str


def refuse(refusal: Refusal, api_id: str = "") -> Verdict:
    """Return the verdict for a refusal: AWS's headers and its JSON, but plain text for a body that is too large."""
    body, content_type = msgspec.json.encode({refusal.key: refusal.message}), JSON
    if refusal.status == 413:
        body, content_type = refusal.message.encode(), ("Content-Type", "text/plain")
    headers = (*ids(), content_type, ("x-amzn-ErrorType", refusal.error_type))
    reply = Reply(refusal.status, headers, body)
    return Verdict(reply, api_id, allowed=False, reason=refusal.reason, detail=refusal.detail)


def not_found(api_id: str) -> Verdict:
    """Return the verdict for a path of the identity provider or the user pool that there is not."""
    reply = Reply(404, (JSON,), msgspec.json.encode({"message": "Not Found"}))
    detail = "Nothing stands at that path, or not for that method."
    return Verdict(reply, api_id, allowed=False, reason="no_such_path", detail=detail)


def ids() -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the two headers that tell one request from all others."""
    extended = base64.b64encode(secrets.token_bytes(11)).decode()
    return ("x-amzn-RequestId", str(uuid.uuid4())), ("x-amz-apigw-id", extended)
