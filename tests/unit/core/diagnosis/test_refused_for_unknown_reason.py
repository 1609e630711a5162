from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.refused_for_unknown_reason import MEMBER
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    ("error_type", "headers", "content", "who"),
    [
        ("ForbiddenException", (), b'{"message":"Forbidden"}', "the gateway itself"),
        ("", (), b'{"error":"no such user"}', "probably comes from the application"),
        ("", (), b"", "probably comes from the application"),
        ("", (("apigw-requestid", "a1="),), b'{"message":"Not Found"}', "cannot be told"),
        ("", (("Server", "CloudFront"),), b"<html></html>", "CloudFront"),
    ],
)
def test_who_probably_answered(
    error_type: str, headers: tuple[tuple[str, str], ...], content: bytes, who: str
) -> None:
    case = cases.reply("", error_type, content=content, headers=headers)
    found = diagnose(case)
    assert [one.id for one in found] == [MEMBER.id]
    assert who in found[0].detail
    assert found[0].confidence == "possible"


def test_what_is_known_is_shown() -> None:
    headers = (("x-amzn-RequestId", "id-1"), ("www-authenticate", 'Bearer error="invalid_token"'))
    found = cases.explained(MEMBER.id, cases.reply("Unauthorized", status=401, headers=headers))
    assert cases.rows(found) == {
        "Status": "401 Forbidden",
        "Message": "Unauthorized",
        "WWW-Authenticate": 'Bearer error="invalid_token"',
        "x-amzn-RequestId": "id-1",
    }
    assert found.title.startswith("Refused with 401")


def test_it_is_for_4xx_only() -> None:
    assert MEMBER.explain(cases.reply("", status=500)) is None
    assert MEMBER.explain(cases.reply("", status=200)) is None


def test_code_and_message_of_an_xml_body_are_shown() -> None:
    words = b"<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>"
    (found,) = diagnose(cases.reply("", status=404, content=words))
    assert found.id == MEMBER.id
    assert cases.rows(found)["Error code"] == "NoSuchBucket"
    assert cases.rows(found)["Message"] == "The specified bucket does not exist"
