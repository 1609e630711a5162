from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.search_field import SearchField


def test_esc_empties_and_then_leaves(qtbot: QtBot) -> None:
    field = SearchField("Filter requests")
    qtbot.addWidget(field)
    assert field.accessibleName() == "Filter requests"
    assert field.findChild(QToolButton).accessibleName() == "Filter requests"
    qtbot.keyClicks(field, "pets")
    assert field.actions()[-1].isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert not field.actions()[-1].isVisible()
    with qtbot.waitSignal(field.left):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_down_goes_to_the_list(qtbot: QtBot) -> None:
    field = SearchField("Filter requests")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.went_down):
        qtbot.keyClick(field, Qt.Key.Key_Down)


def test_enter_goes_on_and_shift_enter_back(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    steps: list[int] = []
    field.went_on.connect(steps.append)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert steps == [1, -1]


def test_a_pasted_book_is_cut(qtbot: QtBot) -> None:
    field = SearchField("Filter requests")
    qtbot.addWidget(field)
    field.insert("x" * 100_000)
    assert len(field.text()) == 1_000
