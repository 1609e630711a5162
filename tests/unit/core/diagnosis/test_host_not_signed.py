from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.host_not_signed import MEMBER
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    "words",
    [
        "'Host' must be a 'SignedHeader' in the AWS Authorization.",
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ],
)
def test_older_and_newer_words(words: str) -> None:
    found = cases.explained(MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE, **cases.sent()))
    assert cases.rows(found)["Signed headers"] == "content-type;host;x-amz-date"


def test_another_header_is_another_cause() -> None:
    words = "'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization."
    assert MEMBER.explain(cases.reply(words, cases.BAD_SIGNATURE)) is None
