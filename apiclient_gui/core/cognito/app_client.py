"""An app client of a user pool, and what every call of it carries: region, endpoint, and the hash of its secret.

Source: Amazon Cognito Developer Guide, "Computing secret hash values".
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apiclient_gui.core.flow import AwsCall, Text
from apiclient_gui.core.secret import Secret


@dataclass(frozen=True, slots=True)
class AppClient:
    """An app client. `secret` is empty for one that has none; an empty `endpoint` means AWS's own."""

    pool_id: str
    client_id: str
    secret: Secret
    region: str
    endpoint: str

    @property
    def group(self) -> str:
        """The part of the pool's id that the password handshake takes."""
        return self.pool_id.partition("_")[2]

    def call(self, purpose: str, operation: str, parameters: Mapping[str, Any]) -> AwsCall:
        """Return the step that calls an operation, unsigned."""
        return AwsCall(
            purpose,
            "cognito-idp",
            operation,
            parameters,
            region=self.region,
            endpoint=self.endpoint,
        )

    def initiate(self, purpose: str, flow: str, parameters: Mapping[str, Text]) -> AwsCall:
        """Return the step that begins a login, or renews one."""
        whole = {"AuthFlow": flow, "ClientId": self.client_id, "AuthParameters": parameters}
        return self.call(purpose, "InitiateAuth", whole)

    def hashed(self, username: str) -> dict[str, Text]:
        """Return SECRET_HASH of a user name; nothing for a client without a secret."""
        if not self.secret:
            return {}
        key, message = self.secret.reveal().encode(), (username + self.client_id).encode()
        digest = hmac.digest(key, message, "sha256")
        return {"SECRET_HASH": Secret(base64.b64encode(digest).decode())}
