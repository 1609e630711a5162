from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.answer_not_http import MEMBER
from apiclient_gui.core.model import Stage
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("wait", "the answer is not HTTP: 'SSH-2.0-OpenSSH'"),
        ("wait", "HTTP/2.0"),
        ("wait", "got more than 100 headers"),
        ("wait", "got more than 65536 bytes when reading header line"),
        ("tls", "wrong version number"),
        ("tls", "record layer failure"),
    ],
)
def test_bytes_that_are_no_http(stage: Stage, words: str) -> None:
    found = cases.explained(MEMBER.id, cases.failed(stage, words))
    assert cases.rows(found)["Scheme sent with"] == "https"
    assert "http://" in found.remedy
    assert found.actions[0].parameters == {"place": "url"}


def test_no_answer_at_all_is_another_cause() -> None:
    case = cases.failed("wait", "the server closed the connection without an answer")
    assert MEMBER.explain(case) is None
