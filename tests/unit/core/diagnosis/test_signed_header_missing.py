from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.signed_header_missing import MEMBER
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(("name", "sent"), [("x-amz-date", "yes"), ("X-Amz-Other", "no")])
def test_the_header_is_named(name: str, sent: str) -> None:
    words = f"'{name}' must be a 'SignedHeader' in the AWS Authorization."
    found = cases.explained(MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE, **cases.sent()))
    assert found.title == f"The header {name.lower()} arrived and is not signed"
    assert cases.rows(found)["Sent by this program"] == sent


def test_host_is_another_cause() -> None:
    words = "'Host' must be a 'SignedHeader' in the AWS Authorization."
    assert MEMBER.explain(cases.reply(words, cases.BAD_SIGNATURE)) is None


def test_the_option_that_left_the_token_out_of_the_signature_is_named() -> None:
    words = "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization."
    case = cases.reply(words, cases.BAD_SIGNATURE, token_unsigned=True, **cases.sent())
    found = cases.explained(MEMBER.id, case)
    assert "as the request asks for" in found.title
    assert "--omit-session-token" in found.remedy
    assert found.actions[0].parameters == {"place": "auth"}
