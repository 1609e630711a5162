from __future__ import annotations

from apiclient_gui.core.diagnosis.scope_date_mismatch import MEMBER
from tests.unit.core.diagnosis import cases

WORDS = "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP"


def test_both_days_are_shown() -> None:
    case = cases.reply(f"{WORDS}: '20260303' != '20260304'", cases.BAD_SIGNATURE, **cases.sent())
    rows = cases.rows(cases.explained(MEMBER.id, case))
    assert rows["Day in the credential scope"] == "20260304"
    assert rows["x-amz-date sent"] == "20260304T050607Z"


def test_a_header_of_another_kind_wins_over_the_words() -> None:
    assert MEMBER.explain(cases.reply(WORDS, cases.NO_TOKEN)) is None
