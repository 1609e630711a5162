"""A role on top of another identity: the flow's steps driven by a plain list of answers, and what STS says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.flow import Ask, AwsCall, AwsRefusal, Need
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import AwsKeys, Credentials, UserPassword
from apiclient_gui.core.secret import Secret
from tests import factories

KIND = TABLE["aws_role"]
ARN = "arn:aws:iam::123456789012:role/team/pets-reader"
DEVICE = "arn:aws:iam::123456789012:mfa/me"
FACTS = {"source": "dev", "role_arn": ARN}
ENDS = datetime(2026, 3, 4, 7, 6, 7, tzinfo=timezone(timedelta(hours=1)))
REPLY = {
    "Credentials": {
        "AccessKeyId": "ASIAROLE",
        "SecretAccessKey": "the-secret",
        "SessionToken": "the-token",
        "Expiration": ENDS,
    }
}


def begun(source: Credentials | None = None, **facts: str) -> tuple[Any, Any]:
    """Return the flow and its first step after the source's credentials came."""
    flow: Any = KIND.obtain(factories.given(FACTS | facts))
    assert next(flow) == Need("dev")
    return flow, flow.send(source or factories.keys())


def ended(flow: Any, answer: Any) -> AwsKeys:
    with pytest.raises(StopIteration) as end:
        flow.send(answer)
    keys = end.value.value
    assert isinstance(keys, AwsKeys)
    return keys


def refused(flow: Any, code: str, message: str = "Their words.") -> Finding:
    with pytest.raises(Problem) as caught:
        flow.throw(AwsRefusal(code, message, 403))
    assert caught.value.trouble == "login"
    return caught.value.finding


def test_keys_ask_for_the_role() -> None:
    flow, step = begun()
    assert step == AwsCall(
        "assume the role",
        "sts",
        "AssumeRole",
        {"RoleArn": ARN, "RoleSessionName": "apiclient-gui", "DurationSeconds": 3600},
        "us-east-1",
        "",
        factories.keys(),
    )
    keys = ended(flow, REPLY)
    assert keys == AwsKeys(
        "ASIAROLE", Secret("the-secret"), Secret("the-token"), ENDS, factories.NOW
    )
    assert keys.expires_at is not None
    assert keys.expires_at.tzinfo == UTC


def test_everything_that_is_given_is_asked_for() -> None:
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    _, step = begun(
        external_id=" their-id:1 ",
        session_name="me@example.com",
        duration="43200",
        policy=policy,
        region="eu-west-1",
        endpoint="http://127.0.0.1:1",
    )
    assert step.parameters == {
        "RoleArn": ARN,
        "RoleSessionName": "me@example.com",
        "DurationSeconds": 43200,
        "ExternalId": "their-id:1",
        "Policy": policy,
    }
    assert (step.region, step.endpoint) == ("eu-west-1", "http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("partition", "region"), [("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")]
)
def test_other_partitions_have_an_sts_of_their_own(partition: str, region: str) -> None:
    _, step = begun(role_arn=ARN.replace("aws", partition, 1))
    assert step.region == region


@pytest.mark.parametrize("code", ["123456", " 123 456 ", Secret("123456"), Secret("123456\n")])
def test_with_a_device_the_code_is_asked_for(code: str | Secret) -> None:
    flow, step = begun(mfa_serial=DEVICE)
    assert isinstance(step, Ask)
    assert step.fields[0].key == "code"
    assert DEVICE in step.detail
    call = flow.send({"code": code})
    assert call.parameters["SerialNumber"] == DEVICE
    assert call.parameters["TokenCode"] == "123456"


def test_what_is_no_code_is_asked_for_again_and_then_given_up() -> None:
    flow, step = begun(mfa_serial=DEVICE)
    for _ in range(2):
        step = flow.send({"code": "12345"})
        assert isinstance(step, Ask)
        assert "six digits" in step.detail
    with pytest.raises(Problem) as caught:
        flow.send({})
    assert caught.value.finding.id == "mfa_code_wrong"


def test_a_code_that_sts_refuses_leads_to_the_next_one() -> None:
    flow, _ = begun(mfa_serial=DEVICE)
    flow.send({"code": "987654"})
    said = "MultiFactorAuthentication failed with invalid MFA one time pass code. "
    finding = refused(flow, "AccessDenied", said)
    assert finding.id == "mfa_code_wrong"
    assert finding.actions[0].key == "log_in"
    assert "987654" not in repr(finding)


@pytest.mark.parametrize(
    ("held", "token"), [({"access": "AAAA", "id": "IIII"}, "IIII"), ({"access": "AAAA"}, "AAAA")]
)
def test_a_token_asks_without_keys(held: dict[str, str], token: str) -> None:
    flow, step = begun(factories.tokens(**held), session_name="me")
    assert step.operation == "AssumeRoleWithWebIdentity"
    assert step.keys is None
    assert step.parameters == {
        "RoleArn": ARN,
        "RoleSessionName": "me",
        "DurationSeconds": 3600,
        "WebIdentityToken": Secret(token),
    }
    assert ended(flow, REPLY).access_key_id == "ASIAROLE"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"external_id": "x1"}, "external id"),
        ({"mfa_serial": DEVICE, "external_id": "x1"}, "external id and MFA device"),
    ],
)
def test_what_a_token_cannot_ask_for_is_not_left_out_in_silence(
    facts: dict[str, str], words: str
) -> None:
    with pytest.raises(Problem) as caught:
        begun(factories.tokens(id="IIII"), **facts)
    finding = caught.value.finding
    assert (caught.value.trouble, finding.id) == ("refused", "role_not_for_tokens")
    assert finding.title.endswith(f"takes no {words}")


