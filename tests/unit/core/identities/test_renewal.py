"""When what is held is renewed: the windows before its end, and clocks that are wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from apiclient_gui.core.identities.renewal import holds, is_due, renews
from apiclient_gui.core.model import AwsKeys, Tokens
from apiclient_gui.core.secret import Secret
from tests.factories import NOW, tokens


def keys(
    lifetime: float | None, *, obtained: datetime | None = NOW, renewal: Secret | None = None
) -> AwsKeys:
    """Return keys of so many seconds."""
    ends = None if lifetime is None else NOW + timedelta(seconds=lifetime)
    return AwsKeys("ASIAX", Secret("x"), None, ends, obtained, renewal)


@pytest.mark.parametrize(
    ("lifetime", "after", "due", "held"),
    [
        (3600, 0, False, True),
        (3600, 3299, False, True),
        (3600, 3301, True, True),
        (3600, 3569, True, True),
        (3600, 3571, True, False),
        (3600, 9999, True, False),
        (900, 719, False, True),  # a fifth of a short life
        (900, 721, True, True),
        (60, 29, False, True),
        (60, 31, True, False),  # never sent in its last half minute
        (20, 0, True, False),
        (3600, -299, False, True),  # the clock was set back a little
        (3600, -301, True, False),  # and by more than anybody could tell
        (None, 9999, False, True),
    ],
)
def test_the_two_windows(lifetime: float | None, after: float, due: bool, held: bool) -> None:
    now = NOW + timedelta(seconds=after)
    assert is_due(keys(lifetime), now) is due
    assert holds(keys(lifetime), now) is held


def test_without_a_time_they_are_as_young_as_they_seem() -> None:
    assert not is_due(keys(60, obtained=None), NOW)
    assert holds(keys(60, obtained=None), NOW - timedelta(days=9))


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (keys(60), False),
        (keys(60, renewal=Secret("x")), True),
        (tokens(access="a"), False),
        (tokens(access="a", refresh="r"), True),
    ],
)
def test_what_brings_the_next_without_a_person(held: AwsKeys | Tokens, expected: bool) -> None:
    assert renews(held) is expected
