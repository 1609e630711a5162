"""What the options make of a request; the commands' own tests send it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from apiclient_gui.cli.base import options
from apiclient_gui.core.finding import Problem


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T09:41:03Z", datetime(2026, 11, 22, 9, 41, 3, tzinfo=UTC)),
        ("2026-11-22T10:41:03+01:00", datetime(2026, 11, 22, 9, 41, 3, tzinfo=UTC)),
        ("2026-11-22 09:41:03", datetime(2026, 11, 22, 9, 41, 3, tzinfo=UTC)),
        ("20261122T094103Z", datetime(2026, 11, 22, 9, 41, 3, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_utc(text: str, moment: datetime) -> None:
    assert options.moment(text) == moment


@pytest.mark.parametrize(
    "text", ["noon", "", "2026-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_time_that_no_clock_shows_is_wrong_usage(text: str) -> None:
    with pytest.raises(Problem) as refused:
        options.moment(text)
    assert (refused.value.trouble, refused.value.finding.id) == ("usage", "time_invalid")
