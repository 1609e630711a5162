from __future__ import annotations

from datetime import timedelta

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.session_token_expired import MEMBER
from tests import factories
from tests.unit.core.diagnosis import cases

WORDS = "The security token included in the request is expired"


@pytest.mark.parametrize("error_type", ["", "ExpiredTokenException", "ExpiredToken", cases.DENIED])
def test_the_words_whatever_the_type(error_type: str) -> None:
    found = diagnose(cases.reply(WORDS, error_type, **cases.sent()))
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert found[0].actions[0].parameters == {"identity": "me"}


def test_the_type_alone_is_enough() -> None:
    assert diagnose(cases.reply("Nope", "ExpiredTokenException"))[0].id == MEMBER.id


def test_a_login_gets_new_keys_and_sends_again() -> None:
    case = cases.reply(WORDS, **cases.sent(), logs_in=True)
    found = cases.explained(MEMBER.id, case)
    assert cases.keys(found) == ["log_in", "show_url"]
    assert found.actions[0].parameters == {"identity": "me"}


@pytest.mark.parametrize(
    ("ago", "title", "word"),
    [
        (90, "The session of these temporary keys ended 1 min 30 s before", ""),
        (-3600, MEMBER.title, "revoked"),
    ],
)
def test_it_says_when_they_ended(ago: int, title: str, word: str) -> None:
    ends = factories.NOW - timedelta(seconds=ago)
    case = cases.reply(WORDS, **cases.sent(), ends=ends, sent_at=factories.NOW)
    found = cases.explained(MEMBER.id, case)
    assert found.title == title
    assert word in found.detail
    assert ("revoked" in found.detail) == bool(word)
    assert cases.rows(found)["End of the keys"] == f"{ends:%Y-%m-%d %H:%M:%S} UTC"


def test_what_is_another_cause() -> None:
    for other in ("unknown_access_key", "token_expired", "time_stamp_too_old"):
        assert MEMBER.explain(cases.typical()[other]) is None
