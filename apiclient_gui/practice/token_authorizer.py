"""The Lambda authorizer of the practice gateway: a function that turns a token into a policy, and the cache before it.

The function makes the classic mistake on purpose: it allows the one method that it was asked about, and the cached
policy then refuses every other one (DG/apigateway-use-lambda-authorizer).
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from apiclient_gui.core.gateway import arn
from apiclient_gui.core.gateway.policy import document, evaluate
from apiclient_gui.core.gateway.policy.document import Document
from apiclient_gui.core.gateway.policy.evaluate import INVOKE, Call
from apiclient_gui.practice import refusals
from apiclient_gui.practice.directory import READ, WRITE
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.tokens import check
from apiclient_gui.practice.tokens.check import Check, Rejected
from apiclient_gui.practice.wire import Received

MOST: Final = 1000  # policies that are kept


@dataclass(frozen=True, slots=True)
class _Cached:
    policy: Document
    made: datetime


class TokenAuthorizer:
    """An authorizer of the kind TOKEN on the header Authorization. Any thread may ask.

    `ttl` is how long a policy is kept for the value of that header, in seconds.
    """

    def __init__(self, tokens: Check, audience: str, ttl: int) -> None:
        self._tokens = tokens
        self._audience = audience
        self._ttl = ttl
        self._cache: dict[bytes, _Cached] = {}
        self._guard = threading.Lock()

    def allow(self, request: Received, resource: str, now: datetime) -> str:
        """Return why a call of the method with that ARN is allowed; raise Refused otherwise."""
        header = b",".join(request.values("authorization"))
        if not header:
            # The identity source is missing: the function is not even called.
            raise Refused(refusals.unauthorized("no_token", "There is no Authorization header."))
        policy, age = self._policy(header, resource, now)
        evaluation = evaluate.evaluate(policy, Call(INVOKE, resource))
        whose = "The authorizer's policy" if age is None else f"The cached policy ({age} s old)"
        method = _words(resource)
        if evaluation.decision == "allow":
            return f"{whose} allows {method}."
        explicit = evaluation.decision == "explicit_deny"
        detail = f"{whose} has no statement for {method}."
        if evaluation.deciding:
            detail = f"{whose} denies {method} (statement {evaluation.deciding.sid})."
        raise Refused(
            refusals.denied_by_authorizer(detail, explicit=explicit, cached=age is not None)
        )

    def _policy(self, header: bytes, resource: str, now: datetime) -> tuple[Document, int | None]:
        # Only a digest is kept of what opens a door.
        key = hashlib.sha256(header).digest()
        with self._guard:
            cached = self._cache.get(key)
        if cached and 0 <= (age := (now - cached.made).total_seconds()) < self._ttl:
            return cached.policy, int(age)
        policy = self._answer(check.bare(header), resource, now)
        with self._guard:
            self._cache.pop(key, None)
            if len(self._cache) >= MOST:
                del self._cache[next(iter(self._cache))]  # the oldest
            self._cache[key] = _Cached(policy, now)
        return policy, None

    def _answer(self, token: str, resource: str, now: datetime) -> Document:
        """Be the function: raise `Unauthorized`, or return a policy for the token."""
        try:
            scopes = self._scopes(token, now)
        except Rejected as rejected:
            raise Refused(refusals.unauthorized(rejected.reason, rejected.detail)) from None
        # The language of 2008: `${` in a path is no variable in it.
        content = {"Version": document.OLD_VERSION, "Statement": _statements(resource, scopes)}
        policy, findings = document.read(msgspec.json.encode(content))
        assert policy is not None, findings
        return policy

    def _scopes(self, token: str, now: datetime) -> list[str]:
        claims = self._tokens.claims(token, now)
        if claims.get("aud") != self._audience:
            raise Rejected("token_audience", "The token is for another audience.")
        return str(claims.get("scope", "")).split()


def _statements(resource: str, scopes: list[str]) -> list[dict[str, str]]:
    called = arn.parse(resource)
    found = [{"Sid": "WhatWasAskedFor", "Effect": "Allow", "Action": INVOKE, "Resource": resource}]
    for sid, scope, method in (("NeedsPetsRead", READ, "GET"), ("NeedsPetsWrite", WRITE, "DELETE")):
        if scope not in scopes:
            every = f"arn:aws:{arn.SERVICE}:{called.region}:{called.account}:{called.api_id}/{called.stage}/{method}/*"
            found.append({"Sid": sid, "Effect": "Deny", "Action": INVOKE, "Resource": every})
    return found


def _words(resource: str) -> str:
    called = arn.parse(resource)
    return f"{called.method} /{called.path}"
