from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.tokens import Lifetime
from apiclient_gui.ui.widgets.token.lifetime_bar import LifetimeBar

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def bar(qtbot: QtBot) -> LifetimeBar:
    made = LifetimeBar()
    qtbot.addWidget(made)
    made.resize(600, 80)
    return made


def test_moments_stand_in_their_order(bar: LifetimeBar) -> None:
    bar.show_life(Lifetime(NOW, None, NOW + HOUR), NOW)
    days = timedelta(days=900)
    moments = (NOW - days, NOW - HOUR / 2, NOW, NOW + HOUR / 2, NOW + HOUR, NOW + 2 * HOUR)
    places = [bar.place(one) for one in (*moments, NOW + days)]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    assert places[0] >= 0
    assert places[-1] < 1


def test_without_an_end_it_takes_no_room(bar: LifetimeBar) -> None:
    bar.show_life(Lifetime(NOW), NOW)
    assert bar.isHidden()
    bar.show_life(Lifetime(NOW, None, NOW + HOUR), NOW)
    assert not bar.isHidden()
    assert "expires" in bar.accessibleName()


@pytest.mark.parametrize(
    "life",
    [
        Lifetime(NOW - HOUR, None, NOW + HOUR),
        Lifetime(NOW - HOUR, NOW + HOUR, NOW + 2 * HOUR),
        Lifetime(None, None, NOW - HOUR),
        Lifetime(NOW + HOUR, None, NOW - HOUR),
        Lifetime(
            datetime(1, 1, 1, tzinfo=UTC), None, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
        ),
    ],
)
def test_it_paints_any_lifetime(bar: LifetimeBar, life: Lifetime) -> None:
    bar.show_life(life, NOW, NOW - HOUR / 2)
    with_sent = bar.grab().toImage()
    bar.show_life(life, NOW)
    assert not with_sent.isNull()
    assert bar.grab().toImage() != with_sent
