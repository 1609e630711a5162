from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.wrong_service import MEMBER
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize("end", ["'execute-api'", "'execute-api'.", "execute-api"])
def test_it_signs_for_the_service_that_the_reply_names(end: str) -> None:
    words = f"Credential should be scoped to correct service: {end}"
    found = cases.explained(MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE, **cases.sent()))
    assert found.actions[0].key == "send_with_option"
    assert found.actions[0].parameters == {"option": "service", "value": "execute-api"}
    assert cases.rows(found)["Service signed"] == "execute-api"


def test_what_is_no_name_is_not_offered() -> None:
    words = "Credential should be scoped to correct service: '<script>'"
    found = cases.explained(MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE, service="sqs"))
    assert found.actions[0].parameters["value"] == "sqs"
    found = cases.explained(MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE))
    assert cases.keys(found) == ["open_place"]
