from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.identity_policy_denies import MEMBER
from tests.unit.core.diagnosis import cases

SENTENCE = (
    f"User: {cases.USER} is not authorized to perform: execute-api:Invoke on resource: {cases.ARN}"
)
DENY = " with an explicit deny in an identity-based policy"


def test_a_deny_of_the_caller_s_policy() -> None:
    found = cases.explained(MEMBER.id, cases.reply(SENTENCE + DENY, cases.DENIED, key="Message"))
    assert found.title == "A policy of user/alice denies this call"
    assert cases.rows(found)["Kind of deny"] == "explicit"


def test_the_policy_that_a_newer_reply_names() -> None:
    policy = "arn:aws:iam::111122223333:policy/NoPets"
    found = cases.explained(MEMBER.id, cases.reply(f"{SENTENCE}{DENY}: {policy}", cases.DENIED))
    assert cases.rows(found)["Policy"] == policy


@pytest.mark.parametrize(
    "words",
    [
        SENTENCE + " with an explicit deny",
        SENTENCE + " with an explicit deny in a resource-based policy",
        "User is not authorized to access this resource" + DENY,
    ],
)
def test_other_policies_are_other_causes(words: str) -> None:
    assert MEMBER.explain(cases.reply(words, cases.DENIED)) is None
