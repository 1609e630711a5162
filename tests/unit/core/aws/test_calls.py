"""Calls of AWS services: what goes wrong before an answer is one finding, without parameters in it."""

from __future__ import annotations

import pytest

from apiclient_gui.core import aws
from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import AwsCall, AwsRefusal
from apiclient_gui.core.model import Settings
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support.sockets import RawServer, ok

BODY = (
    b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    b"<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)


def whoami(endpoint: str) -> AwsCall:
    return AwsCall(
        "ask who one is",
        "sts",
        "GetCallerIdentity",
        {},
        "eu-west-1",
        endpoint,
        keys=factories.keys(),
    )


def test_a_call_with_keys_is_signed() -> None:
    with RawServer(ok(BODY, "Content-Type: text/xml")) as server:
        reply = aws.call(whoami(f"http://{server.host}"), Settings(), Cancel(), Clock.computer)
    assert reply["Account"] == "123456789012"
    assert f"Credential={factories.KEY_ID}/".encode() in server.requests[0]
    assert b"/eu-west-1/sts/aws4_request" in server.requests[0]


@pytest.mark.parametrize(
    ("step", "word"),
    [
        (whoami("http://127.0.0.1:1"), "127.0.0.1:1"),
        (AwsCall("try", "no-such-service", "Get", {}, "eu-west-1"), "no-such-service"),
        (AwsCall("try", "sts", "AssumeRole", {"x": Secret("hidden-in-it")}, "eu-west-1"), "AssumeRole"),
        (AwsCall("try", "sts", "GetCallerIdentity", {}, "no region"), "no region"),
    ],
)  # fmt: skip
def test_what_gives_no_answer_is_one_finding(step: AwsCall, word: str) -> None:
    with pytest.raises(Problem) as refused:
        aws.call(step, Settings(), Cancel(), Clock.computer)
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("transport", "service_unreached")
    assert word in repr(finding)
    assert "hidden-in-it" not in repr(finding)


@pytest.mark.parametrize("content", [b"", b"<p>hidden-in-it", b"<a>hidden-in-it</b>"])
def test_an_answer_of_something_else_is_one_finding_and_not_quoted(content: bytes) -> None:
    with RawServer(ok(content, status="302 Found")) as server, pytest.raises(Problem) as refused:
        aws.call(whoami(f"http://{server.host}"), Settings(), Cancel(), Clock.computer)
    assert (refused.value.trouble, refused.value.finding.id) == ("transport", "service_unreached")
    assert "sts" in refused.value.finding.title
    assert "hidden-in-it" not in repr(refused.value.finding)


def test_a_refusal_does_not_repeat_the_code_of_a_device() -> None:
    said = b"<ErrorResponse><Error><Code>Denied</Code><Message>not 738291</Message></Error></ErrorResponse>"
    parameters = {
        "RoleArn": "arn:aws:iam::123456789012:role/x",
        "RoleSessionName": "ab",
        "TokenCode": "738291",
    }
    with RawServer(ok(said, "Content-Type: text/xml", status="403 Forbidden")) as server:
        step = AwsCall(
            "try",
            "sts",
            "AssumeRole",
            parameters,
            "eu-west-1",
            f"http://{server.host}",
            factories.keys(),
        )
        with pytest.raises(AwsRefusal) as refused:
            aws.call(step, Settings(), Cancel(), Clock.computer)
    assert (refused.value.code, refused.value.message) == ("Denied", "not ••••")


def test_cancelled_before_it_began() -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        aws.call(whoami("http://127.0.0.1:1"), Settings(), cancel, Clock.computer)
