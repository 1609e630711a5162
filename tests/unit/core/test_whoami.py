"""Whose keys these are: what STS is asked, and what its refusals mean."""

from __future__ import annotations

import pytest

from apiclient_gui.core import whoami
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import AwsCall, AwsRefusal
from apiclient_gui.core.whoami import Caller
from tests import factories

REPLY = {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/me", "UserId": "AIDAX"}


@pytest.mark.parametrize(("region", "asked"), [("", "us-east-1"), ("cn-north-1", "cn-north-1")])
def test_sts_is_asked_with_the_keys(region: str, asked: str) -> None:
    flow = whoami.ask(factories.keys(), region, "http://127.0.0.1:1")
    step = next(flow)
    assert step == AwsCall(
        "ask whose keys these are",
        "sts",
        "GetCallerIdentity",
        {},
        asked,
        "http://127.0.0.1:1",
        factories.keys(),
    )
    with pytest.raises(StopIteration) as end:
        flow.send(REPLY)
    assert end.value.value == Caller("123456789012", "arn:aws:iam::123456789012:user/me", "AIDAX")


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("InvalidClientTokenId", "session token"),
        ("SignatureDoesNotMatch", "secret access key"),
        ("ExpiredToken", "ended"),
        ("NeverHeardOf", "Check the keys"),
    ],
)
def test_a_refusal_is_told_with_the_next_step(code: str, word: str) -> None:
    flow = whoami.ask(factories.keys(token="session-token"), "", "")
    next(flow)
    with pytest.raises(Problem) as refused:
        flow.throw(AwsRefusal(code, "Their words.", 403))
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("login", "caller_refused")
    assert finding.detail == "It said: Their words."
    assert word in finding.remedy
    assert finding.evidence[2].value == factories.KEY_ID
    assert finding.actions[0].key == "open_identity"


def test_a_token_has_no_caller() -> None:
    problem = whoami.not_aws("Fixed token")
    assert problem.trouble == "usage"
    assert "“Fixed token”" in problem.finding.detail
