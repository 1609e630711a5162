from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from apiclient_gui.practice.judgement import Judgement
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.practice.judgement_log import JudgementLog
from apiclient_gui.ui.widgets.practice.judgement_table import BESIDES

NOW = datetime(2026, 11, 22, 9, 47, 15, tzinfo=UTC)
DENIED = Judgement(NOW, "DELETE", "/a/pets/1", "a", "refused", "explicit_deny", 403, "Denied.")
FINE = Judgement(NOW, "GET", "/a/pets", "a", "allowed", "allowed", 200, "The policy allows it.")


@pytest.fixture
def log(qtbot: QtBot) -> JudgementLog:
    made = JudgementLog(3)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def said(log: JudgementLog) -> set[str]:
    return {one.text() for one in log.findChildren(QLabel) if one.isVisible()}


def test_an_empty_log_says_what_to_do(log: JudgementLog) -> None:
    assert "No request judged yet" in said(log)
    assert not log.clear.isEnabled()
    log.say_empty("It runs elsewhere.")
    assert "It runs elsewhere." in said(log)


def test_the_chosen_one_is_told_in_full_and_nothing_moves(log: JudgementLog) -> None:
    log.load([FINE, DENIED])
    before = log.table.geometry()
    log.table.selectRow(0)
    assert "Refused with 403. Denied." in said(log)
    values = [fact.value for fact in log.findChild(FactGrid).facts]
    assert values[:3] == ["DELETE /a/pets/1", "a", "explicit_deny"]
    assert log.table.geometry() == before
    log.table.selectRow(1)
    assert "Allowed with 200. The policy allows it." in said(log)


def test_only_some_verdicts(log: JudgementLog) -> None:
    log.add(FINE)
    log.filter.setCurrentIndex(log.filter.findData("refused"))
    assert "No judged request has this API and verdict." in said(log)
    log.add(DENIED)
    assert log.table.isVisible()
    assert log.table.shown_rows == 1


def test_only_one_api(log: JudgementLog) -> None:
    log.add(FINE)
    log.name_apis({"a": "Birds", "b": "Bees"})
    log.name_apis({"a": "Birds"})
    shown = [log.apis.itemText(row) for row in range(log.apis.count())]
    assert shown == ["All APIs", "Birds", "Bees", *BESIDES.values()]
    log.apis.setCurrentIndex(2)
    assert "No judged request has this API and verdict." in said(log)
    log.apis.setCurrentIndex(1)
    assert log.table.shown_rows == 1
    log.table.selectRow(0)
    facts = {fact.label: fact.value for fact in log.findChild(FactGrid).facts}
    assert facts["API"] == "Birds"


def test_a_full_log_says_so_and_clearing_tells(qtbot: QtBot, log: JudgementLog) -> None:
    for _ in range(4):
        log.add(FINE)
    assert "the last 3" in said(log)
    log.table.selectRow(0)
    with qtbot.waitSignal(log.cleared):
        log.clear.click()
    assert "No request judged yet" in said(log)
    log.add(FINE)
    assert "Choose a request to read why it was judged so." in said(log)
