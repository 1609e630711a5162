from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.ui.widgets.disclosure import Disclosure
from apiclient_gui.ui.widgets.finding_list import FindingList

CAUSE = Finding(
    id="one",
    severity="error",
    confidence="likely",
    title="The key is not known",
    actions=(Action("send_again", "Send again"),),
)
OTHER = Finding(id="two", severity="error", confidence="possible", title="The stage is gone")
CHECK = Finding(id="three", severity="warning", title="The token is long")


def test_the_first_is_open_and_causes_after_it_are_less_likely(qtbot: QtBot) -> None:
    found = FindingList()
    qtbot.addWidget(found)
    found.set_findings((CAUSE, OTHER, CHECK))
    assert [card.is_open for card in found.cards] == [True, False, False]
    assert [card.findChild(Disclosure).text() for card in found.cards[1:]] == [
        "Less likely: the stage is gone",
        "The token is long",
    ]


def test_actions_come_through_and_new_findings_replace_old_ones(qtbot: QtBot) -> None:
    found = FindingList()
    qtbot.addWidget(found)
    found.set_findings((CAUSE,))
    with qtbot.waitSignal(found.action) as told:
        found.cards[0].action.emit(CAUSE.actions[0])
    assert told.args == [CAUSE.actions[0]]
    found.set_findings(())
    assert found.cards == ()


def test_a_narrow_list_never_scrolls_sideways(qtbot: QtBot) -> None:
    found = FindingList()
    qtbot.addWidget(found)
    found.set_findings((CAUSE, CHECK))
    found.resize(320, 300)
    found.show()
    assert not found.horizontalScrollBar().isVisible()


def test_tab_goes_through_the_cards_before_what_stands_below(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    found, below = FindingList(), QLineEdit()
    column.addWidget(found)
    column.addWidget(below)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    found.set_findings((CAUSE, OTHER))
    assert window.isActiveWindow(), "a card being made must not flash as a window of its own"
    found.setFocus()
    visited = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    assert isinstance(visited[0], QPushButton)
    assert visited[0].text() == "Send again"
    assert isinstance(visited[1], Disclosure)
    assert visited[2] is below
