from __future__ import annotations

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.api_key_refused import MEMBER
from tests.unit.core.diagnosis import cases


def test_a_key_that_does_not_open_the_method() -> None:
    found = diagnose(cases.typical()[MEMBER.id])
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "likely")]
    assert cases.rows(found[0])["API key sent"] == "x-api-key"
    assert "k-1234567" not in str(found)


def test_without_knowledge_it_is_possible() -> None:
    for error_type in ("", cases.FORBIDDEN):
        case = cases.reply("Forbidden", error_type, **cases.with_header("X-Api-Key", "k-1234567"))
        found = diagnose(case)
        assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "possible")]
        assert "WAF" in found[0].detail


def test_what_is_another_cause() -> None:
    key = cases.with_header("X-Api-Key", "k-1234567")
    denied = cases.reply(f"{cases.AUTHORIZER} with an explicit deny", **key)
    assert MEMBER.explain(denied) is None
    assert MEMBER.explain(cases.reply("Forbidden", cases.DENIED, **key)) is None
    assert MEMBER.explain(cases.typical()["api_key_missing"]) is None
