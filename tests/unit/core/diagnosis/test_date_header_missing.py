from __future__ import annotations

from apiclient_gui.core.diagnosis.date_header_missing import MEMBER
from tests.unit.core.diagnosis import cases

WORDS = f"{cases.NO_DATE}Authorization=AWS4-HMAC-SHA256 Credential=x, Signature=deadbeef"


def test_it_was_sent_and_did_not_arrive() -> None:
    found = cases.explained(MEMBER.id, cases.reply(WORDS, cases.INCOMPLETE, **cases.sent()))
    assert found.title == "The time stamp did not arrive"
    assert cases.rows(found)["X-Amz-Date sent"] == "20260304T050607Z"
    assert "deadbeef" not in str(found)


def test_it_was_not_sent() -> None:
    case = cases.reply(WORDS, cases.INCOMPLETE, **cases.without_header("x-amz-date"))
    found = cases.explained(MEMBER.id, case)
    assert found.title == MEMBER.title
    assert cases.rows(found)["X-Amz-Date sent"] == "no"


def test_with_other_parts_missing_it_is_no_signature_at_all() -> None:
    words = f"Authorization header requires 'Credential' parameter. {cases.NO_DATE}"
    assert MEMBER.explain(cases.reply(words, cases.INCOMPLETE)) is None
