"""The practice STS as it is reached: the query protocol with its XML, and the signature of the service `sts`.

Source: the STS API reference (2011-06-15), IAM/CommonErrors for what every service says about a signature.
"""

from __future__ import annotations

import html
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.practice import judgement, presigned, sts_parameters
from apiclient_gui.practice.callers import Caller
from apiclient_gui.practice.refusals import Refusal, Refused
from apiclient_gui.practice.sigv4 import Judge
from apiclient_gui.practice.sts_operations import Call, Content, Operations, Outcome
from apiclient_gui.practice.sts_parameters import StsError
from apiclient_gui.practice.verdict import Verdict, not_found
from apiclient_gui.practice.wire import Received, Reply

API_ID: Final = judgement.STS
SERVICE: Final = "sts"
VERSION: Final = "2011-06-15"
_SPACE: Final = f"https://sts.amazonaws.com/doc/{VERSION}/"
_TYPE: Final = ("Content-Type", "text/xml")
_CODES: Final[Mapping[str, str]] = {
    "InvalidSignatureException": "SignatureDoesNotMatch",
    "IncompleteSignatureException": "IncompleteSignature",
    "UnrecognizedClientException": "InvalidClientTokenId",
    "ExpiredTokenException": "ExpiredToken",
}
"""The codes of the query protocol for what API Gateway calls otherwise."""


class Sts:
    """Answers at `/sts`. Any thread may ask."""

    def __init__(self, signatures: Judge, operations: Operations) -> None:
        self._signatures = signatures
        self._operations = operations

    def answer(self, request: Received, path: Sequence[str], now: datetime) -> Verdict:
        """Return the verdict on a request; `path` are the decoded segments below its own."""
        if path or request.method not in ("GET", "POST"):
            return not_found(API_ID)
        given = sts_parameters.given(request)
        action, request_id = given.get("Action", ""), str(uuid.uuid4())
        try:
            outcome = self._outcome(request, given, now)
        except StsError as error:
            return _refused(error, request_id)
        result = _element(f"{action}Result", outcome.content)
        metadata = _element("ResponseMetadata", {"RequestId": request_id})
        reply = _reply(200, f"{action}Response", result + metadata, request_id)
        return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=outcome.detail)

    def _outcome(self, request: Received, given: Mapping[str, str], now: datetime) -> Outcome:
        action, version = given.get("Action", ""), given.get("Version", "NO_VERSION_SPECIFIED")
        operations = self._operations
        if version == VERSION:
            if unsigned := operations.unsigned.get(action):
                return unsigned(given, now)
            if signed := operations.signed.get(action):
                return signed(Call(given, self._caller(request, now), now))
        shown = f"{files.printable(action, 100)} for version {files.printable(version, 100)}"
        raise StsError("InvalidAction", f"Could not find operation {shown}", "operation_unknown")

    def _caller(self, request: Received, now: datetime) -> Caller:
        try:
            claimed = presigned.either(request)
            if claimed is None:
                words = "Request is missing Authentication Token"
                raise StsError("MissingAuthenticationToken", words, "unsigned", 403)
            claim, signed = claimed
            return self._signatures.verify(signed, claim, now)
        except Refused as refused:
            raise _error(refused.refusal) from None


def _error(refusal: Refusal) -> StsError:
    code = _CODES[refusal.error_type]
    # The two texts that a mismatch prints hold the session token, and STS does not print them.
    message = refusal.message.partition("\n")[0]
    return StsError(code, message, refusal.reason, 403)


def _refused(error: StsError, request_id: str) -> Verdict:
    content = {"Type": "Sender", "Code": error.code, "Message": error.message}
    inner = _element("Error", content) + _element("RequestId", request_id)
    reply = _reply(error.status, "ErrorResponse", inner, request_id)
    return Verdict(reply, API_ID, allowed=False, reason=error.reason, detail=error.message.strip())


def _reply(status: int, root: str, inner: str, request_id: str) -> Reply:
    body = f'<{root} xmlns="{_SPACE}">{inner}</{root}>\n'
    return Reply(status, (("x-amzn-RequestId", request_id), _TYPE), body.encode())


def _element(name: str, content: str | Content) -> str:
    if isinstance(content, str):
        inner = html.escape(content, quote=False)
    else:
        inner = "".join(_element(key, value) for key, value in content.items())
    return f"<{name}>{inner}</{name}>"
