from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.diagnosis.host_not_found import MEMBER
from apiclient_gui.core.model import Origin
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    "words",
    ["Name or service not known", "getaddrinfo failed", "the host name is not a valid one", ""],
)
def test_a_name_without_an_address(words: str) -> None:
    found = cases.explained(MEMBER.id, cases.failed("dns", words))
    assert found.confidence == "certain"
    assert found.title == "No address was found for abc123.execute-api.eu-west-1.amazonaws.com"
    assert found.actions[0].parameters == {"place": "url"}


def test_the_variable_that_the_host_comes_from_can_be_opened() -> None:
    case = cases.failed("dns")
    assert case.prepared is not None
    origin = Origin("url", variables=("base_url",))
    case = replace(case, environment="dev", prepared=replace(case.prepared, host_origin=origin))
    found = cases.explained(MEMBER.id, case)
    assert found.actions[1].parameters == {"environment": "dev", "variable": "base_url"}


def test_the_proxy_s_name() -> None:
    found = cases.explained(MEMBER.id, cases.failed("dns", "proxy: Name or service not known"))
    assert found.title == "The proxy cannot be used"


def test_other_stages_are_not_its_business() -> None:
    assert MEMBER.explain(cases.failed("connect", "Name or service not known")) is None
    assert MEMBER.explain(cases.failed("dns", timed_out=True)) is None
