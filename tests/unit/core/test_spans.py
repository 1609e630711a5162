"""Lengths of time in words."""

from __future__ import annotations

import pytest

from apiclient_gui.core.spans import in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.6, "1 min"),
        (372.4, "6 min 12 s"),
        (-60, "1 min"),
        (7380, "2 h 3 min"),
        (7200, "2 h"),
        (4 * 86_400, "4 days"),
    ],
)
def test_a_length_of_time_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
