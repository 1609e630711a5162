"""The user pool authorizer of the practice gateway: takes the ID token of its pool and client, and nothing else.

Source: DG/apigateway-integrate-with-cognito. A method without OAuth scopes wants the ID token.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from apiclient_gui.practice import refusals
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.tokens import check
from apiclient_gui.practice.tokens.check import Check, Rejected
from apiclient_gui.practice.wire import Received


@dataclass(frozen=True, slots=True)
class PoolAuthorizer:
    """An authorizer of the kind COGNITO_USER_POOLS on the header Authorization."""

    tokens: Check
    client_id: str

    def allow(self, request: Received, now: datetime) -> str:
        """Return why a call with this token is allowed; raise Refused otherwise."""
        header = b",".join(request.values("authorization"))
        if not header:
            raise Refused(refusals.unauthorized("no_token", "There is no Authorization header."))
        try:
            self._check(check.bare(header), now)
        except Rejected as rejected:
            if rejected.reason == "expired_token":
                raise Refused(refusals.token_expired(rejected.detail)) from None
            raise Refused(refusals.unauthorized(rejected.reason, rejected.detail)) from None
        return "The ID token of the user pool is good."

    def _check(self, token: str, now: datetime) -> None:
        claims = self.tokens.claims(token, now)
        # The kind comes first: an access token has no audience, and that would say less.
        if claims.get("token_use") != "id":
            raise Rejected("token_kind", "It is not an ID token of the user pool.")
        if claims.get("aud") != self.client_id:
            raise Rejected("token_audience", "The token is for another client.")
