from __future__ import annotations

import json

import pytest

from apiclient_gui.core.gateway.policy import principals
from apiclient_gui.core.gateway.policy.principals import ANONYMOUS, Principals
from apiclient_gui.core.gateway.policy.reading import Object, Reader

IAM, STS = "arn:aws:iam::111122223333", "arn:aws:sts::111122223333"
ALICE = f"{IAM}:user/practice/alice"
SESSION = f"{STS}:assumed-role/developer/session1"


def read(value: object) -> tuple[Principals, list[tuple[str, str]]]:
    reader = Reader()
    given = json.loads(json.dumps(value), object_pairs_hook=Object)
    found = principals.read(reader, "Principal", given)
    return found, [(finding.id, finding.evidence[0].value) for finding in reader.findings]


@pytest.mark.parametrize("value", ["*", {"AWS": "*"}, {"AWS": ["*"]}, {"AWS": [ALICE, "*"]}])
@pytest.mark.parametrize("caller", [ANONYMOUS, ALICE, SESSION])
def test_everybody(value: object, caller: str) -> None:
    found, faults = read(value)
    assert faults == []
    assert found.test(caller)[0]


@pytest.mark.parametrize(
    ("named", "caller", "included"),
    [
        (ALICE, ALICE, True),
        (ALICE, ANONYMOUS, False),
        (ALICE, ALICE.replace("alice", "Alice"), False),
        (ALICE, ALICE.replace("1111", "4444"), False),
        (f"{IAM}:user/alice", ALICE, False),
        ("111122223333", ALICE, True),
        ("111122223333", SESSION, True),
        ("111122223333", f"{IAM}:root", True),
        ("111122223333", ANONYMOUS, False),
        ("444455556666", ALICE, False),
        (f"{IAM}:root", SESSION, True),
        (f"{IAM}:root", ALICE.replace("1111", "4444"), False),
        (f"{IAM}:role/developer", SESSION, True),
        (f"{IAM}:role/path/to/developer", SESSION, True),
        (f"{IAM}:role/develop", SESSION, False),
        (f"{IAM}:role/developer", SESSION.replace("1111", "4444"), False),
        (SESSION, SESSION, True),
        (SESSION, f"{STS}:assumed-role/developer/session2", False),
        (f"{STS}:federated-user/bob", f"{STS}:federated-user/bob", True),
        (f"{STS}:federated-user/bob", f"{IAM}:user/bob", False),
    ],
)
def test_who_is_included(named: str, caller: str, included: bool) -> None:
    found, faults = read({"AWS": ["444455556667", named]})
    assert faults == []
    matched, because = found.test(caller)
    assert matched is included
    assert because == (
        f"Principal: {named} includes {caller}, so it applies."
        if included
        else f"Principal: {caller} is none of those named, so it does not apply."
    )


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (None, "policy_bad_value"),
        ("alice", "policy_bad_value"),
        (["*"], "policy_bad_value"),
        ({}, "policy_bad_value"),
        ({"AWS": []}, "policy_bad_value"),
        ({"AWS": [1]}, "policy_bad_value"),
        ({"aws": "*"}, "policy_bad_value"),
        ({"AWS": "1111"}, "policy_bad_value"),
        ({"AWS": f"{IAM}:role/*"}, "policy_bad_value"),
        ({"AWS": f"{IAM}:user/dev-?"}, "policy_bad_value"),
        ({"AWS": f"{IAM}:group/dev"}, "policy_bad_value"),
        ({"AWS": f"{STS}:assumed-role/developer/*"}, "policy_bad_value"),
        ({"AWS": "arn:aws:iam::*:root"}, "policy_bad_value"),
        ({"Service": "apigateway.amazonaws.com"}, "policy_unsupported_element"),
        ({"Federated": "cognito-identity.amazonaws.com"}, "policy_unsupported_element"),
        ({"CanonicalUser": "79a5"}, "policy_unsupported_element"),
    ],
)
def test_what_cannot_be_evaluated(value: object, key: str) -> None:
    assert [fault for fault, _ in read(value)[1]] == [key]


def test_a_kind_stands_once() -> None:
    reader = Reader()
    principals.read(reader, "Principal", Object([("AWS", "*"), ("AWS", "111122223333")]))
    assert [finding.id for finding in reader.findings] == ["policy_duplicate_key"]
