from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from apiclient_gui.core.gateway.policy import document, evaluate

CASES = Path(__file__).resolve().parents[6] / "shared" / "cases" / "aws-cases.json"
STAGE = "arn:aws:execute-api:us-east-1:111122223333:abcde12345/prod"
INVOKE = "execute-api:Invoke"


def decide(*statements: object, resource: str, action: str = INVOKE) -> evaluate.Evaluation:
    read, findings = document.read(
        json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    )
    assert read is not None, findings
    return evaluate.evaluate(read, evaluate.Call(action, resource))


def test_the_policy_of_aws_s_own_page() -> None:
    if not CASES.exists():
        pytest.skip("the shared cases are not beside this checkout")
    case = next(c for c in json.loads(CASES.read_text()) if c["id"] == "LANG-13")
    decisions = [
        decide(*case["input"]["statements"], resource=resource).decision
        for resource in case["input"]["requests"]
    ]
    assert decisions == case["expected"]["decisions"]


def test_a_longer_path_does_not_fit() -> None:
    # Case G1: policy …/GET/pet, asked for …/GET/pets.
    allow = {"Effect": "Allow", "Action": INVOKE, "Resource": f"{STAGE}/GET/pet"}
    assert decide(allow, resource=f"{STAGE}/GET/pets").decision == "implicit_deny"


