from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.unknown_path_or_method import MEMBER
from tests import factories
from tests.unit.core.diagnosis import cases

WORDS = "Missing Authentication Token"


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_known_api_without_that_path_makes_it_certain(*, is_signed: bool) -> None:
    ready = factories.prepared(cases.PETS.url + "/petz")
    if is_signed:
        ready, _ = factories.sign(ready, factories.terms())
    case = cases.reply(WORDS, cases.NO_TOKEN, apis=(cases.PETS,), prepared=ready)
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [
        (MEMBER.id, "certain"),
        ("not_deployed", "possible"),
    ]
    assert found[0].title == "Pet shop has no GET /petz"
    assert "GET /pets" in cases.rows(found[0])["Nearest methods"]


def test_the_methods_at_the_same_path_are_the_nearest() -> None:
    ready = factories.prepared(cases.PETS.url + "/open")
    case = cases.reply(WORDS, cases.NO_TOKEN, apis=(cases.PETS,), prepared=ready)
    assert cases.rows(cases.explained(MEMBER.id, case))["Nearest methods"] == "POST /open"


def test_a_signed_request_to_an_unknown_api_is_likely() -> None:
    case = cases.reply(WORDS, cases.NO_TOKEN, **cases.sent())
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [
        (MEMBER.id, "likely"),
        ("not_deployed", "possible"),
    ]


def test_a_custom_domain_gets_its_hint() -> None:
    ready = factories.prepared("https://api.example.com/dev/resourceA")
    assert "custom domain" in cases.explained(MEMBER.id, cases.reply(WORDS, prepared=ready)).detail
    ready = factories.prepared()
    assert (
        "custom domain" not in cases.explained(MEMBER.id, cases.reply(WORDS, prepared=ready)).detail
    )


@pytest.mark.parametrize("words", ["", "Nothing here", "<html>"])
def test_the_type_alone_is_enough_and_survives_another_status(words: str) -> None:
    case = cases.reply(words, cases.NO_TOKEN + ":ns", status=404)
    assert diagnose(case)[0].id == MEMBER.id


@pytest.mark.parametrize(
    ("words", "error_type"),
    [("Missing Authentication Token, see below", ""), (WORDS, cases.DENIED), ("Forbidden", "")],
)
def test_other_replies_are_not_its_business(words: str, error_type: str) -> None:
    assert MEMBER.explain(cases.reply(words, error_type)) is None
