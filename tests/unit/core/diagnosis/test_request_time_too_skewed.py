from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.request_time_too_skewed import MEMBER
from apiclient_gui.core.finding import Finding
from tests.unit.core.diagnosis import cases

DATE = ("Date", "Wed, 04 Mar 2026 05:30:00 GMT")


def said(content: str = cases.SKEWED, offset: float | None = None) -> Finding:
    case = cases.reply("", content=content.encode(), clock_offset=offset)
    (found,) = diagnose(case)
    assert found.id == MEMBER.id
    return found


def test_the_clock_of_this_computer_is_named_and_can_be_corrected() -> None:
    found = said(offset=1432.6)
    assert found.title == "The clock of this computer is 23 min 53 s behind the service"
    assert cases.keys(found) == ["send_with_clock", "send_again"]
    assert found.actions[0].parameters == {"offset": "1433"}
    assert cases.rows(found) == {
        "Time of the request": "2026-03-04 05:06:07 UTC",
        "Time of the service": "2026-03-04 05:30:00 UTC",
        "Service allows": "15 min",
        "Error code": "RequestTimeTooSkewed",
        "Gateway's words": "The difference between the request time and the current time is too large.",
    }
    assert "ahead of the service" in said(offset=-1433.0).title


@pytest.mark.parametrize(
    ("request_time", "offset", "side"),
    [
        ("20260304T050607Z", "1433", "behind"),
        ("Wed, 04 Mar 2026 05:06:07 GMT", "1433", "behind"),
        ("20260304T060000Z", "-1800", "ahead of"),
    ],
)
def test_the_offset_is_that_of_the_two_times_in_the_reply(
    request_time: str, offset: str, side: str
) -> None:
    found = said(cases.SKEWED.replace("20260304T050607Z", request_time))
    assert side in found.title
    assert found.actions[0].parameters == {"offset": offset}


def test_a_clock_that_is_right_is_not_blamed() -> None:
    found = said(offset=0.4)
    assert "clock is not the reason" in found.detail
    assert found.actions[0].key == "send_again"


def test_the_date_of_the_reply_serves_where_the_words_name_no_time() -> None:
    case = cases.reply("Request has expired.", "RequestExpired", headers=[DATE], **cases.sent())
    found = diagnose(case)[0]
    assert found.id == MEMBER.id
    assert found.actions[0].parameters == {"offset": "1433"}


def test_words_without_times_still_say_what_it_is() -> None:
    found = cases.explained(MEMBER.id, cases.reply("x", "RequestTimeTooSkewed"))
    assert found.title == MEMBER.title
    assert cases.keys(found) == ["send_again"]


def test_the_words_of_api_gateway_and_presigned_urls_are_other_causes() -> None:
    words = "Signature expired: 20260304T050607Z is now earlier than 20260304T050719Z (20260304T051219Z - 5 min.)"
    assert MEMBER.explain(cases.reply(words, "RequestExpired")) is None
    over = cases.reply("Request has expired", "RequestExpired", **cases.presigned(60))
    assert MEMBER.explain(over) is None
    assert diagnose(over)[0].id == "presigned_url_expired"


def test_a_correction_in_force_is_named_and_undone() -> None:
    content = cases.SKEWED.encode()
    case = cases.reply("", content=content, clock_offset=0.4, clock_correction=-1433)
    found = cases.explained(MEMBER.id, case)
    assert "-1433 s" in found.title
    assert found.actions[0].parameters == {"offset": "0"}
