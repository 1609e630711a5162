from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.model import Login
from apiclient_gui.ui.widgets.identity.login_words import (
    KEYS,
    LOGIN,
    SESSION,
    clock,
    login_words,
    wording_of,
)

NOW = datetime(2026, 3, 4, 12, 0, 30, tzinfo=UTC)


def login(*, ends: float | None, age: float = 120) -> Login:
    expires = None if ends is None else NOW + timedelta(seconds=ends)
    return Login("hash", ("access",), NOW - timedelta(seconds=age), expires)


def test_without_a_login() -> None:
    said = login_words(None, NOW)
    assert (said.state, said.tone, said.next_change) == ("not logged in", "plain", None)


@pytest.mark.parametrize(
    ("ends", "pill", "tone", "words"),
    [
        (3600, "Logged in", "ok", "in 1 h"),
        (301, "Logged in", "ok", "in 5 min"),
        (299.9, "Logged in", "warn", "in 4 min 59 s"),
        (240, "Logged in", "warn", "in 4 min"),
        (0.5, "Logged in", "warn", "now"),
        (0, "Expired", "warn", "now"),
        (-7500, "Expired", "warn", "2 h 5 min ago"),
    ],
)
def test_until_when(ends: float, pill: str, tone: str, words: str) -> None:
    said = login_words(login(ends=ends), NOW)
    assert (said.pill, said.tone) == (pill, tone)
    assert said.valid.endswith(words)
    assert said.obtained.endswith("2 min ago")
    assert said.over is (ends <= 0)
    if ends > 0:
        assert said.state == f"logged in until {clock(NOW + timedelta(seconds=ends), NOW)}"


def test_how_each_kind_speaks_of_it() -> None:
    found = {one.id: wording_of(one) for one in kinds.TABLE.values() if one.logs_in}
    assert found == {
        "aws_profile": KEYS,
        "aws_sso": SESSION,
        "aws_role": KEYS,
        "identity_pool": KEYS,
        "user_pool": LOGIN,
        "oidc_code": LOGIN,
        "oidc_device": LOGIN,
        "oauth_password": LOGIN,
        "client_credentials": LOGIN,
    }


@pytest.mark.parametrize(
    ("ends", "state", "pill"),
    [(3600, "keys until {}", "Keys until {}"), (-1, "ended", "Ended"), (None, "keys", "Keys")],
)
def test_keys_are_no_login(ends: float | None, state: str, pill: str) -> None:
    said = login_words(login(ends=ends), NOW, KEYS)
    when = clock(NOW + timedelta(seconds=ends or 0), NOW)
    assert (said.state, said.pill) == (state.format(when), pill.format(when))
    assert login_words(None, NOW, KEYS).pill == "No keys yet"


def test_a_session_outlasts_its_keys() -> None:
    said = login_words(login(ends=3600), NOW, SESSION)
    assert said.state == f"logged in, keys until {clock(NOW + timedelta(hours=1), NOW)}"
    assert said.pill == "Logged in"


def test_a_server_that_does_not_say_until_when() -> None:
    said = login_words(login(ends=None), NOW)
    assert (said.state, said.tone) == ("logged in", "ok")
    assert "not known" in said.valid


@pytest.mark.parametrize(
    "ends", [3600.0, 300.5, 299.5, 61.5, 60.0, 59.25, 1.0, 0.2, -0.5, -59.5, -61.0]
)
def test_the_words_change_when_it_is_told_and_not_before(ends: float) -> None:
    held = login(ends=ends, age=0)
    said = login_words(held, NOW)
    assert said.next_change is not None
    assert 0 < said.next_change <= 60.1
    later = login_words(held, NOW + timedelta(seconds=said.next_change))
    assert (later.state, later.valid, later.obtained) != (said.state, said.valid, said.obtained)
    before = login_words(held, NOW + timedelta(seconds=said.next_change - 0.1))
    assert (before.valid, before.obtained) == (said.valid, said.obtained)


def test_another_day_has_its_date() -> None:
    assert clock(NOW + timedelta(days=3), NOW).startswith("2026-03-0")
    assert len(clock(NOW, NOW)) == 5
    edge = datetime.max.replace(tzinfo=UTC)
    assert "9999" in clock(edge, NOW)
