from __future__ import annotations

from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.page_head import PageHead
from apiclient_gui.ui.widgets.pill import Pill


def test_it_is_as_high_without_buttons(qtbot: QtBot) -> None:
    bare, full = PageHead("Practice"), PageHead("Practice", (Pill("on"),), (button("Stop"),))
    for head in (bare, full):
        qtbot.addWidget(head)
        head.show()
    assert bare.sizeHint().height() == full.sizeHint().height()


def test_a_long_title_gives_way_to_the_buttons(qtbot: QtBot) -> None:
    stop = button("Stop")
    head = PageHead("", (), (stop,))
    qtbot.addWidget(head)
    head.set_title("long " * 100)
    head.resize(300, 60)
    head.show()
    assert head.title == "long " * 100
    assert stop.geometry().right() < 300
