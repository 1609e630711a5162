from __future__ import annotations

import pytest

from apiclient_gui.ui.state import notices


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (("Cookie",), "Cookie now stands in clear in the request's file"),
        (("Cookie", "X-Api-Key"), "Cookie and X-Api-Key now stand in clear in the request's file"),
    ],
)
def test_what_stands_in_clear_is_named(names: tuple[str, ...], title: str) -> None:
    assert notices.in_clear(names).title == title


def test_the_other_window_is_told_with_a_way_out() -> None:
    assert notices.OTHER_WINDOW.remedy
