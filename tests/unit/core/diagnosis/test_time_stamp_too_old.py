from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from apiclient_gui.core import refusal
from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.time_stamp_too_old import MEMBER
from apiclient_gui.core.model import Origin, QueryItem
from apiclient_gui.practice import refusals
from tests import factories
from tests.unit.core.diagnosis import cases

SIX = timedelta(minutes=6)

SIX_TWELVE = (
    "Signature expired: 20260304T050607Z is now earlier than 20260304T050719Z "
    "(20260304T051219Z - 5 min.)"
)


def test_the_published_case() -> None:
    row = cases.published("DIA-05")
    expected = row["expected"]
    case = cases.published_case(row["input"]["response"])
    window = refusal.time_window(case.message)
    parsed = expected["parsed"]
    assert window.signed_at == refusal.stamp(parsed["signed_at"])
    assert window.limit == refusal.stamp(parsed["limit"])
    assert window.server_now == refusal.stamp(parsed["server_now"])
    assert window.minutes == parsed["window_minutes"]
    found = cases.explained(expected["cause"], case)
    assert found.title == "The signature's time stamp is 15 min behind the gateway's clock"
    assert found.actions[0].parameters == {"offset": str(expected["age_seconds"])}
    assert cases.rows(found)["x-amz-date you signed"] == parsed["signed_at"]


def test_a_slow_clock_is_named_and_can_be_corrected() -> None:
    date = ("Date", "Wed, 04 Mar 2026 05:12:19 GMT")
    case = cases.reply(
        SIX_TWELVE, cases.BAD_SIGNATURE, clock_offset=372.4, headers=[date], **cases.sent()
    )
    found = cases.explained(MEMBER.id, case)
    assert found.title == "The clock of this computer is 6 min 12 s behind the gateway"
    assert found.confidence == "certain"
    assert cases.keys(found) == ["send_with_clock", "send_again"]
    assert found.actions[0].parameters == {"offset": "372"}
    assert cases.rows(found) == {
        "Gateway's Date": date[1],
        "x-amz-date you signed": "20260304T050607Z",
        "Gateway allows": "5 min",
        "Gateway's words": SIX_TWELVE,
    }


def test_an_old_signature_sent_again_is_told_from_a_slow_clock() -> None:
    case = cases.reply(SIX_TWELVE, cases.BAD_SIGNATURE, clock_offset=0.3)
    found = cases.explained(MEMBER.id, case)
    assert found.title == "The signature was 6 min 12 s old when it arrived"
    assert "clock is not the reason" in found.detail
    assert found.actions[0].key == "send_again"


def test_an_age_of_days_is_hardly_a_clock() -> None:
    words = "Signature expired: 20260101T000000Z is now earlier than 20260104T235500Z (20260105T000000Z - 5 min.)"
    found = cases.explained(MEMBER.id, cases.reply(words))
    assert "4 days" in found.title
    assert found.actions[0].key == "send_again"


@pytest.mark.parametrize(
    "words",
    [
        "Signature expired",
        "Signature expired: 20269999T999999Z is now earlier than never",
        "signature expired: ( - min.)",
    ],
)
def test_words_without_times_still_say_what_it_is(words: str) -> None:
    found = cases.explained(MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE))
    assert found.title == MEMBER.title
    assert cases.keys(found) == ["send_again"]


def test_the_offset_counts_when_the_reply_has_no_times() -> None:
    case = cases.reply("Signature expired", cases.BAD_SIGNATURE, clock_offset=900.0)
    found = cases.explained(MEMBER.id, case)
    assert found.title == "The clock of this computer is 15 min behind the gateway"


def test_an_expired_session_is_another_cause() -> None:
    words = "The security token included in the request is expired"
    assert MEMBER.explain(cases.reply(words, "ExpiredTokenException")) is None


@pytest.mark.parametrize(
    ("life", "tail", "title"),
    [
        ("3600", "60 min", None),
        ("90", "90 sec", None),
        ("3600", "5 min", "The signature was 2 h old when it arrived"),
        ("x", "60 min", "The signature was 2 h old when it arrived"),
    ],
)
def test_a_presigned_url_that_is_over_is_another_cause(
    life: str, tail: str, title: str | None
) -> None:
    words = (
        "Signature expired: 20260304T050607Z is now earlier than 20260304T060607Z "
        f"(20260304T070607Z - {tail}.)"
    )
    query = (QueryItem("X-Amz-Expires", life, Origin("scheme")),)
    presigned = replace(factories.prepared(), query=query)
    case = cases.reply(words, cases.BAD_SIGNATURE, prepared=presigned, clock_offset=0.4)
    found = MEMBER.explain(case)
    assert (found.title if found else None) == title
    assert (diagnose(case)[0].id == MEMBER.id) == (title is not None)


def test_a_slow_clock_is_corrected_in_the_query_form_as_well() -> None:
    words = (
        "Signature expired: 20260304T050607Z is now earlier than 20260304T050719Z "
        "(20260304T051219Z - 5 min.)"
    )
    for offset in (372.4, None):
        case = cases.reply(words, cases.BAD_SIGNATURE, clock_offset=offset, **cases.presigned(3600))
        found = cases.explained(MEMBER.id, case)
        assert cases.keys(found)[0] == "send_with_clock"
        assert found.actions[0].parameters == {"offset": "372"}


@pytest.mark.parametrize("fields", [cases.sent(), cases.presigned()])
def test_the_date_of_the_reply_serves_where_the_words_name_no_time(fields: dict[str, Any]) -> None:
    date = ("Date", "Wed, 04 Mar 2026 05:16:07 GMT")
    words = "Signature expired (5 min.): too old - 5 min."
    case = cases.reply(words, cases.BAD_SIGNATURE, headers=[date], **fields)
    found = cases.explained(MEMBER.id, case)
    assert found.actions[0].key == "send_with_clock"
    assert found.actions[0].parameters == {"offset": "600"}
    early = cases.reply(
        words, cases.BAD_SIGNATURE, headers=[("Date", "Wed, 04 Mar 2026 05:00:00 GMT")], **fields
    )
    assert cases.explained(MEMBER.id, early).title == MEMBER.title


@pytest.mark.parametrize(
    "offset", [pytest.param(360.3, id="C1 measured"), pytest.param(None, id="C1 from the words")]
)
@pytest.mark.parametrize("fields", [cases.sent(), cases.presigned()], ids=["headers", "query"])
def test_row_c1_a_clock_six_minutes_off(fields: dict[str, Any], offset: float | None) -> None:
    words = refusals.expired(factories.NOW, factories.NOW + SIX, timedelta(minutes=5)).message
    case = cases.reply(words, cases.BAD_SIGNATURE, clock_offset=offset, **fields)
    first = diagnose(case)[0]
    assert (first.id, first.actions[0].key) == (MEMBER.id, "send_with_clock")
    assert first.actions[0].parameters == {"offset": "360"}


def test_a_correction_in_force_is_named_and_undone() -> None:
    case = cases.reply(SIX_TWELVE, cases.BAD_SIGNATURE, clock_offset=0.4, clock_correction=-600)
    found = cases.explained(MEMBER.id, case)
    assert found.title == "A clock correction of -600 s is in force, and it is the reason"
    assert found.actions[0].key == "send_with_clock"
    assert found.actions[0].parameters == {"offset": "0"}
