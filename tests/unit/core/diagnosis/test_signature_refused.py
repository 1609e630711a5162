from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.signature_refused import MEMBER
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize("error_type", [cases.BAD_SIGNATURE, cases.INCOMPLETE])
@pytest.mark.parametrize("words", ["", "No entry", "Access denied for you"])
def test_a_text_of_the_owner_leaves_only_what_can_be_checked(words: str, error_type: str) -> None:
    case = cases.reply(
        words,
        error_type,
        region="eu-west-1",
        service="execute-api",
        clock_offset=-2.0,
        **cases.sent(),
    )
    found = cases.explained(MEMBER.id, case)
    assert found.confidence == "possible"
    rows = cases.rows(found)
    assert rows["Region signed"] == rows["Region of host or environment"] == "eu-west-1"
    assert rows["Service signed"] == rows["Service of host or environment"] == "execute-api"
    assert rows["Clock differs by"] == "2 s"
    assert rows["x-amzn-ErrorType"] == error_type
    assert [one.id for one in diagnose(case)] == [MEMBER.id]


def test_only_the_string_to_sign_differs() -> None:
    words = cases.mismatch(cases.signature().canonical_request, "AWS4-HMAC-SHA256\nother")
    case = cases.reply(words, cases.BAD_SIGNATURE, **cases.sent())
    assert "string to sign" in cases.explained(MEMBER.id, case).detail
    assert [one.id for one in diagnose(case)] == [MEMBER.id]


def test_without_the_header_unknown_words_are_no_signature_s_business() -> None:
    assert MEMBER.explain(cases.reply("No entry")) is None
