"""The clock that signatures are made with: its correction, its standstill, its edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from apiclient_gui.core.clock import Clock

NOON = datetime(2026, 1, 2, 12, 0, 0, tzinfo=UTC)


def test_without_correction_it_is_the_computers() -> None:
    before = Clock.computer()
    now = Clock().now()
    assert before <= now <= Clock.computer()
    assert now.tzinfo is UTC


@pytest.mark.parametrize("offset", [0.0, 360.0, -360.0, 0.25])
def test_the_offset_is_added(offset: float) -> None:
    assert Clock(offset, fixed=NOON).now() == NOON + timedelta(seconds=offset)


def test_the_offset_can_be_changed_and_undone() -> None:
    clock = Clock(fixed=NOON)
    clock.offset = 360
    assert clock.now() == NOON + timedelta(minutes=6)
    clock.offset = 0
    assert clock.now() == NOON


def test_a_correction_does_not_touch_the_computers_time() -> None:
    clock = Clock(offset=1e6)
    assert clock.computer() < clock.now() - timedelta(seconds=9e5)


@pytest.mark.parametrize(
    ("offset", "year"), [(1e300, 9999), (-1e300, 1), (float("inf"), 9999), (1e12, 9999)]
)
def test_beyond_what_a_date_can_hold_it_stays_at_the_edge(offset: float, year: int) -> None:
    now = Clock(offset, fixed=NOON).now()
    assert now.year == year
    assert now.tzinfo is UTC


def test_a_time_of_another_zone_comes_out_in_utc() -> None:
    now = Clock(fixed=NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))).now()
    assert now.tzinfo is UTC
    assert now.hour == 12
