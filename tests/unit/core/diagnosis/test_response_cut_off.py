from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.diagnosis.response_cut_off import MEMBER
from apiclient_gui.core.model import Stage
from tests import factories
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("receive", "the body ended after 3 of 10 bytes"),
        ("receive", "Connection reset by peer"),
        ("receive", "the body is not what its Content-Encoding (gzip) says"),
        ("wait", "the connection was closed in the middle of the header"),
    ],
)
def test_a_response_that_began(stage: Stage, words: str) -> None:
    found = cases.explained(MEMBER.id, cases.failed(stage, words))
    assert cases.rows(found)["System's words"] == words
    assert cases.keys(found) == ["send_again"]


@pytest.mark.parametrize(
    "words", ["the body is larger than 256 MB", "the body is larger than 256 MB when unpacked"]
)
def test_a_body_too_large_was_not_broken_by_the_server(words: str) -> None:
    found = cases.explained(MEMBER.id, cases.failed("receive", words))
    assert "it stopped reading" in found.detail
    assert "closed the connection" not in found.detail


def test_what_came_of_it_is_counted() -> None:
    answer = factories.response(200, headers=[("Content-Length", "5000")], content=b"x" * 1234)
    found = cases.explained(MEMBER.id, replace(cases.failed("receive", "cut"), response=answer))
    assert cases.rows(found)["Bytes received"] == "1,234"
    assert cases.rows(found)["Content-Length"] == "5000"


def test_a_time_out_is_another_cause() -> None:
    assert MEMBER.explain(cases.failed("receive", "cut", timed_out=True)) is None
