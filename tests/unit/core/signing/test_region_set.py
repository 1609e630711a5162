"""Sets of Regions: what may be written, and how it is signed."""

from __future__ import annotations

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.signing.region_set import region_set


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("  ", ""),
        ("*", "*"),
        (" eu-west-1 ", "eu-west-1"),
        ("eu-west-1 , us-east-1", "eu-west-1,us-east-1"),
        ("us-east-1,eu-*", "us-east-1,eu-*"),
    ],
)
def test_what_may_be_written(text: str, value: str) -> None:
    assert region_set(text, "h") == value


@pytest.mark.parametrize(
    "text", [",", "a,", "eu west", "a\r\nb", "é", "\ud800", "{{region}}", "a/b"]
)
def test_what_is_no_set_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        region_set(text, "h.example")
    assert (refused.value.trouble, refused.value.finding.id) == ("refused", "region_unknown")
    assert refused.value.finding.evidence[0].value == "h.example"
    refused.value.finding.title.encode()
