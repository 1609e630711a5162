from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.session_policy_denies import MEMBER
from tests.unit.core.diagnosis import cases

SENTENCE = (
    f"User: {{}} is not authorized to perform: execute-api:Invoke on resource: {cases.ARN}{{}}"
)
REASON = " with an explicit deny in a session policy"


@pytest.mark.parametrize(
    ("caller", "role"),
    [
        (cases.ROLE, "pets-reader-role"),
        ("arn:aws-cn:sts::111122223333:assumed-role/team/dev", "team"),
        ("arn:aws:sts::111122223333:federated-user/bob", None),
    ],
)
def test_the_role_is_named(caller: str, role: str | None) -> None:
    case = cases.reply(SENTENCE.format(caller, REASON), cases.DENIED, key="Message", identity="me")
    assert [(one.id, one.confidence) for one in diagnose(case)] == [(MEMBER.id, "certain")]
    found = cases.explained(MEMBER.id, case)
    rows = cases.rows(found)
    assert rows.get("Role") == role
    assert rows["Caller"] == caller
    assert rows["Policy type"] == "session policy"
    assert found.actions[0].key == "open_identity"
    assert found.actions[0].parameters == {"identity": "me"}


@pytest.mark.parametrize(
    "reason",
    [
        "",
        " because no session policy allows the execute-api:Invoke action",
        " because no identity-based policy allows the execute-api:Invoke action",
        " with an explicit deny in a permissions boundary",
    ],
)
def test_other_reasons_are_other_causes(reason: str) -> None:
    assert MEMBER.explain(cases.reply(SENTENCE.format(cases.ROLE, reason), cases.DENIED)) is None
