from __future__ import annotations

import pytest

from apiclient_gui.core.gateway.policy.evaluate import INVOKE, Call, evaluate
from apiclient_gui.practice import iam
from apiclient_gui.practice.apis import PETS_IAM
from apiclient_gui.practice.iam import USERS

PLACE = "arn:aws:execute-api:us-east-1:111122223333:abcde12345"


@pytest.mark.parametrize(
    ("name", "decisions"),
    [
        ("alice", ["allow", "allow", "allow", "explicit_deny"]),
        ("bob", ["implicit_deny"] * 4),
    ],
)
def test_what_policies_decide_about_each_method(name: str, decisions: list[str]) -> None:
    user = next(one for one in USERS if one.name == name)
    policy = iam.policy(user.statements, "111122223333", "abcde12345", "prod")
    paths = [
        f"{PLACE}/prod/{one.method}{one.path.replace('{petId}', '1')}" for one in PETS_IAM.methods
    ]
    assert [evaluate(policy, Call(INVOKE, path)).decision for path in paths] == decisions
    assert user.allowed == ("allow" in decisions)
    assert user.arn("111122223333") == f"arn:aws:iam::111122223333:user/practice/{name}"


def test_a_policy_is_about_one_api_and_stage() -> None:
    policy = iam.policy(USERS[0].statements, "111122223333", "abcde12345", "prod")
    other = f"{PLACE}/test/GET/pets"
    assert evaluate(policy, Call(INVOKE, other)).decision == "implicit_deny"
