from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.session_token_expired import MEMBER
from tests.unit.core.diagnosis import cases

WORDS = "The security token included in the request is expired"


@pytest.mark.parametrize("error_type", ["", "ExpiredTokenException", "ExpiredToken", cases.DENIED])
def test_the_words_whatever_the_type(error_type: str) -> None:
    found = diagnose(cases.reply(WORDS, error_type, **cases.sent()))
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert found[0].actions[0].parameters == {"identity": "me"}


def test_the_type_alone_is_enough() -> None:
    assert diagnose(cases.reply("Nope", "ExpiredTokenException"))[0].id == MEMBER.id


def test_what_is_another_cause() -> None:
    for other in ("unknown_access_key", "token_expired", "time_stamp_too_old"):
        assert MEMBER.explain(cases.typical()[other]) is None
