"""The practice user pool as it is reached: the cognito-idp JSON protocol, the key set, and the discovery document."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from apiclient_gui.practice import judgement
from apiclient_gui.practice.deployment import DISCOVERY_PATH, JWKS_PATH
from apiclient_gui.practice.pool_call import Call
from apiclient_gui.practice.pool_operations import OPERATIONS, Operation
from apiclient_gui.practice.pool_sessions import Sessions
from apiclient_gui.practice.pool_tokens import PoolError, PoolTokens
from apiclient_gui.practice.verdict import Verdict, not_found
from apiclient_gui.practice.wire import JSON, Received, Reply

API_ID: Final = judgement.USER_POOL
_SERVICE: Final = "AWSCognitoIdentityProviderService"
_TYPE: Final = ("Content-Type", "application/x-amz-json-1.1")


class UserPool:
    """Answers below `/cognito-idp`. Any thread may ask."""

    def __init__(self, tokens: PoolTokens) -> None:
        self._pool = tokens
        self._tokens = tokens.check()
        self._sessions = Sessions()

    def answer(self, request: Received, path: Sequence[str], now: datetime) -> Verdict:
        """Return the verdict on a request; `path` are the decoded segments below its own."""
        if not path and request.method == "POST":
            return self._called(request, now)
        if request.method in ("GET", "HEAD") and path[:1] == [self._pool.deployment.state.pool_id]:
            place = "/" + "/".join(path[1:])
            if place == JWKS_PATH:
                return _document({"keys": self._pool.key_set()}, "The key set.")
            if place == DISCOVERY_PATH:
                return _document(self._discovery(), "The discovery document.")
        return not_found(API_ID)

    def _called(self, request: Received, now: datetime) -> Verdict:
        try:
            operation = _operation(request)
            outcome = operation(
                Call(_given(request.body), now, self._pool, self._tokens, self._sessions)
            )
        except PoolError as error:
            return _refused(error)
        reply = Reply(200, (_id(), _TYPE), msgspec.json.encode(outcome.content))
        return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=outcome.detail)

    def _discovery(self) -> Mapping[str, object]:
        issuer = self._pool.deployment.pool_issuer
        return {
            "issuer": issuer,
            "jwks_uri": issuer + JWKS_PATH,
            "response_types_supported": [],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }


def _operation(request: Received) -> Operation:
    target = b",".join(request.values("x-amz-target")).decode("latin-1")
    service, _, name = target.rpartition(".")
    if service != _SERVICE or name not in OPERATIONS:
        words = "The operation is not known here."
        raise PoolError("UnknownOperationException", words, "operation_unknown")
    return OPERATIONS[name]


def _given(body: bytes) -> Mapping[str, object]:
    try:
        return msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        words = "The body is not a JSON object."
        raise PoolError("SerializationException", words, "body_malformed") from None


def _document(content: object, detail: str) -> Verdict:
    reply = Reply(200, (JSON,), msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=detail)


def _refused(error: PoolError) -> Verdict:
    content = {"__type": error.code, "message": error.message}
    headers = (_id(), _TYPE, ("x-amzn-ErrorType", error.code))
    reply = Reply(400, headers, msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=False, reason=error.reason, detail=error.message)


def _id() -> tuple[str, str]:
    return "x-amzn-RequestId", str(uuid.uuid4())
