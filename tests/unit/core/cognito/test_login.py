"""Logins to the practice user pool over a real socket: every challenge, right and wrong answers, both clients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask, Browse, Given, Show, Text
from apiclient_gui.core.identities.driver import Hands, TakeAway, drive
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import Settings, Tokens
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.transport import Transport
from apiclient_gui.practice import totp
from apiclient_gui.practice.description import UserPool
from apiclient_gui.practice.server import Judgement, serve
from tests.support.aws_files import share_models

KIND = TABLE["user_pool"]
Answers = list[Mapping[str, str]]


@dataclass
class Person:
    """Gives one answer after the other; `{code}` is the code that the log told."""

    answers: Answers
    judgements: list[Judgement]
    asked: list[Ask] = field(default_factory=list)

    def ask(self, step: Ask, cancel: Cancel) -> Mapping[str, Text]:
        cancel.check()
        self.asked.append(step)
        given = self.answers.pop(0)
        told = self.judgements[-1].detail.partition("the code ")[2][:8]
        return {key: Secret(text.replace("{code}", told)) for key, text in given.items()}

    def browse(self, step: Browse, cancel: Cancel) -> str:
        raise AssertionError(step, cancel)

    def show(self, step: Show, cancel: Cancel) -> TakeAway:
        raise AssertionError(step, cancel)


@dataclass
class Desk:
    pool: UserPool
    judgements: list[Judgement]
    transport: Transport
    asked: list[Ask] = field(default_factory=list)

    def given(
        self, username: str, flow: str = "", *, password: str | None = None, **facts: str
    ) -> Given:
        known = {one.username: one.password for one in (*self.pool.users, *self.pool.challenged)}
        password = known.get(username, "") if password is None else password
        whole = {
            "pool_id": self.pool.id,
            "client_id": self.pool.client_id,
            "endpoint": self.pool.endpoint,
            "username": username,
            "flow": flow,
            **facts,
        }
        secrets = {"password": Secret(password)}
        if whole["client_id"] == self.pool.secret_client_id:
            secrets["client_secret"] = Secret(facts.get("secret", self.pool.client_secret))
        return Given(whole, secrets, lambda: datetime.now(UTC))

    def run(self, flow: Any, *answers: Mapping[str, str]) -> Tokens:
        person = Person(list(answers), self.judgements)
        self.asked = person.asked
        hands = Hands(self.transport, Settings(), _nobody, person)
        tokens = drive(flow, hands, Cancel())
        assert isinstance(tokens, Tokens)
        assert not person.answers
        return tokens

    def device(self, user: str) -> str:
        known = next(one for one in self.pool.challenged if one.username == user)
        return totp.code(known.device, datetime.now(UTC))

    def refused(self, flow: Any, *answers: Mapping[str, str]) -> Problem:
        with pytest.raises(Problem) as caught:
            self.run(flow, *answers)
        assert caught.value.trouble == "login"
        return caught.value


def _nobody(name: str) -> Tokens:
    raise AssertionError(name)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    share_models(monkeypatch)
    judgements: list[Judgement] = []
    with (
        serve(tmp_path / "practice", port=None, fresh=False, judged=judgements.append) as served,
    ):
        assert served.description.user_pool
        transport = Transport()
        yield Desk(served.description.user_pool, judgements, transport)
        transport.close()


@pytest.mark.parametrize("flow", ["", "USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_carol_is_asked_nothing(desk: Desk, flow: str) -> None:
    tokens = desk.run(KIND.obtain(desk.given("carol", flow)))
    assert set(tokens.held) == {"id", "access", "refresh"}
    assert KIND.refresh is not None
    renewed = desk.run(KIND.refresh(desk.given("carol", flow), tokens))
    assert renewed.held["refresh"] == tokens.held["refresh"]
    assert renewed.held["id"] != tokens.held["id"]


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_wrong_password(desk: Desk, flow: str) -> None:
    for user in ("carol", "nobody"):
        problem = desk.refused(KIND.obtain(desk.given(user, flow, password="wrong-one")))
        assert problem.finding.detail == "It said: Incorrect username or password."
        assert "password in the identity" in problem.finding.remedy


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_code_of_a_device_and_a_wrong_one_before(desk: Desk, flow: str) -> None:
    given = desk.given("mia", flow)
    wrong = {"code": "000 00x"}
    desk.run(KIND.obtain(given), wrong, {"code": f" {desk.device('mia')} "})
    assert [one.title for one in desk.asked] == ["MFA code", "MFA code"]
    assert desk.asked[1].detail.startswith("Invalid code received for user.")


def test_three_wrong_codes_end_the_login(desk: Desk) -> None:
    problem = desk.refused(KIND.obtain(desk.given("mia")), *[{"code": "x"}] * 3)
    assert "Log in again, with the code" in problem.finding.remedy


def test_a_new_password_with_its_attributes(desk: Desk) -> None:
    right = {"new_password": "long enough 1", "attribute.name": "Nina"}
    desk.run(KIND.obtain(desk.given("nina")), {**right, "new_password": "short"}, right)
    assert [one.key for one in desk.asked[0].fields] == ["new_password", "attribute.name"]
    assert desk.asked[1].detail.startswith("Password did not conform with policy")


def test_a_choice_of_factors(desk: Desk) -> None:
    given = desk.given("sam")
    desk.run(KIND.obtain(given), {"choice": "EMAIL_OTP"}, {"code": "{code}"})
    assert desk.asked[0].fields[0].choices == ("SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
    assert desk.asked[1].detail == "The code that was sent by EMAIL to s***@e***."
    desk.run(KIND.obtain(given), {"choice": "SOFTWARE_TOKEN_MFA"}, {"code": desk.device("sam")})


def test_a_question_of_a_trigger(desk: Desk) -> None:
    answer = {"answer": desk.pool.answer}
    desk.run(KIND.obtain(desk.given("carol", "CUSTOM_AUTH")), answer)
    assert desk.asked[0].detail == f"question: {desk.pool.question}"
    assert "PASSWORD_VERIFIER" not in desk.asked[0].detail
    desk.run(KIND.obtain(desk.given("carol", "CUSTOM_AUTH", password="")), answer)
    desk.refused(KIND.obtain(desk.given("carol", "CUSTOM_AUTH")), {"answer": "cars"})


@pytest.mark.parametrize(
    ("preferred", "answers"),
    [
        ("", [{"choice": "PASSWORD"}]),
        ("", [{"choice": "PASSWORD_SRP"}]),
        ("", [{"choice": "EMAIL_OTP"}, {"code": "{code}"}]),
        ("PASSWORD", []),
        ("PASSWORD_SRP", []),
        ("EMAIL_OTP", [{"code": "{code}"}]),
    ],
)
def test_a_choice_of_ways(desk: Desk, preferred: str, answers: Answers) -> None:
    desk.run(KIND.obtain(desk.given("carol", "USER_AUTH", preferred=preferred)), *answers)
    assert len(desk.asked) == len(answers)


@pytest.mark.parametrize("preferred", ["PASSWORD", "PASSWORD_SRP"])
def test_a_password_that_is_not_kept_is_asked_for(desk: Desk, preferred: str) -> None:
    password = desk.pool.users[0].password
    given = desk.given("carol", "USER_AUTH", password="", preferred=preferred)
    desk.run(KIND.obtain(given), {"password": password})
    assert desk.asked[0].fields[0].kind == "secret"


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_client_with_a_secret_whose_refresh_tokens_rotate(desk: Desk, flow: str) -> None:
    given = desk.given("carol", flow, client_id=desk.pool.secret_client_id)
    tokens = desk.run(KIND.obtain(given))
    assert KIND.refresh is not None
    renewed = desk.run(KIND.refresh(given, tokens))
    assert renewed.held["refresh"] != tokens.held["refresh"]
    assert desk.judgements[-2].reason == "rotation_enabled"


def test_the_secret_is_wrong_or_not_there(desk: Desk) -> None:
    client_id = desk.pool.secret_client_id
    wrong = desk.refused(KIND.obtain(desk.given("carol", client_id=client_id, secret="wrong")))
    assert "Check the app client's secret" in wrong.finding.remedy
    missing = desk.refused(KIND.obtain(desk.given("carol", client_id=client_id, secret="")))
    assert "Give the app client's secret" in missing.finding.remedy


def test_a_renewal_of_a_login_that_was_ended(desk: Desk) -> None:
    given = desk.given("carol")
    tokens = desk.run(KIND.obtain(given))
    assert KIND.refresh is not None
    call_ = tokens.held["refresh"]
    bad = Tokens({"refresh": Secret(call_.reveal()[:-4])}, "id")
    problem = desk.refused(KIND.refresh(given, bad))
    assert problem.finding.id == "refresh_refused"
    assert problem.finding.actions[0].key == "log_in"
