from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.wire_text import WireText


def test_what_goes_over_the_wire_can_be_copied(qtbot: QtBot) -> None:
    grid = FactGrid(
        [Fact("Base URL", "http://127.0.0.1:1", wire=True), Fact("Region", "us-east-1")]
    )
    qtbot.addWidget(grid)
    grid.show()
    assert {"Base URL", "Region", "us-east-1"} <= {one.text() for one in grid.findChildren(QLabel)}
    assert grid.findChild(WireText).toPlainText() == "http://127.0.0.1:1"
    (copy,) = grid.findChildren(QToolButton)
    assert copy.accessibleName() == "Copy Base URL"
    copy.click()
    assert QApplication.clipboard().text() == "http://127.0.0.1:1"


def test_other_facts_replace_them_and_the_same_ones_do_not(qtbot: QtBot) -> None:
    grid = FactGrid([Fact("", "A", wire=True)])
    qtbot.addWidget(grid)
    grid.show()
    first = grid.findChild(WireText)
    grid.set_facts([Fact("", "A", wire=True)])
    assert grid.findChild(WireText) is first
    grid.set_facts([Fact("", "B", wire=True)])
    qtbot.waitUntil(lambda: [t.toPlainText() for t in grid.findChildren(WireText)] == ["B"])


def test_what_is_hidden_is_shown_on_demand_and_copied_all_the_same(qtbot: QtBot) -> None:
    grid = FactGrid([Fact("Password", "correct horse", wire=True, hidden=True)])
    qtbot.addWidget(grid)
    grid.show()
    value = grid.findChild(WireText)
    assert value.toPlainText() == "••••••••"
    eye, copy = sorted(
        grid.findChildren(QToolButton), key=lambda one: one.accessibleName() != "Show Password"
    )
    copy.click()
    assert QApplication.clipboard().text() == "correct horse"
    eye.click()
    assert value.toPlainText() == "correct horse"
    eye.click()
    assert value.toPlainText() == "••••••••"
