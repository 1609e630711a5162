from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.compose.clock_line import ClockLine


@pytest.mark.parametrize(("offset", "said"), [(372.0, "+6 min 12 s"), (-60.0, "−1 min")])
def test_a_correction_is_in_sight_and_undone_with_one_click(
    qtbot: QtBot, offset: float, said: str
) -> None:
    line = ClockLine()
    qtbot.addWidget(line)
    line.show_offset(offset)
    assert line.isVisible()
    assert said in line.words.text()
    with qtbot.waitSignal(line.undone):
        button = line.findChild(QPushButton)
        assert button is not None
        button.click()


def test_without_a_correction_there_is_no_line(qtbot: QtBot) -> None:
    line = ClockLine()
    qtbot.addWidget(line)
    line.show_offset(5)
    line.show_offset(0)
    assert not line.isVisible()
