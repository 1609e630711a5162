from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.authorizer_failed import MEMBER
from tests.unit.core.diagnosis import cases

NULL = b'{"message":null}'


@pytest.mark.parametrize(
    ("error_type", "title"),
    [
        ("AuthorizerConfigurationException", "The gateway could not use its authorizer"),
        ("AuthorizerFailureException", MEMBER.title),
    ],
)
def test_the_type_says_it(error_type: str, title: str) -> None:
    for content in (NULL, b'{"message":"Internal server error"}', b""):
        found = diagnose(cases.reply("", error_type, status=500, content=content))
        assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
        assert found[0].title == title


@pytest.mark.parametrize("content", [NULL, b' { "message" : null }\n'])
def test_no_message_at_all_is_likely_one(content: bytes) -> None:
    found = diagnose(cases.reply("", status=500, content=content))
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "likely")]


@pytest.mark.parametrize(
    ("content", "status"),
    [(b'{"message":"Internal server error"}', 500), (NULL, 502), (b"", 500), (b"{}", 500)],
)
def test_any_other_failure_is_the_server_s(content: bytes, status: int) -> None:
    found = diagnose(cases.reply("", status=status, content=content))
    assert [one.id for one in found] == ["server_error"]
