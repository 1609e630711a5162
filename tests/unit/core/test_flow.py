"""Steps of a login as values: what a reply says, and that none of them shows a secret."""

from __future__ import annotations

import pytest

from apiclient_gui.core.flow import AwsCall, HttpCall, HttpReply
from apiclient_gui.core.secret import Secret
from tests import factories


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b"[]", None),
        (b"", None),
        (b"<html>", None),
        (b'{"a"', None),
        (b'"\xff"', None),
        (b"[" * 100_000, None),
    ],
)
def test_a_reply_is_a_json_object_or_nothing(
    body: bytes, document: dict[str, object] | None
) -> None:
    assert HttpReply(200, (), body).json() == document


def test_no_step_and_no_reply_shows_a_secret() -> None:
    secret = Secret("not-to-be-seen")
    call = HttpCall("p", "POST", "https://h/", (("Authorization", secret),), (("p", secret),))
    aws = AwsCall("p", "s", "O", {"AuthParameters": {"PASSWORD": secret}}, "r")
    reply = HttpReply(200, (), b"not-to-be-seen")
    assert "not-to-be-seen" not in repr((call, aws, reply))


def test_facts_come_without_blanks() -> None:
    given = factories.given({"a": " x\n"})
    assert (given.fact("a"), given.fact("b")) == ("x", "")