@pytest.mark.parametrize("token", ["I", "III", "I" * 20_001])
def test_a_token_that_sts_does_not_take(token: str) -> None:
    with pytest.raises(Problem) as caught:
        begun(factories.tokens(id=token))
    finding = caught.value.finding
    assert (caught.value.trouble, finding.id) == ("refused", "token_not_for_roles")
    assert f"{len(token):,} characters" in finding.detail
    assert finding.actions[0].parameters == {"identity": "dev"}


def test_a_password_is_no_source() -> None:
    with pytest.raises(Problem) as caught:
        begun(UserPassword("me", Secret("correct horse")))
    assert (caught.value.trouble, caught.value.finding.id) == ("refused", "source_without_keys")
    assert "dev" in caught.value.finding.title


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"source": " "}, "source"),
        ({"role_arn": ""}, "role ARN"),
        ({"role_arn": "pets-reader"}, "valid role ARN"),
        ({"role_arn": "arn:aws:iam::123456789012:user/me"}, "valid role ARN"),
        ({"role_arn": ARN + "\r\nX: y"}, "valid role ARN"),
        ({"role_arn": ARN + "ü\ud800"}, "valid role ARN"),
        ({"session_name": "two words"}, "valid session name"),
        ({"session_name": "a"}, "valid session name"),
        ({"session_name": "a" * 65}, "valid session name"),
        ({"external_id": "x"}, "valid external id"),
        ({"external_id": "a b"}, "valid external id"),
        ({"mfa_serial": "short"}, "valid MFA device"),
        ({"duration": "899"}, "valid duration"),
        ({"duration": "43201"}, "valid duration"),
        ({"duration": "an hour"}, "valid duration"),
        ({"duration": "-900"}, "valid duration"),
        ({"duration": "٩٠٠"}, "valid duration"),
        ({"duration": "9" * 5000}, "valid duration"),
        ({"policy": "allow"}, "valid session policy"),
        ({"policy": "[]"}, "valid session policy"),
        ({"policy": "[" * 2000}, "valid session policy"),
        ({"policy": '"\ud800"'}, "valid session policy"),
        ({"policy": json.dumps({"Sid": "x" * 2048})}, "valid session policy"),
    ],
)
def test_what_sts_could_not_take_is_not_asked(facts: dict[str, str], missing: str) -> None:
    with pytest.raises(Problem) as caught:
        KIND.obtain(factories.given(FACTS | facts))
    finding = caught.value.finding
    assert (caught.value.trouble, finding.id) == ("refused", "identity_incomplete")
    assert finding.title == f"This identity has no {missing}"


@pytest.mark.parametrize("text", ["900", "43200"])
def test_the_limits_of_the_duration_are_in_it(text: str) -> None:
    assert begun(duration=text)[1].parameters["DurationSeconds"] == int(text)


@pytest.mark.parametrize(
    ("code", "word", "opens"),
    [
        ("AccessDenied", "trust policy", None),
        ("ValidationError", "one hour", None),
        ("InvalidClientTokenId", "keys of the source", "dev"),
        ("SignatureDoesNotMatch", "clock", "dev"),
        ("ExpiredToken", "ended", "dev"),
        ("ExpiredTokenException", "Log the source in", "dev"),
        ("RegionDisabledException", "enabled", None),
        ("MalformedPolicyDocumentException", "session policy", None),
        ("PackedPolicyTooLargeException", "shorter", None),
        ("PackedPolicyTooLarge", "shorter", None),
        ("IDPRejectedClaim", "audience", None),
        ("NeverHeardOf", "Check the identity", None),
    ],
)
def test_a_refusal_is_told_with_the_next_step(code: str, word: str, opens: str | None) -> None:
    flow, _ = begun()
    finding = refused(flow, code)
    assert finding.id == "role_refused"
    assert finding.detail == "It said: Their words."
    assert word in finding.remedy
    assert finding.actions[0].parameters.get("identity") == opens


@pytest.mark.parametrize(
    ("facts", "words", "absent"),
    [
        ({}, ["external id must be given", "MFA device must be named"], ["must be the one"]),
        ({"external_id": "x1"}, ["external id must be the one"], ["must be given"]),
    ],
)
def test_a_denial_lists_what_to_check(
    facts: dict[str, str], words: list[str], absent: list[str]
) -> None:
    flow, _ = begun(**facts)
    remedy = refused(flow, "AccessDenied").remedy
    assert all(word in remedy for word in words)
    assert not any(word in remedy for word in absent)


def test_a_denial_of_a_token_is_about_the_token() -> None:
    flow, _ = begun(factories.tokens(id="IIII"))
    finding = refused(
        flow, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"
    )
    assert "audience and subject" in finding.remedy
    assert "external" not in finding.remedy


@pytest.mark.parametrize(
    "reply",
    [{}, {"Credentials": {}}, {"Credentials": {"AccessKeyId": "A", "SecretAccessKey": "b"}}],
)
def test_half_an_answer_is_none(reply: dict[str, Any]) -> None:
    flow, _ = begun()
    with pytest.raises(Problem) as caught:
        flow.send(reply)
    assert caught.value.finding.id == "role_reply_malformed"


def test_keys_whose_end_nobody_told_have_none() -> None:
    flow, _ = begun()
    parts = {key: text for key, text in REPLY["Credentials"].items() if key != "Expiration"}
    assert ended(flow, {"Credentials": parts}).expires_at is None


def test_the_summary_names_role_and_source() -> None:
    assert KIND.summary(FACTS) == "pets-reader · dev"
    assert KIND.source == "source"
