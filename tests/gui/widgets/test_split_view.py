from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.split_view import SplitView


@pytest.fixture(params=[Qt.Orientation.Horizontal, Qt.Orientation.Vertical])
def split(qtbot: QtBot, request: pytest.FixtureRequest) -> SplitView:
    made = SplitView(request.param, "request and response")
    qtbot.addWidget(made)
    made.addWidget(QLabel("a"))
    made.addWidget(QLabel("b"))
    made.resize(807, 807)
    made.show()
    return made


def test_shares_are_kept_and_given_back(split: SplitView) -> None:
    split.set_shares((0.25, 0.75))
    assert split.shares() == pytest.approx((0.25, 0.75), abs=0.01)
    split.set_shares((1.0,))
    assert split.shares() == pytest.approx((0.25, 0.75), abs=0.01)


def test_the_keyboard_moves_the_divider(qtbot: QtBot, split: SplitView) -> None:
    split.set_shares((0.5, 0.5))
    handle = split.handle(1)
    assert handle.focusPolicy() is Qt.FocusPolicy.TabFocus
    assert handle.accessibleName() == "Divider of request and response"
    across = split.orientation() is Qt.Orientation.Horizontal
    before = split.sizes()[0]
    with qtbot.waitSignal(split.moved):
        qtbot.keyClick(handle, Qt.Key.Key_Right if across else Qt.Key.Key_Down)
    assert split.sizes()[0] > before
    qtbot.keyClick(handle, Qt.Key.Key_Left if across else Qt.Key.Key_Up)
    assert split.sizes()[0] == before
    assert not handle.grab().isNull()
