from __future__ import annotations

import pytest

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.keys import (
    are_temporary,
    are_unknown,
    is_placeholder,
    session_token,
)
from tests.unit.core.diagnosis import cases

WORDS = "The security token included in the request is invalid."


@pytest.mark.parametrize(
    ("case", "unknown"),
    [
        (cases.reply(WORDS), True),
        (cases.reply(WORDS, cases.DENIED), True),
        (cases.reply("The owner's words", "UnrecognizedClientException:http://x/"), True),
        (cases.reply("", content=b"<Error><Code>InvalidToken</Code></Error>"), True),
        (cases.reply(WORDS, cases.NO_TOKEN), False),
        (cases.reply(WORDS.replace("invalid", "expired")), False),
        (Case(), False),
    ],
)
def test_keys_that_the_service_does_not_know(case: Case, *, unknown: bool) -> None:
    assert are_unknown(case) == unknown


@pytest.mark.parametrize("in_query", [False, True])
def test_the_token_is_read_from_header_and_query(*, in_query: bool) -> None:
    case = Case(**cases.by_temporary_keys("FwoG%2B+/=", in_query=in_query))
    assert are_temporary(case)
    assert session_token(case) == ("FwoG++/=" if in_query else "FwoG%2B+/=")


def test_other_keys_and_none() -> None:
    assert not are_temporary(Case(**cases.sent()))
    assert not are_temporary(Case())
    assert session_token(Case(**cases.by_temporary_keys())) == ""
    assert session_token(Case()) == ""


@pytest.mark.parametrize(("token", "found"), [("undefined", True), ("NULL", True), ("FwoG", False)])
def test_words_that_stand_for_nothing(token: str, *, found: bool) -> None:
    assert is_placeholder(token) == found
