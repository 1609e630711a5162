from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.diagnosis.payload_too_large import MEMBER
from apiclient_gui.core.model import Body
from tests import factories
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    "content", [b"HTTP content length exceeded 10485760 bytes.", b'{"message":"Request Too Long"}']
)
def test_the_gateway_says_so(content: bytes) -> None:
    prepared = replace(factories.prepared(), body=Body(bytes(11_000_000)))
    case = cases.reply("", status=413, content=content, prepared=prepared)
    found = cases.explained(MEMBER.id, case)
    assert found.confidence == "certain"
    assert cases.rows(found)["Body sent"] == "11,000,000 bytes"
    assert found.actions[0].parameters == {"place": "body"}


def test_the_status_alone_may_come_from_anybody() -> None:
    found = cases.explained(MEMBER.id, cases.reply("", status=413, content=b"<h1>nginx</h1>"))
    assert found.confidence == "likely"


def test_the_words_under_another_status() -> None:
    words = "HTTP content length exceeded 10485760 bytes"
    assert cases.explained(MEMBER.id, cases.reply(words, status=400)).confidence == "certain"
    assert MEMBER.explain(cases.reply(words, cases.DENIED)) is None
