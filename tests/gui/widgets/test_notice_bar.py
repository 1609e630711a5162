from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.finding_list import FindingList
from apiclient_gui.ui.widgets.notice_bar import NoticeBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def finding(number: int) -> Finding:
    action = Action("send_again", "Send again")
    return Finding(id=f"n{number}", severity="error", title=f"No {number}", actions=(action,))


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    made = NoticeBar()
    qtbot.addWidget(made)
    return made


def test_the_newest_shows_and_the_older_wait(bar: NoticeBar) -> None:
    assert not bar.isVisible()
    bar.say(finding(1))
    bar.say(finding(2))
    bar.say(finding(1))  # again: it is the newest now, and there once
    assert bar.isVisible()
    assert bar._words.text() == "No 1  (1 more)"
    bar.dismiss()
    assert bar._words.text() == "No 2"
    bar.dismiss()
    assert not bar.isVisible()


def test_details_are_the_whole_finding_with_its_actions(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.say(finding(1))
    bar._more.click()
    card = bar.findChild(FindingCard)
    buttons = card.findChildren(QPushButton)
    with qtbot.waitSignal(bar.action) as pressed:
        next(one for one in buttons if one.text() == "Send again").click()
    assert pressed.args[0].key == "send_again"
    bar._more.click()
    assert not card.isVisible()


def test_a_flood_is_kept_short(bar: NoticeBar) -> None:
    for number in range(500):
        bar.say(finding(number))
    assert len(bar.findings) == 20
    assert bar.findings[-1].id == "n499"


def test_details_list_all_notices_the_newest_first(bar: NoticeBar, qtbot: QtBot) -> None:
    for number in range(3):
        bar.say(finding(number))
    bar.resize(700, 900)
    bar._more.click()
    (shown,) = bar.findChildren(FindingList)
    assert [card.finding.id for card in shown.cards] == ["n2", "n1", "n0"]
    qtbot.waitUntil(lambda: shown.cards[-1].geometry().bottom() <= shown.height())
    for number in range(3, 20):
        bar.say(finding(number))
    bar._more.click()
    shown = next(one for one in bar.findChildren(FindingList) if len(one.cards) == 20)
    qtbot.waitUntil(lambda: shown.isVisible() and shown.height() > 100)
    assert shown.height() <= 320
