from __future__ import annotations

from datetime import timedelta

import pytest

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.correction import blamed


@pytest.mark.parametrize(
    ("correction", "own", "age", "expected"),
    [
        (600, 0.4, None, "+600 s"),
        (-600, 0.4, 600, "-600 s"),
        (600, None, -600, "+600 s"),
        (600, None, None, ""),
        (0, 0.4, -600, ""),
        (0, None, -600, ""),
        (600, 600, None, ""),
        (600, -900, None, ""),
        (30, 0, None, ""),
    ],
)
def test_a_correction_is_blamed_when_the_clock_is_right_without_it(
    correction: float, own: float | None, age: float | None, expected: str
) -> None:
    case = Case(clock_offset=own, clock_correction=correction)
    assert blamed(case, None if age is None else timedelta(seconds=age)) == expected
