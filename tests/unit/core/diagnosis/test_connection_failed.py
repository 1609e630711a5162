from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.connection_failed import MEMBER
from apiclient_gui.core.model import Stage
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    ("stage", "words", "title"),
    [
        ("connect", "No route to host", "The host could not be reached"),
        ("connect", "Network is unreachable", "The host could not be reached"),
        ("tls", "tlsv13 alert certificate required", "No secure connection could be agreed on"),
        ("tls", "Connection reset by peer", "No secure connection could be agreed on"),
        ("send", "Broken pipe", "The connection broke while the request was sent"),
        ("wait", "Connection reset by peer", "The server closed the connection without an answer"),
        (
            "wait",
            "the server closed the connection without an answer",
            "The server closed the connection without an answer",
        ),
    ],
)
def test_each_stage_has_its_words(stage: Stage, words: str, title: str) -> None:
    found = cases.explained(MEMBER.id, cases.failed(stage, words))
    assert found.title == title
    assert cases.rows(found)["Stage"] == stage
    assert cases.rows(found)["System's words"] == words


def test_after_sending_it_is_not_known_whether_the_server_acted() -> None:
    assert "not known" in cases.explained(MEMBER.id, cases.failed("wait", "reset")).detail
    assert "Nothing was sent" in cases.explained(MEMBER.id, cases.failed("connect", "x")).detail
