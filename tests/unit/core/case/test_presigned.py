from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from apiclient_gui.core.case.presigned import expired, life
from apiclient_gui.core.model import Origin, QueryItem
from tests import factories
from tests.unit.core.diagnosis import cases

DATE = ("Date", "Wed, 04 Mar 2026 06:06:06 GMT")


@pytest.mark.parametrize(("seconds", "over"), [(3598, True), (3599, True), (3600, False)])
def test_a_life_is_counted_from_the_signature_to_the_gateway_s_clock(
    seconds: int, *, over: bool
) -> None:
    found = life(cases.reply("x", headers=[DATE], **cases.presigned(seconds)))
    assert found is not None
    assert (found.seconds, found.signed_at) == (seconds, factories.NOW)
    assert found.ends_at == factories.NOW + timedelta(seconds=seconds)
    assert found.over is over


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "٣"])
def test_what_is_no_number_of_seconds_is_no_life(text: str) -> None:
    query = (QueryItem("X-Amz-Expires", text, Origin("url")),)
    case = cases.reply("Request has expired", prepared=replace(factories.prepared(), query=query))
    assert life(case) is None
    assert expired(case) is None


def test_no_life_without_a_time_is_over() -> None:
    query = (QueryItem("X-Amz-Expires", "60", Origin("url")),)
    found = life(cases.reply("x", prepared=replace(factories.prepared(), query=query)))
    assert found is not None
    assert found.ends_at is None
    assert not found.over


def test_a_header_signature_has_no_life() -> None:
    assert life(cases.reply("Request has expired", **cases.sent())) is None
