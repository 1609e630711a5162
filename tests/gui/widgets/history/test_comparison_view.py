from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.diff_view import ORIGIN, OURS, THEIRS
from apiclient_gui.ui.widgets.history.comparison_view import ComparisonView
from tests.support import histories


@pytest.fixture
def view(qtbot: QtBot) -> ComparisonView:
    made = ComparisonView()
    qtbot.addWidget(made)
    made.resize(900, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def test_what_differs_is_counted_and_gone_through(qtbot: QtBot, view: ComparisonView) -> None:
    view.show_pair(histories.numbered(1), histories.numbered(2, status=403))
    assert view.verdict.text() == "2 lines differ"
    assert "Left: " in view._sides.text()
    assert "403 Word" in view._sides.text()
    assert view.request.differing == (0,)
    assert view.response.differing == (0,)
    seen = []
    for button in (view.on, view.on, view.on, view.back):
        button.click()
        focus = QApplication.focusWidget()
        seen.append("request" if focus is view.request else "response")
    assert seen == ["request", "response", "request", "response"]
    assert str(view.response.currentIndex().data()) == "200 Word"
    spoken = view.response.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Older: 200 Word, differs"


def test_equal_heads_are_said_to_be_equal(view: ComparisonView) -> None:
    one = histories.numbered(1)
    view.show_pair(one, one)
    assert view.verdict.text() == "✓ The heads are the same"
    assert not view.on.isEnabled()


def test_both_sides_have_half_of_the_room_at_every_width(
    qtbot: QtBot, view: ComparisonView
) -> None:
    view.show_pair(histories.numbered(1), histories.numbered(2))
    for width in (900, 600, 1200):
        view.resize(width, 400)
        for diff in (view.request, view.response):
            assert diff.isColumnHidden(ORIGIN)
            qtbot.waitUntil(
                lambda diff=diff: abs(diff.columnWidth(OURS) - diff.columnWidth(THEIRS)) <= 2
            )
