"""A login with IAM Identity Center walked through by hand: what a step is answered with, and what it asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from apiclient_gui.core.flow import AwsCall, AwsRefusal, FlowStep, Given
from tests import factories

FACTS = {"start_url": "https://example.awsapps.com/start/#/", "sso_region": "eu-west-1"}
CLIENT = {
    "clientId": "client",
    "clientSecret": "client-secret",
    "clientSecretExpiresAt": 4070908800,
}
DEVICE = {
    "deviceCode": "device-code",
    "userCode": "BCDF-GHJK",
    "verificationUri": "https://device.sso.eu-west-1.amazonaws.com/",
    "verificationUriComplete": "https://device.sso.eu-west-1.amazonaws.com/?user_code=BCDF-GHJK",
    "expiresIn": 600,
    "interval": 1,
}
TOKEN = {"accessToken": "access-1", "refreshToken": "refresh-1", "expiresIn": 28800}
KEYS = {
    "roleCredentials": {
        "accessKeyId": "ASIASSO",
        "secretAccessKey": "role-secret",
        "sessionToken": "role-token",
        "expiration": int((factories.NOW + timedelta(hours=1)).timestamp() * 1000),
    }
}
SHOWN = WAITED = None


def refusal(code: str, words: str = "words", status: int = 400) -> AwsRefusal:
    return AwsRefusal(code, words, status)


class Time:
    """The time of a flow, which goes on when told."""

    def __init__(self) -> None:
        self.now = factories.NOW

    def __call__(self) -> datetime:
        return self.now


def given(*, time: Callable[[], datetime] = lambda: factories.NOW, **facts: str) -> Given:
    return Given(FACTS | facts, {}, time)


def walk(flow: Any, answers: Sequence[Any]) -> tuple[list[FlowStep], Any]:
    """Return the steps and what the flow brought; an answer that is a refusal is thrown. All answers must be used."""
    steps: list[FlowStep] = []
    rest = list(answers)
    try:
        step = next(flow)
        while True:
            steps.append(step)
            answer = rest.pop(0)
            step = flow.throw(answer) if isinstance(answer, AwsRefusal) else flow.send(answer)
    except StopIteration as end:
        assert not rest, f"never asked for: {rest}"
        return steps, end.value


def calls(steps: Sequence[FlowStep]) -> list[str]:
    return [step.operation for step in steps if isinstance(step, AwsCall)]
