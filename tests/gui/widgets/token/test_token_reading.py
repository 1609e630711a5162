from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.tokens import parse_keys, verify
from apiclient_gui.ui.widgets.token.member_lines import read
from apiclient_gui.ui.widgets.token.token_reading import TokenReading
from tests.support.signed_tokens import key_set, signed

START = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reading(qtbot: QtBot, clock: Clock) -> TokenReading:
    made = TokenReading(clock.now)
    qtbot.addWidget(made)
    return made


TEXT = signed({"sub": "me", "exp": int(START.timestamp()) + 2})


def ids(reading: TokenReading) -> list[str]:
    return [card.finding.id for card in reading.findings.cards]


def test_it_expires_before_ones_eyes(reading: TokenReading, clock: Clock, qtbot: QtBot) -> None:
    reading.show_reading(read(TEXT))
    assert ids(reading) == []
    reading.show()
    assert reading.summary.expiry.text() == "2 s left"
    clock.at += timedelta(seconds=5)
    qtbot.waitUntil(lambda: ids(reading) == ["token_expired"])
    assert reading.summary.expiry.text() == "Expired 3 s ago"


def test_out_of_sight_nothing_ticks(reading: TokenReading, clock: Clock) -> None:
    reading.show_reading(read(TEXT))
    reading.show()
    reading.hide()
    assert not reading._second.isActive()
    clock.at += timedelta(seconds=5)
    reading.show()
    assert ids(reading) == ["token_expired"]


def test_errors_come_before_notes(reading: TokenReading, clock: Clock) -> None:
    clock.at += timedelta(hours=1)
    reading.show_reading(read(f"Bearer {TEXT}"))
    assert ids(reading) == ["token_expired", "token_unwrapped"]


def test_the_whole_is_copied_as_json(reading: TokenReading, qtbot: QtBot) -> None:
    reading.show_reading(read(TEXT))
    copy = next(one for one in reading.findChildren(QPushButton) if one.text() == "Copy as JSON")
    with qtbot.waitSignal(reading.copied):
        copy.click()
    assert json.loads(QApplication.clipboard().text())["claims"]["sub"] == "me"


def test_a_check_shows_in_the_verdict(reading: TokenReading) -> None:
    reading.show_reading(read(TEXT))
    reading.show_check(verify(TEXT, parse_keys(key_set())))
    assert reading.summary.signature.text() == "✓ Signature verified"


def test_without_members_there_is_no_table(reading: TokenReading) -> None:
    reading.show()
    reading.show_reading(read("opaque"))
    assert not reading.table.isVisible()
    reading.show_reading(read(TEXT))
    assert reading.table.isVisible()
