from __future__ import annotations

from pytestqt.qtbot import QtBot

from apiclient_gui.core import exporters
from apiclient_gui.core.exporters.base import Exporter
from apiclient_gui.ui.widgets.compose.copy_as import CopyAs


def test_every_format_is_in_the_menu_and_those_with_secrets_stand_apart(qtbot: QtBot) -> None:
    made = CopyAs()
    qtbot.addWidget(made)
    chosen: list[Exporter] = []
    made.chosen.connect(chosen.append)
    made.fill()
    made.fill()  # opened again
    actions = made.menu_.actions()
    line = next(at for at, action in enumerate(actions) if action.isSeparator())
    for action in (*actions[:line], *actions[line + 1 :]):
        assert action.toolTip() != action.text(), "it says what is copied"
        action.trigger()
    assert {one.id for one in chosen} == set(exporters.TABLE)
    assert [one.signed for one in chosen] == [False] * line + [True] * (len(chosen) - line)
