from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.time_stamp_in_future import MEMBER
from apiclient_gui.practice import refusals
from tests import factories
from tests.unit.core.diagnosis import cases

SIX = timedelta(minutes=6)

WORDS = (
    "Signature not yet current: 20260304T050607Z is still later than 20260304T050000Z "
    "(20260304T045500Z + 5 min.)"
)


def test_a_fast_clock_is_corrected_backwards() -> None:
    case = cases.reply(WORDS, cases.BAD_SIGNATURE, clock_offset=-667.0)
    found = cases.explained(MEMBER.id, case)
    assert found.title == "The clock of this computer is 11 min 7 s ahead of the gateway"
    assert found.actions[0].key == "send_with_clock"
    assert found.actions[0].parameters == {"offset": "-667"}
    assert cases.rows(found)["Gateway allows"] == "5 min"


def test_without_a_measured_clock_the_reply_gives_the_offset() -> None:
    found = cases.explained(MEMBER.id, cases.reply(WORDS, cases.BAD_SIGNATURE))
    assert found.title == "The signature's time stamp is 11 min 7 s ahead of the gateway's clock"
    assert found.actions[0].parameters == {"offset": "-667"}


@pytest.mark.parametrize("offset", [0.0, 30.0, 900.0])
def test_a_clock_that_is_right_is_not_blamed(offset: float) -> None:
    found = cases.explained(MEMBER.id, cases.reply(WORDS, clock_offset=offset))
    assert found.title == MEMBER.title
    assert "clock is not the reason" in found.detail
    assert found.actions[0].parameters == {"offset": str(round(offset))}


def test_words_without_times() -> None:
    found = cases.explained(
        MEMBER.id, cases.reply("Signature not yet current", cases.BAD_SIGNATURE)
    )
    assert cases.keys(found) == ["send_again"]


@pytest.mark.parametrize("fields", [cases.sent(), cases.presigned()])
def test_the_date_of_the_reply_serves_where_the_words_name_no_time(fields: dict[str, Any]) -> None:
    date = ("Date", "Wed, 04 Mar 2026 05:00:00 GMT")
    words = "Signature not yet current"
    found = cases.explained(
        MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE, headers=[date], **fields)
    )
    assert found.actions[0].key == "send_with_clock"
    assert found.actions[0].parameters == {"offset": "-367"}


@pytest.mark.parametrize(
    "offset", [pytest.param(-360.3, id="C1 measured"), pytest.param(None, id="C1 from the words")]
)
@pytest.mark.parametrize("fields", [cases.sent(), cases.presigned()], ids=["headers", "query"])
def test_row_c1_a_clock_six_minutes_off(fields: dict[str, Any], offset: float | None) -> None:
    words = refusals.not_yet_current(
        factories.NOW, factories.NOW - SIX, timedelta(minutes=5)
    ).message
    case = cases.reply(words, cases.BAD_SIGNATURE, clock_offset=offset, **fields)
    first = diagnose(case)[0]
    assert (first.id, first.actions[0].key) == (MEMBER.id, "send_with_clock")
    assert first.actions[0].parameters == {"offset": "-360"}


def test_a_correction_in_force_is_named_and_undone() -> None:
    case = cases.reply(WORDS, cases.BAD_SIGNATURE, clock_offset=0.4, clock_correction=600)
    found = cases.explained(MEMBER.id, case)
    assert found.title == "A clock correction of +600 s is in force, and it is the reason"
    assert found.actions[0].key == "send_with_clock"
    assert found.actions[0].parameters == {"offset": "0"}