@pytest.mark.parametrize("order", [1, -1])
def test_a_deny_wins_whatever_the_order(order: int) -> None:
    statements = [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Sid": "NoDelete", "Effect": "Deny", "Action": "*", "Resource": f"{STAGE}/DELETE/*"},
    ][::order]
    denied = decide(*statements, resource=f"{STAGE}/DELETE/pets/1")
    assert denied.decision == "explicit_deny"
    assert denied.deciding is not None
    assert denied.deciding.sid == "NoDelete"
    assert decide(*statements, resource=f"{STAGE}/GET/pets").decision == "allow"


@pytest.mark.parametrize(
    ("pattern", "decision"),
    [
        ("execute-api:Invoke", "allow"),
        ("EXECUTE-API:invoke", "allow"),
        ("execute-api:*", "allow"),
        ("execute-api:Invok?", "allow"),
        ("*", "allow"),
        ("execute-api:Invalidate*", "implicit_deny"),
        ("apigateway:GET", "implicit_deny"),
    ],
)
def test_actions_are_compared_without_case(pattern: str, decision: str) -> None:
    allow = {"Effect": "Allow", "Action": pattern, "Resource": "*"}
    assert decide(allow, resource=f"{STAGE}/GET/pets").decision == decision


def test_not_action_is_every_other_action() -> None:
    allow = {"Effect": "Allow", "NotAction": "execute-api:InvalidateCache", "Resource": "*"}
    assert decide(allow, resource=f"{STAGE}/GET/pets").decision == "allow"
    other = decide(allow, resource=f"{STAGE}/GET/pets", action="execute-api:InvalidateCache")
    assert other.decision == "implicit_deny"


def test_not_resource_denies_all_the_rest() -> None:
    statements = (
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "NotResource": [f"{STAGE}/GET/*", f"{STAGE}/POST/*"]},
    )
    assert decide(*statements, resource=f"{STAGE}/POST/pets").decision == "allow"
    assert decide(*statements, resource=f"{STAGE}/DELETE/pets").decision == "explicit_deny"


def test_each_statement_says_why() -> None:
    result = decide(
        {"Sid": "Read", "Effect": "Allow", "Action": INVOKE, "Resource": f"{STAGE}/GET/*"},
        {"Effect": "Deny", "Action": INVOKE, "NotResource": f"{STAGE}/GET/*"},
        resource=f"{STAGE}/GET/pets",
    )
    assert json.loads(msgspec.json.encode(result)) == {
        "decision": "allow",
        "statements": [
            {
                "index": 0,
                "sid": "Read",
                "effect": "Allow",
                "matched": True,
                "because": [
                    f"Action: {INVOKE} fits {INVOKE}, so it applies.",
                    f"Resource: {STAGE}/GET/* fits {STAGE}/GET/pets, so it applies.",
                ],
            },
            {
                "index": 1,
                "sid": None,
                "effect": "Deny",
                "matched": False,
                "because": [
                    f"Action: {INVOKE} fits {INVOKE}, so it applies.",
                    f"NotResource: {STAGE}/GET/* fits {STAGE}/GET/pets, so it does not apply.",
                ],
            },
        ],
        "findings": [],
    }
    assert result.deciding == result.statements[0]


def test_silence_has_no_deciding_statement() -> None:
    result = decide(
        {"Effect": "Allow", "Action": INVOKE, "Resource": f"{STAGE}/GET/*"},
        resource=f"{STAGE}/POST/pets",
    )
    assert result.decision == "implicit_deny"
    assert result.deciding is None
    assert "none of the patterns fits" in result.statements[0].because[1]


def resource_policy(case: str) -> tuple[evaluate.Evaluation, tuple[str, ...], dict[str, Any]]:
    if not CASES.exists():
        pytest.skip("the shared cases are not beside this checkout")
    found = next(c for c in json.loads(CASES.read_text()) if c["id"] == case)
    given = found["input"]
    read, findings = document.read(json.dumps(given["resource_policy"]), "resource")
    assert read is not None, findings
    asked = given["request"]
    call = evaluate.Call(INVOKE, asked["resource"], context=asked["context"])
    return evaluate.evaluate(read, call), tuple(f.id for f in findings), found["expected"]


@pytest.mark.parametrize("case", ["POL-C4", "POL-C6", "POL-C8"])
def test_resource_policies_of_aws_s_own_pages(case: str) -> None:
    evaluation, findings, expected = resource_policy(case)
    assert evaluation.decision == expected["decision"]
    assert set(findings) >= set(expected.get("lint", ()))


LESSON = [
    {"Effect": "Allow", "Principal": "*", "Action": INVOKE, "Resource": "execute-api:/*"},
    {
        "Effect": "Deny",
        "Principal": "*",
        "Action": INVOKE,
        "Resource": "execute-api:/*",
        "Condition": {"NotIpAddress": {"aws:SourceIp": "123.4.5.6/24"}},
    },
]


@pytest.mark.parametrize(
    ("context", "decision"),
    [
        ({"aws:SourceIp": "123.4.5.77"}, "allow"),
        ({"aws:SourceIp": "123.4.6.1"}, "explicit_deny"),
        ({"aws:SourceIp": "2001:db8::1"}, "explicit_deny"),
        ({}, "explicit_deny"),
    ],
)
def test_the_policy_of_the_lesson(context: dict[str, str], decision: str) -> None:
    # aws-facts §3.9, line by line.
    read, _ = document.read(json.dumps({"Version": "2012-10-17", "Statement": LESSON}), "resource")
    assert read is not None
    call = evaluate.Call(INVOKE, f"{STAGE}/GET/pets", context=context)
    assert evaluate.evaluate(read, call).decision == decision


def test_a_resource_policy_says_why_in_the_order_of_its_elements() -> None:
    read, _ = document.read(json.dumps({"Version": "2012-10-17", "Statement": LESSON}), "resource")
    assert read is not None
    call = evaluate.Call(INVOKE, f"{STAGE}/GET/pets", context={"aws:SourceIp": "127.0.0.1"})
    evaluation = evaluate.evaluate(read, call)
    assert evaluation.deciding is not None
    assert evaluation.deciding.because == (
        "Principal: * includes anonymous, so it applies.",
        f"Action: {INVOKE} fits {INVOKE}, so it applies.",
        f"Resource: execute-api:/* fits {STAGE}/GET/pets, so it applies.",
        "NotIpAddress: aws:SourceIp 127.0.0.1 is not in 123.4.5.6/24, so it applies.",
    )


def test_a_named_principal_does_not_let_the_anonymous_in() -> None:
    alice = "arn:aws:iam::111122223333:user/alice"
    statement = {**LESSON[0], "Principal": {"AWS": alice}}
    read, _ = document.read(json.dumps({"Statement": statement}), "resource")
    assert read is not None
    for caller, decision in ((alice, "allow"), (evaluate.ANONYMOUS, "implicit_deny")):
        call = evaluate.Call(INVOKE, f"{STAGE}/GET/pets", caller)
        assert evaluate.evaluate(read, call).decision == decision
