from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.wrong_region import MEMBER
from apiclient_gui.core.finding import Action
from tests.unit.core.diagnosis import cases

SENTENCES = (
    "Credential should be scoped to a valid region.",
    "Credential should be scoped to a valid Region, not us-east-1",
    "Credential should be scoped to a valid Region, not 'us-east-1'. ",
)


@pytest.mark.parametrize("words", SENTENCES)
def test_it_signs_for_the_region_of_the_host(words: str) -> None:
    case = cases.reply(
        words, cases.BAD_SIGNATURE, region="eu-west-1", **cases.sent(region="us-east-1")
    )
    found = cases.explained(MEMBER.id, case)
    assert found.title == "Signed for the region us-east-1, which is not this API's"
    assert found.actions[0] == Action(
        "send_with_option",
        "Sign for eu-west-1 and send",
        {"option": "region", "value": "eu-west-1"},
    )
    rows = cases.rows(found)
    assert rows["Region signed"] == "us-east-1"
    assert rows["Region of host or environment"] == "eu-west-1"
    assert rows["Host"] == "abc123.execute-api.eu-west-1.amazonaws.com"


@pytest.mark.parametrize("region", ["", "us-east-1"])
def test_when_nobody_knows_the_region_it_has_to_be_set(region: str) -> None:
    case = cases.reply(
        SENTENCES[0], cases.BAD_SIGNATURE, region=region, **cases.sent(region="us-east-1")
    )
    found = cases.explained(MEMBER.id, case)
    assert cases.keys(found) == ["open_place"]
    assert found.actions[0].parameters == {"place": "auth"}


def test_the_reply_names_the_region_when_nothing_sent_is_known() -> None:
    found = cases.explained(MEMBER.id, cases.reply(SENTENCES[1]))
    assert "us-east-1" in found.title


def test_a_wrong_service_is_another_cause() -> None:
    assert MEMBER.explain(cases.typical()["wrong_service"]) is None


def test_s3_names_the_region_that_it_expects() -> None:
    words = (
        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the region "
        "'us-east-1' is wrong; expecting 'eu-west-1'</Message><Region>eu-west-1</Region></Error>"
    )
    case = cases.reply("", status=400, content=words.encode())
    (found,) = diagnose(case)
    assert (found.id, found.confidence) == (MEMBER.id, "certain")
    assert cases.rows(found)["Region the service expects"] == "eu-west-1"
    assert found.actions[0].parameters == {"option": "region", "value": "eu-west-1"}


def test_the_query_form_is_corrected_as_well() -> None:
    words = "Credential should be scoped to a valid region."
    fields = cases.presigned()
    case = cases.reply(words, cases.BAD_SIGNATURE, region="us-east-1", **fields)
    for known in (case, replace(case, authorisation=None)):
        found = cases.explained(MEMBER.id, known)
        assert cases.rows(found)["Region signed"] == "eu-west-1"
        assert found.actions[0].parameters == {"option": "region", "value": "us-east-1"}
