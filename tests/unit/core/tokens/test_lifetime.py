"""Times in a token, and in words."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apiclient_gui.core.tokens import lifetime

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


def test_the_lifetime_is_read() -> None:
    said, findings = lifetime.read({"iat": SECONDS, "nbf": SECONDS + 1.5, "exp": SECONDS + 60})
    assert findings == ()
    assert said.issued_at == NOW
    assert said.not_before == NOW + timedelta(seconds=1.5)
    assert said.seconds_left(NOW) == 60
    assert said.seconds_left(NOW + timedelta(seconds=59.5)) == 0
    assert said.seconds_left(NOW + timedelta(seconds=60.5)) == -1


def test_no_times_are_no_fault() -> None:
    said, findings = lifetime.read({})
    assert (said, findings) == (lifetime.Lifetime(), ())
    assert said.seconds_left(NOW) is None


@pytest.mark.parametrize(
    "value",
    ["1795412859", True, None, [], {}, 10**12, -(10**12), 2**62, 1e300, float("inf"), float("nan")],
)
def test_what_is_no_time_is_one_finding(value: Any) -> None:
    said, (finding,) = lifetime.read({"exp": value})
    assert said.expires_at is None
    assert (finding.id, finding.severity) == ("time_claim_invalid", "error")
    assert "exp" in finding.title


def test_milliseconds_are_recognised() -> None:
    _, (finding,) = lifetime.read({"exp": SECONDS * 1000})
    assert "2026-03-04 05:06:07 UTC" in finding.detail


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "now"),
        (0.4, "now"),
        (-0.4, "now"),
        (1, "in 1 s"),
        (-59, "59 s ago"),
        (41 * 60, "in 41 min"),
        (41 * 60 + 59, "in 41 min"),
        (-3600, "1 h ago"),
        (2 * 3600 + 5 * 60 + 3, "in 2 h 5 min"),
        (3600 + 30, "in 1 h"),
        (86_400, "in 1 day"),
        (-3 * 86_400 - 5000, "3 days ago"),
        (364 * 86_400, "in 364 days"),
        (-800 * 86_400, "2 years ago"),
    ],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert lifetime.time_words(NOW + timedelta(seconds=seconds), NOW) == words


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets no zone by TZ")
def test_times_in_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "XYZ-3:30")
    time.tzset()
    try:
        assert lifetime.utc_text(NOW + timedelta(microseconds=5)) == "2026-03-04 05:06:07 UTC"
        assert lifetime.local_text(NOW) == "2026-03-04 08:36:07 +03:30"
        edge = datetime.max.replace(tzinfo=UTC)
        assert lifetime.local_text(edge) == "9999-12-31 23:59:59 UTC"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets no zone by TZ")
def test_west_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "XYZ+5")
    time.tzset()
    try:
        assert lifetime.local_text(NOW) == "2026-03-04 00:06:07 -05:00"
    finally:
        monkeypatch.undo()
        time.tzset()
