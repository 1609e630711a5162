from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.sigv4a_not_taken import MEMBER
from apiclient_gui.core.model import Origin, QueryItem
from apiclient_gui.practice import refusals
from tests import factories
from tests.unit.core.diagnosis import cases

FORBIDDEN = [("apigw-requestid", "JKJaXmPLvHcESHA=")]


@pytest.mark.parametrize(
    "words",
    [
        refusals.unsupported_algorithm("AWS4-ECDSA-P256-SHA256").message,
        refusals.bad_credential("AKID/20260304/execute-api/aws4_request", regional=True).message,
    ],
)
def test_a_gateway_that_knows_sigv4_alone(words: str) -> None:
    (found,) = diagnose(cases.reply(words, cases.INCOMPLETE, **cases.by_sigv4a()))
    assert (found.id, found.confidence) == (MEMBER.id, "certain")
    assert cases.rows(found)["Regions sent"] == "*"
    assert found.actions[0].parameters == {"scheme": "sigv4"}


def test_an_http_api_says_no_more_than_forbidden() -> None:
    case = cases.reply("Forbidden", headers=FORBIDDEN, **cases.by_sigv4a())
    found = diagnose(case)[0]
    assert (found.id, found.confidence) == (MEMBER.id, "likely")
    assert "HTTP API" in cases.rows(found)["Answered by"]


def test_the_query_form_is_kept() -> None:
    items = (("X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"), ("X-Amz-Signature", "30"))
    query = tuple(QueryItem(name, value, Origin("scheme")) for name, value in items)
    sent = replace(factories.prepared(), query=query)
    case = cases.reply("Forbidden", headers=FORBIDDEN, prepared=sent)
    found = cases.explained(MEMBER.id, case)
    assert found.actions[0].parameters == {"scheme": "sigv4_query"}


def test_sigv4_and_other_refusals_are_other_causes() -> None:
    assert MEMBER.explain(cases.reply("Forbidden", headers=FORBIDDEN, **cases.sent())) is None
    words = "Credential should be scoped to a valid region."
    case = cases.reply(words, cases.BAD_SIGNATURE, region="eu-west-1", **cases.by_sigv4a())
    assert MEMBER.explain(case) is None
    found = diagnose(case)[0]
    assert found.id == "wrong_region"
    assert found.title.startswith("Signed for the region *,")
    assert found.actions[0].parameters == {"option": "region", "value": "eu-west-1"}
