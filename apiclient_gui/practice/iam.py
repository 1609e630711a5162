"""The users of the practice account and what their policies let them do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from apiclient_gui.core.gateway.arn import MethodArn
from apiclient_gui.core.gateway.policy import document
from apiclient_gui.core.gateway.policy.document import Document
from apiclient_gui.core.gateway.policy.evaluate import INVOKE

REGION: Final = "us-east-1"

# From a verb and a path to the ARN of that method of the practice API.
Arn = Callable[[str, str], str]
# From that to the statements of a policy.
Statements = Callable[[Arn], list[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class User:
    """An IAM user. `allowed`: whether the policy lets it read pets; `statements` makes the policy's statements."""

    name: str
    allowed: bool
    statements: Statements

    def arn(self, account: str) -> str:
        """Return the ARN of the user."""
        return f"arn:aws:iam::{account}:user/practice/{self.name}"


def policy(statements: Statements, account: str, api_id: str, stage: str) -> Document:
    """Return an identity policy about one API."""

    def arn(method: str, path: str) -> str:
        return MethodArn(REGION, account, api_id, stage, method, path).text

    text = msgspec.json.encode({"Version": "2012-10-17", "Statement": statements(arn)})
    read, findings = document.read(text)
    assert read is not None, findings
    return read


def _alice(arn: Arn) -> list[Mapping[str, Any]]:
    return [
        {
            "Sid": "ReadAndAddPets",
            "Effect": "Allow",
            "Action": INVOKE,
            "Resource": [arn("GET", "pets"), arn("POST", "pets"), arn("GET", "pets/*")],
        },
        {"Sid": "NeverDelete", "Effect": "Deny", "Action": INVOKE, "Resource": arn("DELETE", "*")},
    ]


def _bob(arn: Arn) -> list[Mapping[str, Any]]:
    # He may do something, but nothing that is deployed: his refusals come from silence.
    return [
        {"Sid": "ReadOrders", "Effect": "Allow", "Action": INVOKE, "Resource": arn("GET", "orders")}
    ]


USERS: Final = (User("alice", True, _alice), User("bob", False, _bob))
