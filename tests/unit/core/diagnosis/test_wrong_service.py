from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
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


@pytest.mark.parametrize("quote", ['"', "&quot;"])
def test_s3_names_itself(quote: str) -> None:
    words = (
        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; incorrect "
        f"service {quote}execute-api{quote}. This endpoint belongs to {quote}s3{quote}.</Message></Error>"
    )
    (found,) = diagnose(cases.reply("", status=400, content=words.encode(), **cases.sent()))
    assert found.id == MEMBER.id
    assert found.actions[0].parameters == {"option": "service", "value": "s3"}


def test_the_query_form_is_corrected_as_well() -> None:
    words = "Credential should be scoped to correct service: 'es'."
    found = cases.explained(MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE, **cases.presigned()))
    assert cases.rows(found)["Service signed"] == "execute-api"
    assert found.actions[0].parameters == {"option": "service", "value": "es"}
