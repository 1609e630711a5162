from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.presigned_url_expired import MEMBER
from apiclient_gui.practice import refusals
from tests import factories
from tests.unit.core.diagnosis import cases

S3 = (
    "<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
    "<X-Amz-Expires>60</X-Amz-Expires><Expires>2026-03-04T05:07:07Z</Expires><ServerTime>2026-03-04T06:00:00Z</ServerTime>"
    "<RequestId>4442587FB7D0A2F9</RequestId></Error>"
)


def over(life: int, later: timedelta) -> str:
    """Return the practice gateway's words about a URL that is used so much later."""
    return refusals.expired(factories.NOW, factories.NOW + later, timedelta(seconds=life)).message


@pytest.mark.parametrize(
    ("life", "held", "since"), [(3600, "1 h", "06:06:07"), (90, "1 min 30 s", "05:07:37")]
)
def test_its_life_and_its_beginning_are_told(life: int, held: str, since: str) -> None:
    words = over(life, timedelta(hours=2))
    case = cases.reply(words, cases.BAD_SIGNATURE, clock_offset=0.4, **cases.presigned(life))
    found = diagnose(case)[0]
    assert (found.id, found.confidence) == (MEMBER.id, "certain")
    assert found.title == f"The presigned URL is over: it held for {held}"
    assert cases.rows(found) == {
        "Lifetime": f"{life} s ({held})",
        "Signed at": "2026-03-04 05:06:07 UTC",
        "Over since": f"2026-03-04 {since} UTC",
        "Gateway's clock": "2026-03-04 07:06:07 UTC",
        "Gateway's words": words,
    }
    assert cases.keys(found) == ["send_again", "open_place"]


def test_a_slow_clock_that_signed_took_from_its_life() -> None:
    words = over(300, timedelta(minutes=6))
    case = cases.reply(words, cases.BAD_SIGNATURE, clock_offset=360.0, **cases.presigned(300))
    found = cases.explained(MEMBER.id, case)
    assert "6 min behind" in found.title
    assert found.actions[0].key == "send_with_clock"
    assert found.actions[0].parameters == {"offset": "360"}
    long_over = replace(
        cases.reply(over(300, timedelta(minutes=8)), cases.BAD_SIGNATURE, **cases.presigned(300)),
        clock_offset=61.0,
    )
    assert cases.explained(MEMBER.id, long_over).actions[0].key == "send_again"


def test_a_url_that_was_signed_elsewhere_has_to_be_got_anew() -> None:
    fields = cases.presigned(60) | {"authorisation": None}
    case = cases.reply(over(60, timedelta(hours=1)), cases.BAD_SIGNATURE, **fields)
    found = cases.explained(MEMBER.id, case)
    assert "Ask for a new URL" in found.remedy
    assert cases.keys(found) == ["open_place", "choose_identity"]


def test_the_words_of_s3_alone_tell_all_of_it() -> None:
    (found,) = diagnose(cases.reply("", content=S3.encode()))
    assert (found.id, found.title) == (MEMBER.id, "The presigned URL is over: it held for 1 min")
    assert cases.rows(found) == {
        "Lifetime": "60 s (1 min)",
        "Signed at": "2026-03-04 05:06:07 UTC",
        "Over since": "2026-03-04 05:07:07 UTC",
        "Gateway's clock": "2026-03-04 06:00:00 UTC",
        "Gateway's words": "Request has expired",
    }


def test_words_alone_say_at_least_what_it_is() -> None:
    found = cases.explained(MEMBER.id, cases.reply("Request has expired", cases.DENIED))
    assert found.title == MEMBER.title


def test_other_refusals_of_a_presigned_url_are_not_its_end() -> None:
    usual = over(300, timedelta(hours=2))
    assert MEMBER.explain(cases.reply(usual, cases.BAD_SIGNATURE, **cases.presigned(3600))) is None
    assert MEMBER.explain(cases.reply(usual, cases.BAD_SIGNATURE, **cases.sent())) is None
    assert MEMBER.explain(cases.reply("Request has expired.", "RequestExpired")) is None
