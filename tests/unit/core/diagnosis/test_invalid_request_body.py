from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.invalid_request_body import MEMBER
from tests import factories
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    ("error_type", "confidence"), [("BadRequestException", "certain"), ("", "likely")]
)
def test_the_validator_s_words(error_type: str, confidence: str) -> None:
    ready = factories.prepared(method="POST", json='{"a":1}')
    case = cases.reply("Invalid request body", error_type, status=400, prepared=ready)
    found = cases.explained(MEMBER.id, case)
    assert found.confidence == confidence
    assert cases.rows(found)["Content-Type sent"] == "application/json"
    assert cases.rows(found)["Body sent"] == "7 bytes"


@pytest.mark.parametrize(
    ("words", "error_type"),
    [
        ("Invalid request body: name is required", ""),
        ("Invalid request body", cases.DENIED),
        ("Missing required request parameters: [a]", "BadRequestException"),
    ],
)
def test_other_words_are_not_the_validator_s(words: str, error_type: str) -> None:
    assert MEMBER.explain(cases.reply(words, error_type, status=400)) is None
