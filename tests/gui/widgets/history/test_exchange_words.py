from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from apiclient_gui.core.history import Cause, Row, Size
from apiclient_gui.ui.widgets.history import exchange_words as words


def row(**given: object) -> Row:
    usual = {"id": 1, "sent_at": datetime.now(UTC), "method": "GET", "url": "u", "host": "h"}
    return Row(**{**usual, **given})  # type: ignore[arg-type]  # any field may be named


def test_a_row_in_words() -> None:
    one = row(status=403, reason="Forbidden", size=612, seconds=0.084, cause=Cause("a", "Why"))
    cells = [words.cell(one, column) for column in range(1, len(words.COLUMNS))]
    assert cells == ["403 Forbidden", "GET", "u", "Why", "", "", "84 ms", "612 B"]
    assert words.tip(one, words.SIZE) == "612 bytes of body"
    assert words.cell(row(), words.SIZE) == "—"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"status": 204}, ("204", "ok")),
        ({"status": 302, "reason": "Found"}, ("302 Found", "accent")),
        ({"failure": "dns"}, ("No response", "bad")),
        ({"failure": "cancelled"}, ("Cancelled", "plain")),
    ],
)
def test_a_status_is_told_in_words(given: dict[str, object], said: tuple[str, str]) -> None:
    assert words.status(row(**given)) == said


def test_times_are_those_of_this_computer() -> None:
    now = datetime.now().astimezone()
    noon = now.replace(hour=12, minute=3, second=4)
    assert words.moment(noon.astimezone(UTC)) == "12:03:04"
    before = noon - timedelta(days=40)
    assert words.moment(before) == f"{before:%Y-%m-%d} 12:03"
    assert words.ago(now) == "just now"
    assert words.ago(now - timedelta(minutes=6, seconds=12)).startswith("6 min 1")
    assert words.tip(row(sent_at=before), words.TIME).endswith(" days ago")


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (12, "12 B"),
        (320 * 1024, "320 KB"),
        (38 * 2**20 + 400_000, "38 MB"),
        (2**20 * 5 // 2, "2.5 MB"),
        (2**30, "1 GB"),
        (3 * 2**40, "3,072 GB"),
    ],
)
def test_amounts_have_few_figures(size: int, said: str) -> None:
    assert words.amount(size) == said


def test_what_is_kept() -> None:
    assert words.stock(Size(1, 2048)) == "1 exchange · 2 KB"
    assert words.stock(Size(1204, 38 * 2**20)) == "1,204 exchanges · 38 MB"
    assert words.limits(10_000, 2**30) == "the newest 10,000 are kept, up to 1 GB"
