from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.timed_out import MEMBER
from apiclient_gui.core.model import Stage
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    ("stage", "limit"),
    [
        ("dns", "connect time-out"),
        ("connect", "connect time-out"),
        ("tls", "connect time-out"),
        ("send", "time-out, the longest silence of the server"),
        ("wait", "time-out, the longest silence of the server"),
        ("receive", "time-out, the longest silence of the server"),
    ],
)
def test_it_says_which_stage_and_which_limit(stage: Stage, limit: str) -> None:
    found = cases.explained(MEMBER.id, cases.failed(stage, "no answer within 30 s", timed_out=True))
    assert cases.rows(found)["Stage"] == stage
    assert cases.rows(found)["Limit"] == limit
    assert cases.rows(found)["System's words"] == "no answer within 30 s"
    assert limit in found.remedy
    assert found.actions[1].parameters == {"place": "settings"}


def test_without_a_time_out_it_is_silent() -> None:
    assert MEMBER.explain(cases.failed("wait", "timed out")) is None
