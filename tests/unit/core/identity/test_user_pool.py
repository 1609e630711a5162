"""A user of a user pool: the flow's steps driven by a plain list of answers."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import AwsCall, AwsRefusal, Given
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import Tokens
from apiclient_gui.core.secret import Secret
from tests import factories

KIND = TABLE["user_pool"]
FACTS = {"pool_id": "eu-west-1_AbC", "client_id": "client1", "username": "ann"}
BY_PASSWORD = {"flow": "USER_PASSWORD_AUTH"}
RESULT = {"IdToken": "I", "AccessToken": "A", "RefreshToken": "R", "ExpiresIn": 3600}


def given(**facts: str) -> Given:
    return factories.given(FACTS | facts, password="correct horse")


def started(flow: Any) -> tuple[Any, AwsCall]:
    step = next(flow)
    assert isinstance(step, AwsCall)
    return flow, step


def ended(flow: Any, answer: Any) -> Tokens:
    with pytest.raises(StopIteration) as end:
        flow.send(answer)
    tokens = end.value.value
    assert isinstance(tokens, Tokens)
    return tokens


def test_a_login_brings_three_tokens() -> None:
    flow, step = started(KIND.obtain(given(**BY_PASSWORD)))
    assert (step.service, step.operation) == ("cognito-idp", "InitiateAuth")
    assert (step.region, step.endpoint) == ("eu-west-1", "")
    assert step.keys is None
    assert step.parameters == {
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": "client1",
        "AuthParameters": {"USERNAME": "ann", "PASSWORD": Secret("correct horse")},
    }
    tokens = ended(flow, {"AuthenticationResult": RESULT})
    assert tokens.held == {"id": Secret("I"), "access": Secret("A"), "refresh": Secret("R")}
    assert tokens.default == "id"
    assert tokens.expires_at == factories.NOW + timedelta(hours=1)


def test_a_refresh_keeps_the_refresh_token_that_it_was_made_with() -> None:
    assert KIND.refresh is not None
    old = factories.tokens(id="I", access="A", refresh="R")
    flow, step = started(KIND.refresh(given(), old))
    assert step.parameters["AuthFlow"] == "REFRESH_TOKEN_AUTH"
    assert step.parameters["AuthParameters"] == {"REFRESH_TOKEN": Secret("R")}
    tokens = ended(flow, {"AuthenticationResult": {"IdToken": "I2", "AccessToken": "A2"}})
    assert tokens.held == {"id": Secret("I2"), "access": Secret("A2"), "refresh": Secret("R")}
    assert tokens.expires_at is None


def test_a_client_with_a_secret_sends_its_hash() -> None:
    # aws-facts §5.4: a value of their own.
    facts = FACTS | BY_PASSWORD | {"username": "alice", "client_id": "1example23456789"}
    _, step = started(
        KIND.obtain(factories.given(facts, password="p", client_secret="s3cr3tvalue"))
    )
    found = step.parameters["AuthParameters"]["SECRET_HASH"]
    assert found == Secret("C0IXjUaA+J90MZWdJpO/GtvIZDTKk2vIqBa09JirlXs=")


def test_region_and_endpoint_may_be_given() -> None:
    _, step = started(KIND.obtain(given(region="us-east-2", endpoint="http://127.0.0.1:1/x")))
    assert (step.region, step.endpoint) == ("us-east-2", "http://127.0.0.1:1/x")


@pytest.mark.parametrize(
    ("facts", "secrets", "missing"),
    [
        ({"username": ""}, {"password": "p"}, "user name"),
        ({}, {}, "password"),
        ({"client_id": " "}, {"password": "p"}, "client id"),
        ({"pool_id": "somewhere"}, {"password": "p"}, "region"),
    ],
)
def test_what_is_missing_is_named(
    facts: dict[str, str], secrets: dict[str, str], missing: str
) -> None:
    with pytest.raises(Problem) as refused:
        next(KIND.obtain(factories.given(FACTS | BY_PASSWORD | facts, **secrets)))  # type: ignore[arg-type]  # a flow
    assert refused.value.finding.title == f"This identity has no {missing}"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("NotAuthorizedException", "password"),
        ("UserNotConfirmedException", "confirmed"),
        ("InvalidParameterException", "flow"),
        ("NeverHeardOfException", "Check the identity"),
    ],
)
def test_a_refusal_is_told_with_the_next_step(code: str, word: str) -> None:
    flow, _ = started(KIND.obtain(given()))
    with pytest.raises(Problem) as refused:
        flow.throw(AwsRefusal(code, "Their words.", 400))
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("login", "login_refused")
    assert finding.detail == "It said: Their words."
    assert word in finding.remedy
    assert "correct horse" not in repr(finding)


def test_a_refresh_that_is_refused_leads_to_a_login() -> None:
    assert KIND.refresh is not None
    flow, _ = started(KIND.refresh(given(), factories.tokens(id="I", refresh="R")))
    with pytest.raises(Problem) as refused:
        flow.throw(AwsRefusal("NotAuthorizedException", "Refresh Token has been revoked", 400))
    assert refused.value.finding.id == "refresh_refused"
    assert refused.value.finding.actions[0].key == "log_in"


@pytest.mark.parametrize("answer", [{}, {"AuthenticationResult": {"ExpiresIn": 5}}])
def test_what_is_not_tokens_is_told(answer: dict[str, Any]) -> None:
    flow, _ = started(KIND.obtain(given()))
    with pytest.raises(Problem) as refused:
        flow.send(answer)
    assert refused.value.finding.id == "login_answer_unusable"


def test_the_password_is_proved_and_not_sent_unless_the_flow_says_so() -> None:
    _, step = started(KIND.obtain(given()))
    assert step.parameters["AuthFlow"] == "USER_SRP_AUTH"
    assert set(step.parameters["AuthParameters"]) == {"USERNAME", "SRP_A"}


def test_an_unknown_flow_is_told() -> None:
    with pytest.raises(Problem) as refused:
        KIND.obtain(given(flow="ADMIN_NO_SRP_AUTH"))
    assert refused.value.finding.title == "This identity has no flow that is known"


def test_a_renewal_uses_the_name_that_the_pool_knows() -> None:
    assert KIND.refresh is not None
    claims = base64.urlsafe_b64encode(b'{"cognito:username":"alice"}').decode().rstrip("=")
    held = factories.tokens(id=f"e30.{claims}.c2ln", refresh="R")
    facts = FACTS | {"username": "alias", "client_id": "1example23456789"}
    _, step = started(KIND.refresh(factories.given(facts, client_secret="s3cr3tvalue"), held))
    found = step.parameters["AuthParameters"]["SECRET_HASH"]
    assert found == Secret("C0IXjUaA+J90MZWdJpO/GtvIZDTKk2vIqBa09JirlXs=")
