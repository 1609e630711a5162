from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.identity_policy_silent import MEMBER
from tests.unit.core.diagnosis import cases

SENTENCE = (
    f"User: {{}} is not authorized to perform: execute-api:Invoke on resource: {cases.ARN}{{}}"
)
SILENT = " because no identity-based policy allows the execute-api:Invoke action"


@pytest.mark.parametrize(
    ("caller", "who"),
    [
        (cases.USER, "user/alice"),
        ("arn:aws:sts::111122223333:assumed-role/dev/bob", "assumed-role/dev/bob"),
    ],
)
def test_who_may_not_do_what(caller: str, who: str) -> None:
    case = cases.reply(SENTENCE.format(caller, SILENT), cases.DENIED, key="Message", identity="me")
    found = cases.explained(MEMBER.id, case)
    assert found.title == f"No policy allows {who} this call"
    assert found.confidence == "certain"
    rows = cases.rows(found)
    assert rows["Caller"] == caller
    assert rows["Action"] == "execute-api:Invoke"
    assert rows["Resource"] == cases.ARN
    assert rows["Account ends in"] == "1111"
    assert rows["Policy type"] == "identity-based policy"
    assert rows["Kind of deny"] == "implicit"


@pytest.mark.parametrize(
    ("caller", "reason"),
    [
        ("anonymous", SILENT),
        (cases.USER, ""),
        (cases.USER, " because no resource-based policy allows the execute-api:Invoke action"),
        (cases.USER, " with an explicit deny in an identity-based policy"),
    ],
)
def test_other_reasons_are_other_causes(caller: str, reason: str) -> None:
    assert MEMBER.explain(cases.reply(SENTENCE.format(caller, reason), cases.DENIED)) is None
