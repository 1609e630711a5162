"""How long a presigned URL holds: what may be asked for, and what temporary keys leave of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import OptionValue
from apiclient_gui.core.signing import lifetime
from tests.factories import NOW


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("", 3600),
        ("  ", 3600),
        (" 3600 ", 3600),
        ("1", 1),
        (1, 1),
        (604_800, 604_800),
        ("0060", 60),
    ],
)
def test_what_may_be_asked_for(value: OptionValue, seconds: int) -> None:
    assert lifetime.seconds({"expires": value}) == seconds
    assert lifetime.is_asked({"expires": value}) == bool(str(value).strip())


def test_an_hour_unless_said() -> None:
    assert lifetime.seconds({}) == 3600
    assert not lifetime.is_asked({})


@pytest.mark.parametrize(
    "value",
    [0, -1, 604_801, "604801", "0", "-5", "+5", "1.5", "1e3", "an hour", "٣", "9" * 5000, "\x00", "\ud800", True],
    ids=ascii,
)  # fmt: skip
def test_what_is_out_of_range_is_refused(value: OptionValue) -> None:
    with pytest.raises(Problem) as refused:
        lifetime.seconds({"expires": value})
    assert refused.value.trouble == "refused"
    finding = refused.value.finding
    assert finding.id == "expiry_out_of_range"
    finding.title.encode()
    assert len(finding.title) < 100


@pytest.mark.parametrize(("after", "left"), [(7200, 3600), (3600, 3600), (59, 59), (0, 0), (-9, 0)])
def test_a_url_ends_with_its_keys(after: int, left: int) -> None:
    assert lifetime.left(3600, NOW + timedelta(seconds=after), NOW) == left


def test_without_an_end_the_keys_hold_for_ever() -> None:
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert lifetime.left(604_800, None, last) == 604_800
    assert lifetime.left(604_800, last, datetime(1, 1, 1, tzinfo=UTC)) == 604_800
