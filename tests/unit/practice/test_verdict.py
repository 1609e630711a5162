from __future__ import annotations

from apiclient_gui.practice import refusals, verdict


def test_a_refusal_says_in_the_reply_what_aws_says_and_no_more() -> None:
    refusal = refusals.unauthorized("no_token", "There is no Authorization header.")
    found = verdict.refuse(refusal, "abcde12345")
    assert (found.allowed, found.api_id, found.reason) == (False, "abcde12345", "no_token")
    assert found.detail == "There is no Authorization header."
    assert found.reply.status == 401
    assert found.reply.body == b'{"message":"Unauthorized"}'
    assert [name for name, _ in found.reply.headers] == [
        "x-amzn-RequestId",
        "x-amz-apigw-id",
        "Content-Type",
        "x-amzn-ErrorType",
    ]


def test_a_body_that_is_too_large_is_told_in_plain_text() -> None:
    reply = verdict.refuse(refusals.body_too_large()).reply
    assert ("Content-Type", "text/plain") in reply.headers
    assert reply.body == b"HTTP content length exceeded 10485760 bytes."


def test_nothing_there() -> None:
    found = verdict.not_found("idp")
    assert (found.allowed, found.api_id, found.reply.status) == (False, "idp", 404)
