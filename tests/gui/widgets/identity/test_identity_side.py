from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.identity.identity_list import IdentityRow
from apiclient_gui.ui.widgets.identity.identity_side import IdentitySide

ROWS = (IdentityRow("1", "Älice", "AWS keys", "AKIA…WQ7L"), IdentityRow("2", "bob", "Profile"))


@pytest.fixture
def side(qtbot: QtBot) -> IdentitySide:
    made = IdentitySide()
    qtbot.addWidget(made)
    made.show_rows(ROWS, "1")
    made.show()
    return made


def names(side: IdentitySide) -> list[str]:
    return [row.name for row in side.list.rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("äL", ["Älice"]), (" wq7 ", ["Älice"]), ("prof", ["bob"]), ("x", []), ("", ["Älice", "bob"])],
)
def test_the_filter_looks_at_name_kind_and_summary(
    side: IdentitySide, words: str, expected: list[str]
) -> None:
    side.filter.setText(words)
    assert names(side) == expected


def test_the_choice_is_kept_while_the_filter_hides_it(side: IdentitySide) -> None:
    side.filter.setText("bob")
    assert side.list.current == ""
    side.filter.clear()
    assert side.list.current == "1"


def test_what_is_asked_for_comes_into_sight(side: IdentitySide) -> None:
    side.filter.setText("bob")
    side.show_rows(ROWS, "1")
    assert names(side) == ["bob"]
    side.bring_into_sight()
    assert side.list.current == "1"


def test_a_new_one_begins_with_plus(qtbot: QtBot, side: IdentitySide) -> None:
    with qtbot.waitSignal(side.began):
        side.plus.click()


def test_the_filter_looks_at_the_state(side: IdentitySide) -> None:
    side.show_rows((*ROWS, IdentityRow("3", "carol", "Pool", state="expired", well=False)), "1")
    side.filter.setText("expired")
    assert names(side) == ["carol"]


def test_down_leads_into_the_list(qtbot: QtBot, side: IdentitySide) -> None:
    with qtbot.waitActive(side):
        side.activateWindow()
    qtbot.keyClick(side.filter, Qt.Key.Key_Down)
    assert side.list.hasFocus()
