from __future__ import annotations

from collections.abc import Mapping

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.session_token_missing import MEMBER
from tests.unit.core.diagnosis import cases

WORDS = "The security token included in the request is invalid."


@pytest.mark.parametrize("in_query", [False, True])
@pytest.mark.parametrize("token", [None, "", " ", "undefined", "None", "null"])
@pytest.mark.parametrize(
    "error_type", ["", "UnrecognizedClientException", "InvalidClientTokenId", cases.DENIED]
)
def test_no_token_or_a_word_for_it(error_type: str, token: str | None, *, in_query: bool) -> None:
    case = cases.reply(WORDS, error_type, **cases.by_temporary_keys(token, in_query=in_query))
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert ("query" in found[0].detail) == in_query
    rows = cases.rows(found[0])
    assert rows["Access key sent"] == "ASIAIOSFODNN7EXAMPLE"
    assert rows["Session token sent"] == ("a placeholder" if (token or "").strip() else "no")
    assert found[0].actions[0].parameters == {"identity": "me"}


def test_a_login_gets_new_keys_and_sends_again() -> None:
    case = cases.reply(WORDS, **cases.by_temporary_keys(), logs_in=True)
    found = cases.explained(MEMBER.id, case)
    assert cases.keys(found) == ["log_in", "show_url"]
    assert found.actions[0].parameters == {"identity": "me"}


def test_s3_does_not_know_the_key_then() -> None:
    words = b"<Error><Code>InvalidAccessKeyId</Code><Message>It does not exist.</Message></Error>"
    case = cases.reply("", content=words, **cases.by_temporary_keys())
    assert [one.id for one in diagnose(case)] == [MEMBER.id]


@pytest.mark.parametrize(
    "known", [cases.sent(), cases.by_temporary_keys("FwoGZX"), {}], ids=["AKIA", "token", "nothing"]
)
def test_what_is_another_cause(known: Mapping[str, object]) -> None:
    assert MEMBER.explain(cases.reply(WORDS, **known)) is None


def test_another_refusal_of_temporary_keys() -> None:
    assert MEMBER.explain(cases.reply("Forbidden", **cases.by_temporary_keys())) is None
