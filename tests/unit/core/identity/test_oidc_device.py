"""The login with a device code: its steps driven by a plain list of answers, each branch."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Given, HttpReply, Show, Wait
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import Tokens
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support import signed_tokens

KIND = TABLE["oidc_device"]
ISSUER = "https://idp.example"
FACTS = {"issuer": ISSUER, "client_id": "me", "scope": "openid"}
DOCUMENT = {
    "issuer": ISSUER,
    "device_authorization_endpoint": "https://idp.example/device_authorization",
    "token_endpoint": "https://idp.example/token",
}
BEGUN = {
    "device_code": "device-code",
    "user_code": "BCDF-GHJK",
    "verification_uri": "https://idp.example/device",
    "expires_in": 60,
}
PENDING, SLOW = ({"error": error} for error in ("authorization_pending", "slow_down"))


def reply(document: Any, status: int = 200) -> HttpReply:
    return HttpReply(status, (), json.dumps(document).encode())


class Walk:
    """A login that was begun; time goes on while it waits."""

    def __init__(self, begun: Any = None, status: int = 200, **facts: str) -> None:
        self.now = factories.NOW
        self.flow: Any = KIND.obtain(Given(FACTS | facts, {}, self._time))
        next(self.flow)
        asked = self.flow.send(reply(DOCUMENT))
        assert asked.url == "https://idp.example/device_authorization"
        self.shown: Show = self.flow.send(reply(BEGUN if begun is None else begun, status))
        self.waited: list[float] = []

    def _time(self) -> datetime:
        return self.now

    def poll(self, *answers: HttpReply) -> Tokens:
        """Go on with these answers to the question whether it was confirmed."""
        step = next(self.flow)
        try:
            for answer in answers:
                assert isinstance(step, Wait)
                self.waited.append(step.seconds)
                self.now += timedelta(seconds=step.seconds)
                call = next(self.flow)
                assert dict(call.form)["device_code"] == Secret("device-code")
                step = self.flow.send(answer)
        except StopIteration as end:
            tokens: Tokens = end.value
            return tokens
        message = f"it goes on with {step}"
        raise AssertionError(message)


def test_it_is_asked_until_somebody_confirmed() -> None:
    walk = Walk()
    assert (walk.shown.url, walk.shown.code) == ("https://idp.example/device", "BCDF-GHJK")
    pending = reply(PENDING, 400)
    tokens = walk.poll(pending, reply(SLOW, 400), pending, reply({"access_token": "A"}))
    assert walk.waited == [5, 5, 10, 10]  # RFC 8628 §3.2 and §3.5
    assert tokens.held == {"access": Secret("A")}


def test_the_servers_own_interval_and_link() -> None:
    whole = "https://idp.example/device?user_code=BCDF-GHJK"
    walk = Walk(BEGUN | {"interval": 1, "verification_uri_complete": whole})
    assert walk.shown.url == whole
    walk.poll(reply({"access_token": "A"}))
    assert walk.waited == [1]


@pytest.mark.parametrize("interval", [0, -1, "5", True, None, []])
def test_an_interval_that_is_none(interval: Any) -> None:
    walk = Walk(BEGUN | {"interval": interval, "expires_in": interval})
    walk.poll(reply({"access_token": "A"}))
    assert walk.waited == [5]


def test_a_huge_interval_is_not_waited_for() -> None:
    walk = Walk(BEGUN | {"interval": 1e18, "expires_in": 1e18})
    walk.poll(reply(SLOW, 400), reply({"access_token": "A"}))
    assert walk.waited == [60, 60]


def test_a_code_ends() -> None:
    walk = Walk(BEGUN | {"expires_in": 9})
    with pytest.raises(Problem) as expired:
        walk.poll(*[reply(PENDING, 400)] * 3)
    assert expired.value.finding.id == "device_code_expired"
    assert walk.waited == [5, 5]


@pytest.mark.parametrize(
    ("document", "status", "finding"),
    [
        ({"error": "access_denied"}, 400, "login_refused"),
        ({"error": "expired_token"}, 400, "login_refused"),
        ({"error": []}, 400, "token_reply_malformed"),
        ([], 200, "token_reply_malformed"),
        (
            {
                "access_token": "A",
                "id_token": signed_tokens.signed({"iss": "https://evil", "aud": "me"}),
            },
            200,
            "id_token_not_ours",
        ),
    ],
)
def test_an_answer_that_ends_it(document: Any, status: int, finding: str) -> None:
    with pytest.raises(Problem) as refused:
        Walk().poll(reply(document, status))
    assert refused.value.finding.id == finding
    assert refused.value.finding.remedy


@pytest.mark.parametrize(
    ("document", "status", "finding"),
    [
        ({"error": "invalid_client"}, 401, "login_refused"),
        (BEGUN | {"user_code": 5}, 200, "token_reply_malformed"),
        ({}, 200, "token_reply_malformed"),
        ([], 500, "token_reply_malformed"),
    ],
)
def test_a_login_that_does_not_begin(document: Any, status: int, finding: str) -> None:
    with pytest.raises(Problem) as refused:
        Walk(document, status)
    assert refused.value.finding.id == finding


@pytest.mark.parametrize("facts", [{"client_id": ""}, {"issuer": ""}, {"issuer": "", "token_url": "https://h"}])  # fmt: skip
def test_what_is_missing_is_named(facts: dict[str, str]) -> None:
    with pytest.raises(Problem) as refused:
        KIND.obtain(factories.given(FACTS | facts))
    assert refused.value.finding.id == "identity_incomplete"


def test_its_line_in_a_list() -> None:
    assert KIND.summary(FACTS) == "me · https://idp.example"
