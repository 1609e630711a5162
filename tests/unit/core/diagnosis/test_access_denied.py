from __future__ import annotations

from typing import Any

import pytest

from apiclient_gui.core.diagnosis.access_denied import MEMBER
from tests import factories
from tests.unit.core.diagnosis import cases

SENTENCE = (
    f"User: {{}} is not authorized to perform: execute-api:Invoke on resource: {cases.ARN}{{}}"
)


@pytest.mark.parametrize(
    ("caller", "reason", "title"),
    [
        (cases.USER, "", "No policy allows user/alice this call"),
        (cases.USER, " with an explicit deny", "A policy denies user/alice this call"),
        (
            "anonymous",
            " because no VPC endpoint policy allows the execute-api:Invoke action",
            "No VPC endpoint policy allows an anonymous caller this call",
        ),
        (
            cases.USER,
            " with an explicit deny in a VPC endpoint policy",
            "A VPC endpoint policy denies user/alice this call",
        ),
        (
            cases.USER,
            " because no permissions boundary allows the execute-api:Invoke action",
            "No permissions boundary allows user/alice this call",
        ),
        (
            cases.USER,
            " with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1",
            "A service control policy denies user/alice this call",
        ),
        (
            "anonymous",
            " with an explicit deny in an identity-based policy",
            "An identity-based policy denies an anonymous caller this call",
        ),
    ],
)
def test_each_kind_of_policy(caller: str, reason: str, title: str) -> None:
    for key in ("message", "Message"):
        case = cases.reply(SENTENCE.format(caller, reason), cases.DENIED, key=key)
        found = cases.explained(MEMBER.id, case)
        assert found.title == title
        assert found.confidence == "certain"


def test_a_text_of_the_owner_lowers_the_confidence() -> None:
    found = cases.explained(MEMBER.id, cases.reply("Go away", cases.DENIED))
    assert found.confidence == "likely"


@pytest.mark.parametrize("words", ["", "Forbidden", "User: x", "you are not authorized to do that"])
def test_words_of_an_application_are_not_a_policy_s(words: str) -> None:
    assert MEMBER.explain(cases.reply(words)) is None


FUNCTION_URL = (
    "Forbidden. For troubleshooting Function URL authorization issues, see: "
    "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
)


@pytest.mark.parametrize(
    ("known", "confidence", "remedy"),
    [
        ({}, "possible", "Sign it"),
        ({"prepared": factories.prepared()}, "likely", "Sign it"),
        (cases.sent(), "likely", "Allow lambda:InvokeFunctionUrl"),
    ],
)
@pytest.mark.parametrize("error_type", ["", "AccessDeniedException"])
def test_the_words_of_a_function_url_are_aws_s_own(
    error_type: str, known: dict[str, Any], confidence: str, remedy: str
) -> None:
    case = cases.reply(FUNCTION_URL, error_type, key="Message", **known)
    found = cases.explained(MEMBER.id, case)
    assert found.confidence == confidence
    assert found.remedy.startswith(remedy)
    assert "owner" not in found.detail
