from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import ApiKey
from apiclient_gui.ui.widgets.compose.api_key_row import ApiKeyRow
from tests import factories

PLAN = factories.identity("plan", kind="fixed_token", facts={}, identifier="1")


@pytest.fixture
def row(qtbot: QtBot) -> ApiKeyRow:
    made = ApiKeyRow()
    qtbot.addWidget(made)
    made.choice.show_identities([PLAN])
    made.show()
    return made


def test_name_and_place_show_only_with_a_key(qtbot: QtBot, row: ApiKeyRow) -> None:
    assert not row.name.isVisible()
    with qtbot.waitSignal(row.changed):
        row.choice.chosen.emit("plan")
    assert row.key() == ApiKey("plan")
    assert row.name.isVisible()
    assert row.name.text() == ""
    assert row.name.placeholderText() == "x-api-key"


def test_it_goes_where_one_says(qtbot: QtBot, row: ApiKeyRow) -> None:
    row.show_key(ApiKey("plan"))
    QTest.keyClicks(row.name, "key")
    row.place.activated.emit(1)
    assert row.key() == ApiKey("plan", "key", "query")
    row.name.clear()
    row.name.textEdited.emit("")
    assert row.key() == ApiKey("plan", "x-api-key", "query")


@pytest.mark.parametrize("key", [ApiKey(), ApiKey("plan", "k", "query"), ApiKey("ghost", "x y")])
def test_what_was_shown_comes_back(qtbot: QtBot, row: ApiKeyRow, key: ApiKey) -> None:
    with qtbot.assertNotEmitted(row.changed):
        row.show_key(key)
    assert row.key() == key
