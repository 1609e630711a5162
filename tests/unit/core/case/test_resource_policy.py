from __future__ import annotations

import json

import pytest

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.resource_policy import addresses, statements
from apiclient_gui.core.model import KnownApi
from tests.unit.core.diagnosis import cases


def fenced(policy: object) -> Case:
    """Return a case at an API with this resource policy."""
    text = policy if isinstance(policy, str) else json.dumps(policy)
    api = KnownApi("x", cases.FENCED.url, cases.FENCED.methods, resource_policy=text)
    return Case(**cases.called(api))


def test_the_statements_of_one_effect_and_their_addresses() -> None:
    case = Case(**cases.called(cases.FENCED))
    allow, deny = cases.POLICY["Statement"]
    assert [json.loads(one) for one in statements(case, "Deny")] == [deny]
    assert [json.loads(one) for one in statements(case, "Allow")] == [allow]
    assert addresses(case, "Deny") == "outside 123.4.5.6/24, read as 123.4.5.0/24"
    assert addresses(case, "Allow") == ""


@pytest.mark.parametrize(
    ("operator", "values", "words"),
    [
        ("IpAddress", "203.0.113.7", "inside 203.0.113.7"),
        (
            "NotIpAddress",
            ["203.0.113.0/24", "2001:db8::/32"],
            "outside 203.0.113.0/24, 2001:db8::/32",
        ),
    ],
)
def test_addresses_as_they_were_written(operator: str, values: object, words: str) -> None:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "*",
        "Resource": "*",
        "Condition": {operator: {"aws:SourceIp": values}},
    }
    assert addresses(fenced({"Version": "2012-10-17", "Statement": statement}), "Deny") == words


@pytest.mark.parametrize(
    "policy", ["", "{", "[]", "[" * 100_000, {"Statement": 3}, {"Statement": ["x", {}]}, {}]
)
def test_a_policy_that_cannot_be_read_says_nothing(policy: object) -> None:
    assert statements(fenced(policy), "Deny") == ()
    assert addresses(fenced(policy), "Deny") == ""
    assert statements(Case(), "Allow") == ()
    assert addresses(Case(), "Allow") == ""
