from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.throttled import MEMBER
from tests.unit.core.diagnosis import cases


def test_the_published_cases() -> None:
    row = cases.published("DIA-09")
    for answer, soon in zip(row["input"]["responses"], row["expected"]["retry_soon"], strict=True):
        found = diagnose(cases.published_case(answer))
        assert [one.id for one in found] == [MEMBER.id if soon else "quota_exceeded"]
        assert ("send_again" in cases.keys(found[0])) == soon


@pytest.mark.parametrize(
    ("message", "error_type", "status"),
    [
        ("Too Many Requests", "TooManyRequestsException", 400),
        ("Too Many Requests", "", 429),
        ("slow down", "", 429),
    ],
)
def test_the_type_or_the_status_says_it(message: str, error_type: str, status: int) -> None:
    headers = [("Retry-After", "3")]
    found = diagnose(cases.reply(message, error_type, status=status, headers=headers))
    assert [one.id for one in found] == [MEMBER.id]
    assert cases.rows(found[0])["Retry-After"] == "3"


def test_what_is_another_cause() -> None:
    assert MEMBER.explain(cases.typical()["quota_exceeded"]) is None
    assert MEMBER.explain(cases.reply("Too Many Requests")) is None
