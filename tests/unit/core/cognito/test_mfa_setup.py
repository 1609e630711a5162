"""A second factor that is set up in the middle of a login."""

from __future__ import annotations

from typing import Any

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask, AwsCall, AwsRefusal
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.secret import Secret
from tests import factories

FACTS = {"pool_id": "eu-west-1_AbC", "client_id": "client1", "username": "ann"}
WRONG = AwsRefusal("EnableSoftwareTokenMFAException", "Code mismatch", 400)


def begun() -> tuple[Any, Any]:
    """Return a login whose device is to be set up, and the question for its first code."""
    flow: Any = TABLE["user_pool"].obtain(factories.given(FACTS, password="pass word"))
    next(flow)
    parameters = {"USER_ID_FOR_SRP": "sub-1", "MFAS_CAN_SETUP": '["SOFTWARE_TOKEN_MFA"]'}
    reply = {"ChallengeName": "MFA_SETUP", "Session": "S1", "ChallengeParameters": parameters}
    step = flow.send(reply)
    assert isinstance(step, AwsCall)
    assert (step.operation, step.parameters) == ("AssociateSoftwareToken", {"Session": "S1"})
    return flow, flow.send({"SecretCode": "ABCD2345", "Session": "S2"})


def test_a_device_is_set_up() -> None:
    flow, step = begun()
    assert isinstance(step, Ask)
    assert "Secret: ABCD2345" in step.detail
    assert "otpauth://totp/Amazon%20Cognito%3Aann?secret=ABCD2345&issuer=" in step.detail
    step = flow.send({"code": "000000"})
    assert step.operation == "VerifySoftwareToken"
    step = flow.throw(WRONG)
    assert step.detail.startswith("Code mismatch. Add")
    step = flow.send({"code": Secret("111 111")})
    assert (step.parameters["Session"], step.parameters["UserCode"]) == ("S2", "111111")
    step = flow.send({"Status": "SUCCESS", "Session": "S3"})
    assert (step.operation, step.parameters["Session"]) == ("RespondToAuthChallenge", "S3")
    assert step.parameters["ChallengeResponses"] == {"USERNAME": "sub-1"}


def test_a_device_whose_codes_stay_wrong() -> None:
    flow, _ = begun()
    for _ in range(2):
        flow.send({"code": "1"})
        flow.throw(WRONG)
    flow.send({"code": "1"})
    with pytest.raises(Problem) as refused:
        flow.throw(WRONG)
    assert "codes of the new device were wrong" in refused.value.finding.detail


def test_another_refusal_ends_the_login() -> None:
    flow, _ = begun()
    flow.send({"code": "1"})
    with pytest.raises(Problem) as refused:
        flow.throw(AwsRefusal("NotAuthorizedException", "Invalid session for the user.", 400))
    assert refused.value.finding.id == "login_refused"
