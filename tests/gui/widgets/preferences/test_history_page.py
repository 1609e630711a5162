from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.preferences import Preferences
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.preferences.history_page import HistoryPage


@pytest.fixture
def page(qtbot: QtBot) -> HistoryPage:
    made = HistoryPage()
    qtbot.addWidget(made)
    made.show()
    return made


def said(page: HistoryPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def line(page: HistoryPage, name: str) -> QLineEdit:
    return next(one for one in page.findChildren(QLineEdit) if one.accessibleName() == name)


def test_what_is_shown_comes_back_with_the_rest(page: HistoryPage) -> None:
    given = Preferences(keep=20, megabytes=3, timeout=9)
    page.show_preferences(given)
    assert page.preferences(given) == given


@pytest.mark.parametrize("typed", ["", "0", "-3", "99999999999999999999"])
@pytest.mark.parametrize("name", ["Exchanges", "Megabytes"])
def test_a_number_that_cannot_be_is_told(page: HistoryPage, name: str, typed: str) -> None:
    line(page, name).setText(typed)
    assert page.preferences(Preferences()) is None
    assert "A whole number from 1 to" in said(page)


def test_clearing_is_asked_first(qtbot: QtBot, page: HistoryPage) -> None:
    assert not page.clear.isEnabled()
    page.tell_size(1, 2048)
    assert "Kept now: 1 exchange, 2.0 KB." in said(page)
    page.clear.click()
    box = page.findChild(QMessageBox)
    with qtbot.assertNotEmitted(page.clearing):
        box.reject()
    qtbot.waitUntil(lambda: page.findChild(QMessageBox) is None)
    page.clear.click()
    box = page.findChild(QMessageBox)
    with qtbot.waitSignal(page.clearing):
        next(one for one in box.buttons() if one.text() == "Clear history").click()
    assert not page.clear.isEnabled()
    page.tell_size(0, 0)
    assert "Kept now: nothing." in said(page)
    assert not page.clear.isEnabled()


def test_what_went_wrong_is_told_and_it_can_be_tried_again(page: HistoryPage) -> None:
    page.tell_trouble(Finding(id="x", severity="error", title="The disk refuses"))
    assert page.findChild(FindingCard).finding.title == "The disk refuses"
    assert page.clear.isEnabled()
