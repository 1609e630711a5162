"""Challenges that the practice pool does not put: the steps of the login driven by a plain list of answers."""

from __future__ import annotations

from typing import Any

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask, AwsCall, AwsRefusal
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.secret import Secret
from tests import factories

FACTS = {"pool_id": "eu-west-1_AbC", "client_id": "client1", "username": "ann"}
RESULT = {"AuthenticationResult": {"IdToken": "I", "AccessToken": "A", "RefreshToken": "R"}}


def challenged(name: str, parameters: dict[str, str] | None = None, **more: Any) -> tuple[Any, Any]:
    """Return a login that has just got a challenge, and its next step."""
    flow: Any = TABLE["user_pool"].obtain(
        factories.given(FACTS | {"flow": "USER_PASSWORD_AUTH"}, password="pass word")
    )
    next(flow)
    parameters = {"USER_ID_FOR_SRP": "sub-1", **(parameters or {})}
    reply = {"ChallengeName": name, "Session": "S1", "ChallengeParameters": parameters, **more}
    return flow, flow.send(reply)


def responses(step: Any, session: str = "S1") -> dict[str, Any]:
    assert isinstance(step, AwsCall)
    assert step.operation == "RespondToAuthChallenge"
    assert step.parameters["Session"] == session
    given = dict(step.parameters["ChallengeResponses"])
    assert given.pop("USERNAME") == "sub-1"
    return given


def ends(flow: Any) -> None:
    with pytest.raises(StopIteration):
        flow.send(RESULT)


@pytest.mark.parametrize("name", ["SMS_MFA", "SMS_OTP", "EMAIL_OTP"])
def test_codes_that_were_sent(name: str) -> None:
    where = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
        "CODE_DELIVERY_DESTINATION": "+*******1234",
    }
    flow, step = challenged(name, where)
    assert isinstance(step, Ask)
    assert step.detail == "The code that was sent by SMS to +*******1234."
    assert responses(flow.send({"code": " 12 34 56 "})) == {f"{name}_CODE": "123456"}
    again = flow.throw(AwsRefusal("CodeMismatchException", "Wrong code", 400))
    assert isinstance(again, Ask)
    assert again.detail.startswith("Wrong code. The code")
    assert responses(flow.send({"code": Secret("654321")})) == {f"{name}_CODE": "654321"}
    ends(flow)


def test_another_refusal_is_not_asked_again() -> None:
    flow, _ = challenged("SMS_MFA")
    flow.send({"code": "1"})
    with pytest.raises(Problem) as refused:
        flow.throw(AwsRefusal("NotAuthorizedException", "Invalid session for the user.", 400))
    assert "Log in again" in refused.value.finding.remedy


def test_an_address_is_set_up() -> None:
    flow, step = challenged("MFA_SETUP", {"MFAS_CAN_SETUP": '["EMAIL_OTP"]'})
    assert isinstance(step, Ask)
    assert responses(flow.send({"email": "ann@example.com"})) == {"EMAIL": "ann@example.com"}


def test_a_challenge_never_heard_of_is_shown_and_can_be_answered() -> None:
    flow, step = challenged("RIDDLE", {"rhyme": "one\ntwo", "USERNAME": "ann"})
    assert isinstance(step, Ask)
    assert step.title == "Challenge RIDDLE"
    assert step.detail.startswith("rhyme: one")
    assert step.detail.isprintable()
    assert [one.key for one in step.fields] == ["response", "answer"]
    sent = responses(flow.send({"response": "RHYME", "answer": Secret("three")}))
    assert sent == {"RHYME": Secret("three")}
    ends(flow)


def test_a_passkey_is_not_offered() -> None:
    flow, step = challenged("SELECT_CHALLENGE", AvailableChallenges=["WEB_AUTHN", "SMS_OTP"])
    assert step.fields[0].choices == ("SMS_OTP",)
    assert responses(flow.send({"choice": "SMS_OTP"})) == {"ANSWER": "SMS_OTP"}
    with pytest.raises(Problem) as refused:
        challenged("SELECT_CHALLENGE", AvailableChallenges=["WEB_AUTHN"])
    assert refused.value.finding.id == "login_answer_unusable"


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("PASSWORD_VERIFIER", {"SALT": "1", "SRP_B": "0", "SECRET_BLOCK": "AAAA"}),
        ("PASSWORD_VERIFIER", {}),
        ("SELECT_MFA_TYPE", {"MFAS_CAN_CHOOSE": "{"}),
    ],
)
def test_a_challenge_that_is_none(name: str, parameters: dict[str, str]) -> None:
    with pytest.raises(Problem) as refused:
        challenged(name, parameters)
    assert refused.value.finding.id == "login_answer_unusable"


def test_a_pool_that_asks_for_ever() -> None:
    flow, step = challenged("CUSTOM_CHALLENGE", {"question": "?"})
    reply = {"ChallengeName": "CUSTOM_CHALLENGE", "Session": "S", "ChallengeParameters": {}}
    for _ in range(19):
        assert isinstance(step, Ask)
        flow.send({"answer": "!"})
        step = flow.send(reply)
    flow.send({"answer": "!"})
    with pytest.raises(Problem) as refused:
        flow.send(reply)
    assert "20 challenges" in refused.value.finding.detail
