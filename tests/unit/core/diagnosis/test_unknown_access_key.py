from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apiclient_gui.core.diagnosis.unknown_access_key import MEMBER
from apiclient_gui.core.model import Header, Origin
from tests.unit.core.diagnosis import cases

WORDS = "The security token included in the request is invalid."


def sent_with(key_id: str, token: str | None) -> dict[str, Any]:
    ready, _ = cases.signed()
    value = (ready.header("authorization") or "").replace("AKIAIOSFODNN7EXAMPLE", key_id)
    kept = [header for header in ready.headers if header.name.lower() != "authorization"]
    kept.append(Header("Authorization", value, Origin("scheme")))
    if token is not None:
        kept.append(Header("X-Amz-Security-Token", token, Origin("scheme")))
    return {"prepared": replace(ready, headers=tuple(kept))}


@pytest.mark.parametrize(
    ("words", "error_type"),
    [
        (WORDS, ""),
        (WORDS, "UnrecognizedClientException"),
        (WORDS, "AccessDeniedException"),
        ("Something the owner wrote", "UnrecognizedClientException"),
        (WORDS, "InvalidClientTokenId"),
    ],
)
def test_both_types_and_the_words_alone(words: str, error_type: str) -> None:
    found = cases.explained(MEMBER.id, cases.reply(words, error_type, identity="me"))
    assert found.title == MEMBER.title
    assert "ASIA" in found.detail
    assert found.actions[0].parameters == {"identity": "me"}


@pytest.mark.parametrize(
    ("key_id", "token", "title"),
    [
        ("AKIAIOSFODNN7EXAMPLE", None, MEMBER.title),
        (
            "ASIAIOSFODNN7EXAMPLE",
            "FwoGZX",
            "These temporary keys are not known, or the session token is another key's",
        ),
        ("AKIAIOSFODNN7EXAMPLE", "undefined", "The session token is a placeholder, not a token"),
        ("AKIAIOSFODNN7EXAMPLE", "FwoGZX", "A long-term key was sent with a session token"),
    ],
)
def test_what_was_sent_tells_more(key_id: str, token: str | None, title: str) -> None:
    found = cases.explained(MEMBER.id, cases.reply(WORDS, **sent_with(key_id, token)))
    assert found.title == title
    rows = cases.rows(found)
    assert rows["Access key sent"] == key_id
    assert rows["Kind of key"] == ("temporary" if key_id.startswith("ASIA") else "long-term")
    assert rows["Session token sent"] == ("no" if token is None else "yes")
    assert "FwoGZX" not in str(found)


@pytest.mark.parametrize(("logs_in", "action"), [(True, "log_in"), (False, "open_identity")])
def test_keys_of_a_login_are_got_anew(*, logs_in: bool, action: str) -> None:
    case = cases.reply(WORDS, **cases.by_temporary_keys("FwoGZX"), logs_in=logs_in)
    found = cases.explained(MEMBER.id, case)
    assert cases.keys(found) == [action]
    assert found.actions[0].parameters == {"identity": "me"}


def test_a_session_token_that_is_missing_is_another_cause() -> None:
    assert MEMBER.explain(cases.typical()["session_token_missing"]) is None


def test_s3_has_a_name_of_its_own_for_a_token_that_is_another_key_s() -> None:
    words = b"<Error><Code>InvalidToken</Code><Message>The provided token is malformed.</Message></Error>"
    case = cases.reply("", status=400, content=words, **cases.by_temporary_keys("FwoGZX"))
    assert "another key's" in cases.explained(MEMBER.id, case).title


def test_an_expired_session_is_another_cause() -> None:
    words = "The security token included in the request is expired"
    assert MEMBER.explain(cases.reply(words, "ExpiredTokenException")) is None


def test_s3_has_a_name_of_its_own_for_it() -> None:
    words = (
        "<Error><Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does not exist in our "
        "records.</Message></Error>"
    )
    found = cases.explained(MEMBER.id, cases.reply("", content=words.encode(), **cases.sent()))
    assert cases.rows(found)["Error code"] == "InvalidAccessKeyId"


def test_without_the_request_it_is_not_certain() -> None:
    words = "The security token included in the request is invalid."
    alone = cases.explained(MEMBER.id, cases.reply(words, "UnrecognizedClientException"))
    assert alone.confidence == "likely"
    assert "--request" in alone.remedy
    case = cases.reply(words, "UnrecognizedClientException", **cases.sent())
    assert cases.explained(MEMBER.id, case).confidence == "certain"
