from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.diagnosis.connection_refused import MEMBER
from apiclient_gui.core.model import ApiMethod, KnownApi, Request
from apiclient_gui.core.prepare import prepare
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    "words",
    [
        "Connection refused",
        "[Errno 111] Connection refused",
        "No connection could be made because the target machine actively refused it",
    ],
)
def test_nothing_listens(words: str) -> None:
    found = cases.explained(MEMBER.id, cases.failed("connect", words))
    assert found.title == "Nothing listens at abc123.execute-api.eu-west-1.amazonaws.com"
    assert cases.rows(found)["System's words"] == words
    assert cases.keys(found) == ["open_place", "send_again"]


def test_it_was_the_proxy() -> None:
    found = cases.explained(MEMBER.id, cases.failed("connect", "proxy: Connection refused"))
    assert "proxy" in found.title
    assert "NO_PROXY" in found.remedy


def test_an_unreachable_network_is_another_cause() -> None:
    assert MEMBER.explain(cases.failed("connect", "Network is unreachable")) is None


def test_the_practice_gateway_is_named_and_can_be_started() -> None:
    url = "http://127.0.0.1:4711/abc/prod"
    api = KnownApi("Pets, IAM", url, (ApiMethod("GET", "/pets", "AWS_IAM"),))
    sent = prepare(Request(url=f"{url}/pets"), {}, strict=False)
    case = replace(cases.failed("connect", "Connection refused"), prepared=sent, apis=(api,))
    found = MEMBER.explain(case)
    assert found
    assert found.title == "The practice gateway is not running"
    assert cases.keys(found) == ["start_practice", "send_again"]


def test_the_proxy_that_the_request_names_is_shown() -> None:
    case = replace(
        cases.failed("connect", "proxy: Connection refused"), proxy="http://127.0.0.1:3128"
    )
    found = cases.explained(MEMBER.id, case)
    assert cases.rows(found)["Proxy of the request"] == "http://127.0.0.1:3128"
    assert "--proxy" in found.remedy
