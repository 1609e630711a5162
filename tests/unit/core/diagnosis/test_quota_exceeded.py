from __future__ import annotations

from apiclient_gui.core.diagnosis.quota_exceeded import MEMBER
from tests.unit.core.diagnosis import cases


def test_the_words_or_the_type_with_its_status() -> None:
    for case in (
        cases.reply("Limit Exceeded", status=429),
        cases.reply("Limit Exceeded", "LimitExceededException", status=403),
        cases.reply("No more today", "LimitExceededException", status=429),
    ):
        found = cases.explained(MEMBER.id, case)
        assert found.confidence == "certain"
        assert "send_again" not in cases.keys(found)


def test_what_is_another_cause() -> None:
    attempts = "Attempt limit exceeded, please try after some time."
    assert MEMBER.explain(cases.reply(attempts, "LimitExceededException", status=400)) is None
    assert MEMBER.explain(cases.typical()["throttled"]) is None
