from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core import redact
from apiclient_gui.core.model import Exchange
from apiclient_gui.ui.widgets.identity.login_words import clock
from apiclient_gui.ui.widgets.result.final_card import FinalCard
from tests import factories
from tests.support import histories
from tests.support.results import presigned_exchange, signed_exchange

REQUEST = factories.request(params=[("limit", "10")])
END = factories.NOW + timedelta(hours=1)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = factories.NOW

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock_() -> Clock:
    return Clock()


@pytest.fixture
def card(qtbot: QtBot, clock_: Clock) -> Iterator[FinalCard]:
    made = FinalCard(redact.canonical, clock_.now)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.hide()


def signature_of(exchange: Exchange) -> str:
    assert exchange.authorisation.signature is not None
    return exchange.authorisation.signature.signature


def test_a_header_is_shown_masked_until_it_is_wanted_in_clear(
    qtbot: QtBot, card: FinalCard
) -> None:
    exchange = signed_exchange(REQUEST)
    card.show_exchange(exchange, clear=False)
    assert card.title.text() == "Authorization header"
    assert card.text.toPlainText().endswith("Signature=••••")
    assert card.lifetime.isHidden()
    assert card.copy_url.isHidden()
    with qtbot.waitSignal(card.copied) as told:
        card.copy.click()
    assert signature_of(exchange) not in told.args[1]
    card.show_exchange(exchange, clear=True)
    assert signature_of(exchange) in card.text.toPlainText()


def test_a_presigned_url_is_masked_has_an_end_and_is_copied_in_clear(
    qtbot: QtBot, card: FinalCard
) -> None:
    exchange = presigned_exchange(REQUEST, expires=3600)
    card.show_exchange(exchange, clear=False)
    assert card.title.text() == "Presigned URL"
    assert signature_of(exchange) not in card.text.toPlainText()
    assert card.text.toPlainText().startswith(factories.URL)
    when = clock(END, factories.NOW)
    assert card.lifetime.text() == f"holds until {when} (in 1 h)"
    assert card.copy.isHidden()
    with qtbot.waitSignal(card.copied) as told:
        card.copy_url.click()
    assert told.args[1] == exchange.prepared.url
    assert signature_of(exchange) in told.args[1]
    assert told.args[0] == (
        f"Presigned URL copied, its signature in clear: it is as good as a key until {when}"
    )
    card.show_exchange(exchange, clear=True)
    assert card.text.toPlainText() == exchange.prepared.url


def test_it_is_counted_down_and_ends(qtbot: QtBot, card: FinalCard, clock_: Clock) -> None:
    card.show_exchange(presigned_exchange(REQUEST, expires=3600), clear=False)
    clock_.at = END - timedelta(seconds=1.0)
    card.hide()
    card.show()
    assert "in 1 s" in card.lifetime.text()
    assert card._tick.isActive()
    clock_.at = END + timedelta(seconds=1)
    qtbot.waitUntil(lambda: card.lifetime.text().startswith("ended "))
    assert not card._tick.isActive()
    with qtbot.waitSignal(card.copied) as told:
        card.copy_url.click()
    assert f"it ended {clock(END, clock_.at)}" in told.args[0]


def test_nothing_ticks_while_it_is_not_seen(card: FinalCard) -> None:
    card.show_exchange(presigned_exchange(REQUEST, expires=3600), clear=False)
    assert card._tick.isActive()
    card.hide()
    assert not card._tick.isActive()


def test_keys_that_end_earlier_shorten_it(card: FinalCard) -> None:
    exchange = presigned_exchange(REQUEST, expires=7200)
    signature = exchange.authorisation.signature
    assert signature is not None
    how = replace(exchange.authorisation, signature=replace(signature, expires=1800))
    card.show_exchange(replace(exchange, authorisation=how), clear=False)
    assert "in 30 min" in card.lifetime.text()
    assert "It was to hold 2 h" in card.note.text()


def test_a_url_that_the_history_kept_is_not_offered(card: FinalCard, tmp_path: Path) -> None:
    exchange = presigned_exchange(REQUEST, expires=3600)
    with histories.history(tmp_path) as history:
        kept = history.show(history.record(exchange).result(30)).exchange
    card.show_exchange(kept, clear=True)
    assert card.title.text() == "Presigned URL"
    assert card.text.toPlainText().endswith("X-Amz-Signature=••••")
    assert card.copy_url.isHidden()
    assert "History masks" in card.note.text()
